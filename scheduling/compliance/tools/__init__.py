"""The tools of compliance for assistants: they read, and confirm one's own hours."""

from mcp.server.mcpserver import MCPServer

from people.asking import CurrentUser, Door
from scheduling.compliance.tools import confirming, ledgers


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    for tools in (ledgers, confirming):
        tools.register(server, door, current_user)
