"""Scheduled work that was not done: what is left of somebody's duties beside the times they say.

Only how hours stand to the rules is read so. A schedule is checked as it was planned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from scheduling.bridge.parts import Parts
from scheduling.bridge.source import Source
from scheduling.bridge.work_hours import Times, in_utc, outside
from scheduling.engine.facts import IN_HOUSE
from scheduling.engine.problem import Duty, Kind


def take_off_unworked(parts: Parts, source: Source) -> None:
    """Cut or take away what is settled. Other entries never lie in these times."""
    off = _unworked(source)
    for person, duty_id in sorted(parts.fixed):
        duty = parts.duties[duty_id]
        if person in off and duty.work in IN_HOUSE:
            left = list(outside(in_utc(duty), off[person]))
            if left != [in_utc(duty)]:
                parts.fixed.remove((person, duty_id))
                for piece in _pieces(duty, person, left):
                    parts.fixed.add((person, parts.add(piece, parts.origins[duty_id])))


def works_between(parts: Parts, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether anybody of these parts is scheduled to work in house then."""
    settled = (parts.duties[duty] for _, duty in parts.fixed)
    return any(
        duty.kind != Kind.LOGGED
        and duty.work in IN_HOUSE
        and duty.starts_at < ends_at
        and duty.ends_at > starts_at
        for duty in settled
    )


def _unworked(source: Source) -> dict[str, list[Times]]:
    found: dict[str, list[Times]] = defaultdict(list)
    for row in source.logged_work:
        if not row.is_work:
            found[str(row.person_id)].append(in_utc(row))
    return found


def _pieces(duty: Duty, person: str, left: list[Times]) -> Iterator[Duty]:
    """The first piece stands for the duty, so that a call in two pieces is one call."""
    for number, times in enumerate(left):
        starts_at, ends_at = (moment.astimezone(duty.starts_at.tzinfo) for moment in times)
        to_its_end = times[1] == duty.ends_at.astimezone(UTC)
        length = round((times[1] - times[0]).total_seconds() / 60)
        yield replace(
            duty,
            id=f"{duty.id}|{person}|{number}",
            kind=Kind.LOGGED if number else duty.kind,
            cell="" if number else duty.cell,
            starts_at=starts_at,
            ends_at=ends_at,
            handover=min(duty.handover, length - 1) if to_its_end else 0,
        )
