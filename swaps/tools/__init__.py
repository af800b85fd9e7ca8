"""The tools of swaps for assistants: they look, offer and ask; people agree and approve."""

from mcp.server.mcpserver import MCPServer

from people.asking import CurrentUser, Door
from swaps.tools import looking, offering


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    for tools in (looking, offering):
        tools.register(server, door, current_user)
