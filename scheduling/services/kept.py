"""What was read and worked out of a version is kept while nothing changes that it rests on."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import date, datetime
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

from scheduling.bridge.fingerprint import fingerprint
from scheduling.models import ScheduleVersion

T = TypeVar("T")


class _Found(NamedTuple):
    fingerprint: str
    today: date  # rules are set from one day to another
    value: object


class Kept(Generic[T]):
    """At most so many values, those used last; each process has its own.

    The database is asked each time, in one query, whether anything has changed since.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._found: OrderedDict[Hashable, _Found] = OrderedDict()
        self._lock = Lock()

    def of(
        self, version: ScheduleVersion, make: Callable[[], T], *key: Hashable, at: datetime
    ) -> T:
        """What was made for this version and key, or is made now."""
        now, today = fingerprint(version), version.schedule.program.today(at)
        place = (version.pk, *key)
        with self._lock:
            found = self._found.get(place)
            if found is not None and found[:2] == (now, today):
                self._found.move_to_end(place)
                return found.value  # type: ignore[return-value]
        value = make()
        with self._lock:
            self._found[place] = _Found(now, today, value)
            self._found.move_to_end(place)
            while len(self._found) > self.most:
                self._found.popitem(last=False)
        return value
