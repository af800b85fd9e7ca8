"""Versions as they stand, kept ready to judge changes: read once, and anew when anything changed.

    standing = standing_of(version, at=at)
    verdict = standing.judge(add=[row], remove=[other])
    verdict.allowed     # it breaks nothing that must hold and held before
    verdict.broken      # what it breaks or makes worse: rule, person, days, message, hard or not
    verdict.mended      # what it puts right

Rows are `Assignment`s, saved or not. Permission is the caller's business.
"""

from __future__ import annotations

from datetime import datetime

from scheduling.bridge.rules import rules_of_year
from scheduling.bridge.source import Source
from scheduling.bridge.standing import VersionStanding
from scheduling.models import ScheduleVersion
from scheduling.services.kept import Kept

MOST = 4
"""Versions in each process. A year of 40 people takes about 100 MB."""

_kept: Kept[VersionStanding] = Kept(MOST)


def standing_of(version: ScheduleVersion, *, at: datetime) -> VersionStanding:
    """The version as the database has it now; one that was read before is used while it holds.

    The first reading takes about a second for 40 people.
    """

    def read() -> VersionStanding:
        year = version.schedule.academic_year
        rules = rules_of_year(year, year.program.today(at))
        return VersionStanding(Source(version), rules)

    return _kept.of(version, read, at=at)
