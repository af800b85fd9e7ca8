"""Who does something and through which door: set where it comes in, read where it is written down."""

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

# Asked when something is written: by then it is known whose request it is.
Actor = Callable[[], int | None]

_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)
_door: ContextVar[Door] = ContextVar("door", default=Door.UNKNOWN)


def current_door() -> Door:
    return _door.get()


def current_actor() -> int | None:
    """The key of the account that acts; None when nobody has signed in, or nobody said who."""
    actor = _actor.get()
    return actor() if actor else None


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """What is done within is done by this account."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)


def act_as(account: int) -> None:
    """From here to the end of `acting` around it, where it turns out only now who that is."""
    _actor.set(lambda: account)


@contextmanager
def through(door: Door) -> Iterator[None]:
    """What is done within is done through this door; the innermost counts."""
    token = _door.set(door)
    try:
        yield
    finally:
        _door.reset(token)


class DoorMiddleware:
    """A request comes through the door of its address, by whoever is signed in."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with through(door_of(request.path)), acting(lambda: _account_of(request)):
            return self.respond(request)


def _account_of(request: HttpRequest) -> int | None:
    """Whoever is signed in by now, by session or by token."""
    user = getattr(request, "user", None)
    return user.pk if user is not None else None


def door_of(path: str) -> Door:
    return next((door for start, door in BY_PATH if path.startswith(start)), Door.PAGE)
