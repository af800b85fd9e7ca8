"""What an app's tools are handed by the server for assistants that collects them."""

from collections.abc import Callable
from typing import ParamSpec, Protocol, TypeVar

from people.models import User

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


class CurrentUser(Protocol):
    """The account behind the call; refuses when its token's scope is too narrow."""

    def __call__(self, scope: str) -> User: ...


class Door(Protocol):
    """Wraps a tool, so that a refusal reaches the assistant as the service's sentence."""

    def __call__(self, tool: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]: ...
