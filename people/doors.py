"""Through which door something is done: set where it comes in, read where history is written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse


class Door(TextChoices):
    """The ways into Rounds. What nobody has named is said to be unknown."""

    ADMIN = "admin", "the admin site"
    PAGE = "page", "a page"
    REST = "rest", "REST"
    ASSISTANT = "assistant", "an assistant"
    COMMAND = "command", "a command"
    TASK = "task", "a task in the background"
    UNKNOWN = "", "an unknown door"


BY_PATH = (("/admin/", Door.ADMIN), ("/api/", Door.REST))

Respond = Callable[[HttpRequest], HttpResponse]

_door: ContextVar[Door] = ContextVar("door", default=Door.UNKNOWN)


def current_door() -> Door:
    return _door.get()


@contextmanager
def through(door: Door) -> Iterator[None]:
    """What is done within is done through this door; the innermost counts."""
    token = _door.set(door)
    try:
        yield
    finally:
        _door.reset(token)


class DoorMiddleware:
    """A request comes through the door of its address."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with through(door_of(request.path)):
            return self.respond(request)


def door_of(path: str) -> Door:
    return next((door for start, door in BY_PATH if path.startswith(start)), Door.PAGE)
