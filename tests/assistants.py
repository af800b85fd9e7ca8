"""Calls tools as an assistant does, through the protocol but without a network."""

from functools import cache
from typing import Any

import anyio
from mcp import Client
from mcp.server.mcpserver import MCPServer
from mcp_types import CallToolResult, ListToolsResult

from config.mcp import make_server, user_of_request
from people.models import User

_asking: list[User] = []
"""The account that is asking; empty for nobody."""


@cache
def _server() -> MCPServer:
    """One for all calls: to describe every tool anew takes longer than to call it."""
    return make_server(lambda scope: _asking[0] if _asking else user_of_request(scope))


def ask(user: User | None, tool: str, **arguments: Any) -> CallToolResult:
    """Call one tool as this account or as nobody; its connections are closed when it ends."""

    async def call() -> CallToolResult:
        async with Client(_server()) as client:
            return await client.call_tool(tool, arguments)

    _asking[:] = [] if user is None else [user]
    return anyio.run(call)


def answer(user: User, tool: str, **arguments: Any) -> dict[str, Any]:
    """The structured answer of a call that is not refused."""
    result = ask(user, tool, **arguments)
    assert not result.is_error, result.content
    return result.structured_content


def refusal(user: User, tool: str, **arguments: Any) -> str:
    """The words of a refusal, without the protocol's own before them."""
    result = ask(user, tool, **arguments)
    assert result.is_error, result.structured_content
    prefix = f"Error executing tool {tool}: "
    [content] = result.content
    assert content.text.startswith(prefix), content.text
    return content.text.removeprefix(prefix)


def tools() -> ListToolsResult:
    async def list_them() -> ListToolsResult:
        async with Client(_server()) as client:
            return await client.list_tools()

    return anyio.run(list_them)
