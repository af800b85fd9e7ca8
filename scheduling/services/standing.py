"""Versions as they stand, kept ready to judge changes: read once, and anew when anything changed.

    standing = standing_of(version, at=at)
    verdict = standing.judge(add=[row], remove=[other])
    verdict.allowed     # it breaks nothing that must hold and held before
    verdict.broken      # what it breaks or makes worse: rule, person, days, message, hard or not
    verdict.mended      # what it puts right

Rows are `Assignment`s, saved or not. Permission is the caller's business.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock

from scheduling.bridge.fingerprint import fingerprint
from scheduling.bridge.rules import rules_of
from scheduling.bridge.source import Source
from scheduling.bridge.standing import VersionStanding
from scheduling.models import ScheduleVersion

KEPT = 4
"""Versions in each process. A year of 40 people takes about 100 MB."""


@dataclass(frozen=True, slots=True)
class _Kept:
    fingerprint: str
    today: date  # rules are set from one day to another
    standing: VersionStanding


_kept: OrderedDict[int, _Kept] = OrderedDict()
_lock = Lock()


def standing_of(version: ScheduleVersion, *, at: datetime) -> VersionStanding:
    """The version as the database has it now; one that was read before is used while it holds.

    Each process keeps its own and asks the database whether anything changed: assignments, people,
    absences, settings, rules. The first reading takes a second or two for 40 people.
    """
    now, today = fingerprint(version), version.schedule.program.today(at)
    with _lock:
        kept = _kept.get(version.pk)
        if kept is not None and (kept.fingerprint, kept.today) == (now, today):
            _kept.move_to_end(version.pk)
            return kept.standing
    standing = VersionStanding(Source(version), rules_of(version.schedule.program, today))
    with _lock:
        _kept[version.pk] = _Kept(now, today, standing)
        _kept.move_to_end(version.pk)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return standing
