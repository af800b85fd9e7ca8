"""What goes into half-days that a change leaves open, where their pattern allows several things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from scheduling.bridge.following import Place
from scheduling.engine.check import Verdict
from scheduling.models import Assignment, ScheduleVersion
from scheduling.services.recording import Delta
from scheduling.services.standing import standing_of


def filled(
    version: ScheduleVersion,
    choices: Mapping[Place, Sequence[Assignment]],
    delta: Delta,
    *,
    at: datetime,
) -> Iterator[Assignment]:
    """For each half-day, one after the other, what breaks least; of equals what comes first."""
    if not choices:
        return
    standing = standing_of(version, at=at)
    chosen = list(delta.came)
    for _, rows in sorted(choices.items()):
        verdicts = [standing.judge(add=[*chosen, row], remove=delta.gone) for row in rows]
        best = rows[min(range(len(rows)), key=lambda index: _harm(verdicts[index]))]
        chosen.append(best)
        yield best


def _harm(verdict: Verdict) -> tuple[int, int, int]:
    hard = [broken for broken in verdict.broken if broken.hard]
    return len(hard), sum(broken.excess for broken in hard), len(verdict.broken)
