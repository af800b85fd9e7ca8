"""Calls tools as an assistant does, through the protocol but without a network."""

from typing import Any

import anyio
from mcp import Client
from mcp_types import CallToolResult, ListToolsResult

from config.mcp import make_server, user_of_request
from people.models import User


def ask(user: User | None, tool: str, **arguments: Any) -> CallToolResult:
    """Call one tool as this account or as nobody; its connections are closed when it ends."""
    server = make_server(user_of_request if user is None else lambda scope: user)

    async def call() -> CallToolResult:
        async with Client(server) as client:
            return await client.call_tool(tool, arguments)

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
        async with Client(make_server(lambda scope: User())) as client:
            return await client.list_tools()

    return anyio.run(list_them)
