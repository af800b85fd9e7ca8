"""The tools of people for assistants."""

from mcp.server.mcpserver import MCPServer

from people.asking import CurrentUser, Door
from people.tools import history, looking, notices


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    for tools in (notices, looking, history):
        tools.register(server, door, current_user)
