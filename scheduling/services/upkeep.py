"""Answers those who plan how a year's schedule held up."""

from __future__ import annotations

from datetime import datetime

from people.models import User
from people.permissions import require
from scheduling.models import AcademicYear
from scheduling.queries.upkeep import Upkeep, upkeep


def find_upkeep(year: AcademicYear, *, by: User, at: datetime) -> Upkeep:
    """What was changed by hand after solves and after publication, and who has seen it."""
    require(by, "view_draft", year.program, at=at)
    return upkeep(year, at=at)
