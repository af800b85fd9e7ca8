"""The tools of compliance for assistants: they read, and confirm one's own hours."""

from mcp.server.mcpserver import MCPServer

from compliance.tools import ledgers
from people.asking import CurrentUser, Door


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    ledgers.register(server, door, current_user)
