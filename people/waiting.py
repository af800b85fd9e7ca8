"""What waits for somebody in a program: each app says of its own things which do, and where."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from people.models import Program, User
from people.permissions import ACTIONS, acting_roles


@dataclass(frozen=True, slots=True)
class Waiting:
    """Some things of one kind, and the page on which they are dealt with."""

    count: int
    words: str
    """After the number: “requests for leave to decide”."""
    url: str
    hint: str = ""
    pressing: bool = False
    """Something goes wrong soon, or has, unless it is dealt with."""


def counted(count: int, one: str, many: str) -> str:
    return one if count == 1 else many


Find = Callable[[Program, User, datetime], Waiting | None]
"""What waits now; None when nothing does."""


@dataclass(frozen=True, slots=True)
class Sort:
    """One kind of thing, and the action of those who deal with it."""

    code: str
    place: int
    icon: str
    action: str
    find: Find


@dataclass(frozen=True, slots=True)
class Found:
    sort: Sort
    waiting: Waiting


_sorts: list[Sort] = []
"""Filled by the apps when they are ready."""


def waits(code: str, place: int, icon: str, action: str) -> Callable[[Find], Find]:
    """Put a finder on the list; those who may do the action are told what it finds."""

    def put(find: Find) -> Find:
        _sorts.append(Sort(code, place, icon, action, find))
        return find

    return put


def waiting_for(user: User, program: Program, *, at: datetime) -> list[Found]:
    """What waits for this account in the program: what is pressing first, then by place.

    The number of queries depends on the account's roles alone.
    """
    found = [
        Found(sort, waiting)
        for sort in _sorts_for(user, program, at)
        if (waiting := sort.find(program, user, at)) is not None
    ]
    return sorted(found, key=lambda each: (not each.waiting.pressing, each.sort.place))


def _sorts_for(user: User, program: Program, at: datetime) -> Iterable[Sort]:
    if not user.is_active:
        return []
    if user.is_superuser:
        return _sorts
    kinds = acting_roles(user, at).get(program.pk, set())
    return [sort for sort in _sorts if ACTIONS[sort.action].roles & kinds]
