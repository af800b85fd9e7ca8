"""The web application for ASGI servers: Django's pages, and the server for assistants at /mcp."""

import os
from typing import Any

from django.core.asgi import get_asgi_application
from starlette.types import Receive, Scope, Send

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

django_application: Any = get_asgi_application()

from config import mcp  # noqa: E402 -- its tools need Django to be set up

mcp_application = mcp.make_application()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Django serves no lifespan; the server for assistants needs one."""
    for_assistants = scope["type"] == "lifespan" or scope["path"] == mcp.PATH
    await (mcp_application if for_assistants else django_application)(scope, receive, send)
