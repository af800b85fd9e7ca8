"""Search over everything: each app says how its own things are found, and who may find them."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from people.models import Program, User
from people.permissions import programs_for

SHORTEST = 2
LONGEST = 80
EACH = 8
"""How many of one kind are shown."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found, and the page that shows it."""

    title: str
    url: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for, in which programs, at which moment."""

    text: str
    programs: Collection[Program]
    user: User
    at: datetime

    @property
    def words(self) -> list[str]:
        return self.text.split()

    def all_in(self, *texts: str) -> bool:
        """Whether each word is somewhere in these texts."""
        whole = " ".join(texts).casefold()
        return all(word.casefold() in whole for word in self.words)


Find = Callable[[Asked], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Searcher:
    title: str
    place: int
    icon: str
    action: str
    find: Find


@dataclass(frozen=True, slots=True)
class Kind:
    """What was found of one kind."""

    title: str
    icon: str
    hits: tuple[Hit, ...]
    more: bool


_searchers: list[Searcher] = []
"""Filled by the apps when they are ready."""


def searches(title: str, place: int, icon: str, action: str) -> Callable[[Find], Find]:
    """Put a finder on the list. It looks in the programs in which the user may do the action."""

    def put(find: Find) -> Find:
        _searchers.append(Searcher(title, place, icon, action, find))
        return find

    return put


def search(text: str, *, by: User, at: datetime) -> list[Kind]:
    """What there is for this account under these words; nothing for less than two letters."""
    asked = " ".join(text.split())[:LONGEST]
    if len(asked) < SHORTEST:
        return []
    return list(_found(asked, by, at))


def _found(text: str, by: User, at: datetime) -> Iterator[Kind]:
    programs: dict[str, list[Program]] = {}
    for searcher in sorted(_searchers, key=lambda each: each.place):
        action = searcher.action
        if action not in programs:
            programs[action] = list(programs_for(by, action, at).filter(active=True))
        if not programs[action]:
            continue
        hits = list(islice(searcher.find(Asked(text, programs[action], by, at)), EACH + 1))
        if hits:
            yield Kind(searcher.title, searcher.icon, tuple(hits[:EACH]), len(hits) > EACH)
