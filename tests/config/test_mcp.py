"""The server for assistants, over real HTTP and over a real process's standard input and output."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import anyio
import httpx2
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp.server.mcpserver import MCPServer
from mcp_types import CallToolResult

from config.mcp import door, make_application
from people.models import Role, Token
from people.services.tokens import revoke_token
from tests.casting import account, set_stage
from tests.conftest import ROOT, wait_until
from tests.factories.people import ProgramFactory, TokenFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

GENERATE = {"scope": "year", "academic_year": 2026, "seconds": 1}
DAY = {"start_date": "2026-07-06", "end_date": "2026-07-06"}


@dataclass(frozen=True)
class Web:
    """A running web server."""

    port: int

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def post(self, path: str = "/mcp", **headers: str) -> httpx2.Response:
        """Ask for the list of tools, without the client that does it all."""
        asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
        accept = {"Accept": "application/json, text/event-stream"}
        return httpx2.post(self.url(path), json=asked, headers=accept | headers)

    def answers(self) -> bool:
        try:
            return httpx2.get(self.url("/livez")).status_code == 200
        except httpx2.ConnectError:
            return False


def environment() -> dict[str, str]:
    """A program started with it works on this test's database."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "ROUNDS_TEST_DATABASE": connection.settings_dict["NAME"],
    }


@pytest.fixture(scope="module")
def web(django_db_setup: None) -> Iterator[Web]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=environment())
    try:
        wait_until(
            lambda: server.poll() is not None or Web(port).answers(), what="the server answers"
        )
        assert server.poll() is None, "The web server ended before it answered."
        yield Web(port)
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture
def program():
    return ProgramFactory(name="Cedar Family Medicine", slug="cedar")


@pytest.fixture
def secret(program) -> Callable[..., str]:
    """The token of a new account with this role."""

    def make(kind: str, scope: str = Token.Scope.READ) -> str:
        TokenFactory(user=account(kind, program), secret=f"{kind} secret", scope=scope)
        return f"{kind} secret"

    return make


async def over_http(
    web: Web, secret: str, tool: str, mode: str, **arguments: Any
) -> CallToolResult:
    headers = {"Authorization": f"Bearer {secret}"}
    async with httpx2.AsyncClient(headers=headers, timeout=30) as http:
        transport = streamable_http_client(web.url("/mcp"), http_client=http)
        async with Client(transport, mode=mode) as client:
            return await client.call_tool(tool, arguments)


def call(web: Web, secret: str, tool: str, *, mode: str = "auto", **arguments: Any):
    async def run() -> CallToolResult:
        return await over_http(web, secret, tool, mode, **arguments)

    return anyio.run(run)


def words(result: CallToolResult) -> str:
    assert result.is_error
    return " ".join(content.text for content in result.content)


# Over HTTP


@pytest.mark.parametrize("authorization", [{}, {"Authorization": "Bearer wrong"}])
def test_nobody_gets_in_without_a_token(authorization, web):
    response = web.post(**authorization)

    assert response.status_code == 401
    # There is no authorization server to be sent to.
    assert response.headers["WWW-Authenticate"] == (
        'Bearer error="invalid_token", error_description="Authentication required"'
    )


def test_feed_and_revoked_tokens_open_nothing(web, program):
    coordinator = account(Role.Kind.COORDINATOR, program)
    TokenFactory(user=coordinator, secret="feed", scope=Token.Scope.FEED)
    revoked = TokenFactory(user=coordinator, secret="revoked")

    assert web.post(Authorization="Bearer revoked").status_code == 200
    revoke_token(revoked, by=coordinator, at=datetime.now(UTC))

    for secret in ("feed", "revoked"):
        assert web.post(Authorization=f"Bearer {secret}").status_code == 401


def test_account_that_is_closed_opens_nothing(web, secret):
    TokenFactory(secret="closed", user=UserFactory(is_active=False))

    assert web.post(Authorization="Bearer closed").status_code == 401


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_tool_answers_the_owner_of_the_token(mode, web, secret, program):
    stage = set_stage(program)

    result = call(web, secret(Role.Kind.CHIEF), "validate_schedule_tool", mode=mode, **DAY)

    assert result.structured_content["versions"] == [stage.published.pk]


def test_generating_over_http_solves_into_a_draft(web, secret, program):
    """The web server of these tests solves where it is asked to, without a worker."""
    stage = set_stage(program)
    write = secret(Role.Kind.CHIEF, Token.Scope.WRITE)

    asked = call(web, write, "generate_schedule_tool", **GENERATE).structured_content
    found = call(web, write, "solve_status_tool", run_id=asked["run_id"]).structured_content

    assert (asked["version_id"], asked["status"]) == (stage.draft.pk, "queued")
    assert found["status"] == "infeasible"
    assert found["message"]
    stage.published.refresh_from_db()
    assert stage.published.status == "published"


def test_on_call_is_answered_over_http(web, secret, program):
    stage = set_stage(program)

    found = call(web, secret(Role.Kind.RESIDENT), "who_is_on_call_tool", at="2026-07-06T22:00:00Z")

    [tonight] = found.structured_content["calls"]
    assert tonight["person_id"] == stage.resident.pk


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_refusal_reaches_the_assistant_in_the_service_s_words(mode, web, secret, program):
    set_stage(program)
    write = secret(Role.Kind.RESIDENT, Token.Scope.WRITE)

    refused = words(call(web, write, "generate_schedule_tool", mode=mode, **GENERATE))

    assert refused == (
        "Error executing tool generate_schedule_tool: "
        "You may not generate a schedule in Cedar Family Medicine."
    )


def test_token_that_can_only_read_generates_nothing(web, secret, program):
    set_stage(program)

    refused = words(call(web, secret(Role.Kind.CHIEF), "generate_schedule_tool", **GENERATE))

    assert refused == "Error executing tool generate_schedule_tool: This token can only read."


def test_askers_at_the_same_time_are_not_mixed_up(web, secret, program):
    set_stage(program)
    secrets = [secret(Role.Kind.CHIEF), secret(Role.Kind.RESIDENT)]
    refused: dict[int, bool] = {}

    async def ask(number: int) -> None:
        asked = secrets[number % 2]
        result = await over_http(web, asked, "validate_schedule_tool", "auto", **DAY)
        refused[number] = result.is_error

    async def ask_together() -> None:
        async with anyio.create_task_group() as group:
            for number in range(8):
                group.start_soon(ask, number)

    anyio.run(ask_together)

    assert refused == {number: bool(number % 2) for number in range(8)}


def test_tools_leave_no_connection_behind(web, secret, program):
    set_stage(program)
    chief = secret(Role.Kind.CHIEF)
    for _ in range(3):
        call(web, chief, "validate_schedule_tool", **DAY)

    # The server of the database hears of a goodbye a moment later.
    wait_until(lambda: other_connections() == 0, what="no connection is left")


def other_connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        [count] = cursor.fetchone()
    return count


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "localhost"}, 200),
        ({"Host": "localhost:8443"}, 200),
        ({"Host": "[::1]:9000"}, 200),
        ({"Host": "rounds.example.org"}, 421),
        ({"Host": "localhost.example.org"}, 421),
        ({"Origin": "http://localhost:3000"}, 200),
        ({"Origin": "https://example.org"}, 421),
        ({"Origin": "null"}, 421),
    ],
)
def test_only_allowed_hosts_are_served(headers, status, web, secret):
    response = web.post(Authorization=f"Bearer {secret(Role.Kind.CHIEF)}", **headers)

    assert response.status_code == status


@pytest.mark.parametrize(
    ("allowed", "host", "status"),
    [
        (".example.org", "rounds.example.org:8443", 401),
        (".example.org", "example.com", 421),
        ("*", "example.com", 401),
    ],
)
def test_hosts_may_be_named_as_for_django(allowed, host, status, settings):
    settings.ALLOWED_HOSTS = [allowed]

    async def ask() -> int:
        transport = httpx2.ASGITransport(app=make_application())
        async with httpx2.AsyncClient(transport=transport, base_url=f"http://{host}") as http:
            return (await http.post("/mcp", json={})).status_code

    assert anyio.run(ask) == status


def test_everything_else_is_django_s(web):
    assert httpx2.get(web.url("/livez")).json() == {"live": True}
    for path in ("/mcp/", "/mcp/more", "/.well-known/oauth-protected-resource/mcp"):
        response = httpx2.get(web.url(path))
        assert (response.status_code, "X-Request-ID" in response.headers) == (404, True)


# Refusals and bugs


def trouble() -> MCPServer:
    """A server with a tool that raises what it is asked to."""
    server: MCPServer = MCPServer("trouble")
    raised = {
        "two": ValidationError(["The first.", "The second."]),
        "rights": PermissionDenied("Only a chief may do this."),
        "bug": KeyError("the name of a patient"),
    }

    @server.tool()
    @door
    def fail(how: str) -> int:
        """Fail.

        Always.
        """
        raise raised[how]

    return server


@pytest.mark.parametrize(
    ("how", "heard"),
    [
        ("two", "Error executing tool fail: The first. The second."),
        ("rights", "Error executing tool fail: Only a chief may do this."),
        ("bug", "Error executing tool fail"),
    ],
)
def test_refusal_is_heard_and_a_bug_is_not(how, heard):
    async def run() -> CallToolResult:
        async with Client(trouble()) as client:
            return await client.call_tool("fail", {"how": how})

    assert words(anyio.run(run)) == heard


def test_tool_s_description_is_its_docstring_without_the_margin():
    async def run() -> str:
        async with Client(trouble()) as client:
            return (await client.list_tools()).tools[0].description

    assert anyio.run(run) == "Fail.\n\nAlways."


# Over standard input and output


def over_stdio(*options: str, tool: str, token: str = "", **arguments: Any) -> CallToolResult:
    server = StdioServerParameters(
        command=sys.executable,
        args=["manage.py", "mcp", *options],
        env=environment() | {"ROUNDS_TOKEN": token},
        cwd=ROOT,
    )

    async def run() -> CallToolResult:
        async with Client(server) as client:
            return await client.call_tool(tool, arguments)

    return anyio.run(run)


def test_stdio_serves_the_account_it_is_started_for(program):
    stage = set_stage(program)
    chief = account(Role.Kind.CHIEF, program)

    found = over_stdio("--as", chief.email.upper(), tool="validate_schedule_tool", **DAY)

    assert found.structured_content["versions"] == [stage.published.pk]


def test_stdio_keeps_to_the_scope_of_its_token(program, secret):
    set_stage(program)
    token = secret(Role.Kind.CHIEF)

    refused = words(over_stdio(tool="generate_schedule_tool", token=token, **GENERATE))

    assert refused == "Error executing tool generate_schedule_tool: This token can only read."


@pytest.mark.parametrize(
    ("email", "token", "sentence"),
    [
        (None, "", "Say who asks: --as with an e-mail address, or a token in ROUNDS_TOKEN."),
        ("a@example.org", "secret", "Give --as or ROUNDS_TOKEN, not both."),
        (
            "nobody@example.org",
            "",
            "No account with the e-mail address nobody@example.org can sign in.",
        ),
        (
            "closed@example.org",
            "",
            "No account with the e-mail address closed@example.org can sign in.",
        ),
        (None, "wrong", "This token is unknown, revoked or expired."),
    ],
)
def test_stdio_serves_nobody_else(email, token, sentence, monkeypatch):
    UserFactory(email="closed@example.org", is_active=False)
    monkeypatch.setenv("ROUNDS_TOKEN", token)

    with pytest.raises(CommandError) as refused:
        call_command("mcp", email=email)

    assert str(refused.value) == sentence
