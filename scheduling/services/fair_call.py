"""How call is shared out in a version, kept ready while nothing changes that it rests on."""

from __future__ import annotations

from datetime import datetime

from scheduling.models import ScheduleVersion
from scheduling.queries.call_equity import SharedCall, shared_call
from scheduling.services.kept import Kept

MOST = 16

_kept: Kept[tuple[SharedCall, ...]] = Kept(MOST)


def fair_call(version: ScheduleVersion, *, at: datetime) -> tuple[SharedCall, ...]:
    """Counts beside fair shares. One query when it was asked for before; permission is the caller's."""
    return _kept.of(version, lambda: shared_call(version), at=at)
