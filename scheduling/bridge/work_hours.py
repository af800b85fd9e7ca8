"""Work beside the schedule, exceptions from rules, and levels of supervision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime

from people.wording import said
from scheduling.bridge.duties import ONE_DAY, midnight
from scheduling.bridge.parts import Parts
from scheduling.bridge.source import Source
from scheduling.bridge.timeline import Timeline
from scheduling.engine.academic_year import Span
from scheduling.engine.facts import IN_HOUSE
from scheduling.engine.problem import Duty, Kind, Level, Supervised, Waiver, Work
from scheduling.engine.unworked import Times, in_utc, outside
from scheduling.models import LoggedWork
from scheduling.models import Waiver as WaiverRow

WORK_OF_LOGGED = {
    LoggedWork.Kind.MOONLIGHTING_INTERNAL: Work.MOONLIGHTING,
    LoggedWork.Kind.MOONLIGHTING_EXTERNAL: Work.MOONLIGHTING,
    LoggedWork.Kind.CALLED_IN: Work.CALLED_IN,
    LoggedWork.Kind.FROM_HOME: Work.FROM_HOME,
    LoggedWork.Kind.STAYED: Work.STAYED,
    LoggedWork.Kind.OVERTIME: Work.CARE,
}


def add_logged_work(parts: Parts, source: Source, days: Span) -> None:
    """What was logged on these days, and what was not worked. Call it last: time that is settled as
    work counts once.
    """
    parts.unworked = _unworked(source)
    first, beyond = (
        midnight(days.starts_on, source.zone),
        midnight(days.ends_on + ONE_DAY, source.zone),
    )
    busy = _busy(parts)
    for row in source.logged_work:
        if row.is_work and row.starts_at < beyond and row.ends_at > first:
            for number, times in enumerate(outside(_times(row), busy[str(row.person_id)])):
                duty = _duty(row, number, times, source)
                parts.fixed.add((str(row.person_id), parts.add(duty, None)))


def _duty(row: LoggedWork, number: int, times: Times, source: Source) -> Duty:
    starts_at, ends_at = (moment.astimezone(source.zone) for moment in times)
    return Duty(
        id=f"W|{row.pk}|{number}",
        code=row.kind,
        kind=Kind.LOGGED,
        starts_at=starts_at,
        ends_at=ends_at,
        label=said(
            "{kind} on {starts_at:%a %d %b %Y}",
            kind=said(row.get_kind_display().lower()),
            starts_at=starts_at,
        ),
        work=WORK_OF_LOGGED[LoggedWork.Kind(row.kind)],
    )


def _busy(parts: Parts) -> dict[str, list[Times]]:
    """Settled work in house of each person."""
    found: dict[str, list[Times]] = defaultdict(list)
    for person, duty_id in parts.fixed:
        duty = parts.duties[duty_id]
        if duty.work in IN_HOUSE:
            found[person].append(in_utc(duty))
    return found


def _unworked(source: Source) -> dict[str, list[Times]]:
    found: dict[str, list[Times]] = defaultdict(list)
    for row in source.logged_work:
        if not row.is_work:
            found[str(row.person_id)].append(_times(row))
    return dict(found)


def _times(row: LoggedWork) -> Times:
    return row.starts_at.astimezone(UTC), row.ends_at.astimezone(UTC)


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


def add_waivers(parts: Parts, source: Source, timeline: Timeline | None = None) -> None:
    """Exceptions that stand; one for a rotation holds for whoever is on it, on those days."""
    for row in source.waivers:
        if row.rotation_id is None:
            person = str(row.person_id) if row.person_id else ""
            if not person or row.person_id in source.people:
                parts.waivers.append(_waiver(row, Span(row.starts_on, row.ends_on), person))
        elif timeline is not None:
            parts.waivers += _on_rotation(row, source, timeline)


def _on_rotation(row: WaiverRow, source: Source, timeline: Timeline) -> Iterator[Waiver]:
    for enrolment in source.residents:
        if row.person_id in (None, enrolment.person_id):
            for segment in timeline.segments.get(enrolment.person_id, []):
                first = max(segment.days.starts_on, row.starts_on)
                last = min(segment.days.ends_on, row.ends_on)
                if segment.rotation.pk == row.rotation_id and first <= last:
                    yield _waiver(row, Span(first, last), str(enrolment.person_id))


def _waiver(row: WaiverRow, days: Span, person: str) -> Waiver:
    return Waiver(
        row.code,
        days.starts_on,
        days.ends_on,
        person,
        row.parameters,
        f"approved by {row.approved_by}",
    )


def add_levels(parts: Parts, source: Source) -> None:
    """Levels of supervision, the later after the earlier, which it replaces."""
    for row in source.supervision_levels:
        if row.person_id in source.people:
            code = source.activities[row.activity_id].code if row.activity_id else ""
            level = Level(row.level)
            parts.levels.append(
                Supervised(str(row.person_id), level, code, row.starts_on, row.ends_on)
            )
