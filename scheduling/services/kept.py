"""What was read and worked out of a version is kept while nothing changes that it rests on."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Generic, NamedTuple, TypeVar

from django.core.cache import caches

from scheduling.bridge.fingerprint import fingerprint
from scheduling.engine.uncollected import uncollected
from scheduling.models import ScheduleVersion

T = TypeVar("T")
WEEK = 7 * 24 * 60 * 60


class Found(NamedTuple, Generic[T]):
    """What was made, of what, and when."""

    fingerprint: str
    today: date  # rules are set from one day to another
    made_at: datetime
    value: T


class Kept(Generic[T]):
    """At most so many values, those used last; each process has its own.

    The database is asked each time, in one query, whether anything has changed since.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._found: OrderedDict[Hashable, Found[T]] = OrderedDict()
        self._lock = Lock()

    def of(
        self, version: ScheduleVersion, make: Callable[[], T], *key: Hashable, at: datetime
    ) -> T:
        """What was made for this version and key, or is made now."""
        place, now = (version.pk, *key), _now(version, at)
        found = self._find(place, now)
        if found is None or found[:2] != now:
            found = Found(*now, at, make())
            self._put(place, found)
        return found.value

    def latest(
        self, version: ScheduleVersion, *key: Hashable, at: datetime
    ) -> tuple[Found[T], bool] | None:
        """What was made last, and whether it still holds; None: nothing is kept."""
        place, now = (version.pk, *key), _now(version, at)
        found = self._find(place, now)
        return None if found is None else (found, found[:2] == now)

    def _find(self, place: Hashable, now: tuple[str, date]) -> Found[T] | None:
        """What holds now, or else what is there."""
        with self._lock:
            if place in self._found:
                self._found.move_to_end(place)
            return self._found.get(place)

    def _put(self, place: Hashable, found: Found[T]) -> None:
        with self._lock:
            self._found[place] = found
            self._found.move_to_end(place)
            while len(self._found) > self.most:
                self._found.popitem(last=False)


class KeptForAll(Kept[T]):
    """The same, of which the last of each version is known to all processes."""

    def __init__(self, most: int, name: str) -> None:
        super().__init__(most)
        self.name = name

    def _find(self, place: Hashable, now: tuple[str, date]) -> Found[T] | None:
        own = super()._find(place, now)
        if own is not None and own[:2] == now:
            return own
        with uncollected():
            others: Found[T] | None = caches["default"].get(self._key(place))
        if others is None or (own is not None and own.made_at >= others.made_at):
            return own
        super()._put(place, others)
        return others

    def _put(self, place: Hashable, found: Found[T]) -> None:
        super()._put(place, found)
        caches["default"].set(self._key(place), found, WEEK)

    def _key(self, place: Hashable) -> str:
        """What another state of the code has kept may have another form."""
        parts: Any = place
        return f"{self.name}:{_code()}:{':'.join(map(str, parts))}"


def _now(version: ScheduleVersion, at: datetime) -> tuple[str, date]:
    return fingerprint(version), version.schedule.program.today(at)


@cache
def _code() -> int:
    """When the code of the app was last changed."""
    return max(path.stat().st_mtime_ns for path in Path(__file__).parents[1].rglob("*.py"))
