"""Log records: one line each, with the ids of the request, the user and the task they belong to."""

import json
import logging
import re
import time
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

logger = logging.getLogger(__name__)

ids: ContextVar[dict[str, object] | None] = ContextVar("log_ids", default=None)

# What every record has, and what Django, uvicorn and Celery add: whole objects, terminal colors,
# a task's arguments.
OWN_FIELDS = frozenset(vars(logging.makeLogRecord({}))) | {
    *("message", "asctime", "taskName"),
    *("request", "server_time", "status_code", "color_message", "data"),
}
REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
QUIET_ROUTES = frozenset({"livez", "readyz"})


def _details(record: logging.LogRecord) -> dict[str, object]:
    """Return the current ids and whatever the caller passed as `extra`."""
    extra = {name: value for name, value in vars(record).items() if name not in OWN_FIELDS}
    return {**(ids.get() or {}), **extra}


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


class RouteFilter(logging.Filter):
    """Puts the route where Django's records of failed requests have the path."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if not isinstance(request, HttpRequest):
            return True
        route = _route(request)
        if isinstance(record.args, tuple):
            # Django hands its paths over escaped.
            paths = {request.path, request.path.encode("unicode_escape").decode("ascii")}
            record.args = tuple(route if arg in paths else arg for arg in record.args)
        # "Not ready" is an answer, asked for every few seconds; it is no failure of the request.
        return route not in QUIET_ROUTES


class LineFormatter(logging.Formatter):
    """For people: moment, level, logger, ids, message."""

    def format(self, record: logging.LogRecord) -> str:
        details = "".join(f" {name}={value}" for name, value in _details(record).items())
        # A line break from outside must not look like a record of its own.
        message = record.getMessage().replace("\n", "\\n")
        line = f"{_moment(record)} {record.levelname} {record.name}{details} {message}"
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return line


class JsonFormatter(logging.Formatter):
    """For machines: one JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {
            "at": _moment(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **_details(record),
        }
        if record.exc_info:
            entry["trace"] = self.formatException(record.exc_info)
        return json.dumps(entry, default=str)


class RequestLogMiddleware(MiddlewareMixin):
    """Gives each request an id and logs its end. The route is logged, never the path:
    a calendar feed's path is a secret and a search's query names people."""

    def process_request(self, request: HttpRequest) -> None:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if REQUEST_ID.fullmatch(given) else uuid4().hex[:16]
        ids.set({"request": request_id})
        request.META["rounds.started"] = time.monotonic()

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        known = ids.get() or {}
        response["X-Request-ID"] = str(known.get("request", ""))
        route = _route(request)
        level = logging.DEBUG if route in QUIET_ROUTES else logging.INFO
        logger.log(
            level,
            "%s %s answered %d in %d ms",
            *(request.method, route, response.status_code, _milliseconds(request)),
            extra=_user(request),
        )
        return response


def _route(request: HttpRequest) -> str:
    return request.resolver_match.route if request.resolver_match else "(no route)"


def _milliseconds(request: HttpRequest) -> int:
    started: float = request.META["rounds.started"]
    return round((time.monotonic() - started) * 1000)


def _user(request: HttpRequest) -> dict[str, object]:
    """Return the user's id, if somebody has already looked the user up."""
    user = getattr(request, "_cached_user", None)
    return {"user": user.pk} if user is not None and user.is_authenticated else {}
