"""The server for assistants (Model Context Protocol): each app's tools, behind people's tokens."""

import logging
import time
from collections.abc import Callable
from functools import wraps
from inspect import getdoc

from anyio import to_thread
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import close_old_connections
from django.http.request import split_domain_port, validate_host
from django.utils import timezone
from mcp.server.auth.middleware.auth_context import get_access_token
from mcp.server.auth.provider import AccessToken
from mcp.server.auth.settings import AuthSettings
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from pydantic import AnyHttpUrl
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from people import tools as people_tools
from people.api_auth import READ_ONLY
from people.asking import Answer, Arguments, CurrentUser
from people.doors import Door, act_as, acting, through
from people.models import Token, User
from people.services.tokens import verify_token
from scheduling import tools as scheduling_tools
from scheduling.compliance import tools as compliance_tools
from swaps import tools as swaps_tools

logger = logging.getLogger(__name__)

# Each has `register(server, door, current_user)`.
TOOLS = (people_tools, scheduling_tools, swaps_tools, compliance_tools)
PATH = "/mcp"
INSTRUCTIONS = (
    "Rounds keeps the schedule of a medical residency program. You act for one person and may do "
    "what their roles allow; a refusal says why. Generating makes or changes a draft and never "
    "publishes: people look at drafts and publish them themselves. Where an answer says that "
    "something is unknown, say so; it is not good news. Dates are days in the program's time zone."
)


def door(tool: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """Let the assistant read a refusal as a sentence, and let go of the database's connection.

    Anything else is a bug: the assistant hears only that the tool failed, and the log has the rest.
    """

    @wraps(tool)
    def call(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
        began = time.monotonic()
        try:
            with through(Door.ASSISTANT), acting(lambda: None):
                return tool(*args, **kwargs)
        except ValidationError as refusal:
            raise ToolError(" ".join(refusal.messages)) from refusal
        except PermissionDenied as refusal:
            raise ToolError(str(refusal)) from refusal
        finally:
            # Tools run on worker threads, which no request ends for.
            close_old_connections()
            milliseconds = round((time.monotonic() - began) * 1000)
            logger.info("Tool %s ended in %d ms", tool.__name__, milliseconds)

    call.__doc__ = getdoc(tool)
    return call


class PeoplesTokens:
    """Verifies the bearer token of a request: the same tokens as for REST."""

    async def verify_token(self, token: str) -> AccessToken | None:
        return await to_thread.run_sync(_access_of, token)


def _access_of(secret: str) -> AccessToken | None:
    try:
        token = verify_token(secret, Token.Scope.READ, at=timezone.now())
    finally:
        close_old_connections()
    if token is None:
        return None
    return AccessToken(
        # The secret itself has done its work.
        token=token.prefix,
        client_id=str(token.pk),
        subject=str(token.user_id),
        scopes=sorted(token.scopes),
    )


def user_of_request(scope: str) -> User:
    """The account whose token came with the request that is being answered."""
    access = get_access_token()
    if access is None or access.subject is None:
        raise PermissionDenied("Sign in with a token first.")
    if scope not in access.scopes:
        raise PermissionDenied(READ_ONLY)
    return User.objects.get(pk=access.subject)


def make_server(current_user: CurrentUser, *, for_requests: bool = False) -> MCPServer:
    """A server with every app's tools. For requests, it wants a token before it says anything."""
    server: MCPServer = MCPServer(
        "rounds",
        title="Rounds",
        version="1",
        instructions=INSTRUCTIONS,
        token_verifier=PeoplesTokens() if for_requests else None,
        auth=_auth() if for_requests else None,
        # Nothing here changes while somebody listens.
        subscriptions=False,
    )
    for tools in TOOLS:
        tools.register(server, door, _noted(current_user))
    return server


def _noted(current_user: CurrentUser) -> CurrentUser:
    """Whoever a tool turns out to act for is known to what writes history."""

    def noted(scope: str) -> User:
        user = current_user(scope)
        act_as(user.pk)
        return user

    return noted


def _auth() -> AuthSettings:
    """People make tokens themselves; no authorization server is there to be announced."""
    return AuthSettings(
        issuer_url=AnyHttpUrl(settings.SITE_URL),
        resource_server_url=None,
        required_scopes=[Token.Scope.READ],
    )


def make_application() -> ASGIApp:
    """The server as an ASGI application that keeps nothing between requests."""
    return _only_for_allowed_hosts(
        make_server(user_of_request, for_requests=True).streamable_http_app(
            streamable_http_path=PATH,
            stateless_http=True,
            json_response=True,
            # Its own check knows neither wildcards nor leading dots; Django's is used instead.
            transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
        )
    )


def _only_for_allowed_hosts(app: ASGIApp) -> ASGIApp:
    """ALLOWED_HOSTS holds here as for Django, on any port, for pages that call from there too."""

    async def checked(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _is_allowed(Headers(scope=scope)):
            refusal = PlainTextResponse("This host is not served here.", status_code=421)
            await refusal(scope, receive, send)
        else:
            await app(scope, receive, send)

    return checked


def _is_allowed(headers: Headers) -> bool:
    origin = headers.get("origin")
    hosts = [headers.get("host", ""), *([origin.partition("://")[2]] if origin else [])]
    domains = [split_domain_port(host)[0] for host in hosts]
    return all(validate_host(domain, settings.ALLOWED_HOSTS) for domain in domains)
