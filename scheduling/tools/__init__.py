"""The tools of scheduling for assistants."""

from mcp.server.mcpserver import MCPServer

from people.asking import CurrentUser, Door
from scheduling.tools import looking, on_call, repairs, solves, tiers, validate, whereabouts


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    for tools in (validate, solves, repairs, tiers, on_call, whereabouts, looking):
        tools.register(server, door, current_user)
