"""The web application for ASGI servers: Django's pages, and the server for assistants at /mcp."""

import os
from typing import Any

from django.core.asgi import get_asgi_application
from starlette.types import Receive, Scope, Send

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

django_application: Any = get_asgi_application()

from django.conf import settings  # noqa: E402 -- Django is set up by now

from config import garbage, mcp  # noqa: E402 -- its tools need Django to be set up
from config.gate import Gate  # noqa: E402

pages = Gate(django_application, settings.REQUESTS_AT_ONCE)
mcp_application = mcp.make_application()
garbage.settle()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Django serves no lifespan; the server for assistants needs one."""
    for_assistants = scope["type"] == "lifespan" or scope["path"] == mcp.PATH
    await (mcp_application if for_assistants else pages)(scope, receive, send)
