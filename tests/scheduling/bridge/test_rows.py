"""An answer of the engine as assignments. Only what is written to a version needs the database."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from scheduling.bridge.duties import call_duty, half_day_duty, leave_duty, rotation_duty
from scheduling.bridge.parts import Parts
from scheduling.bridge.problems import block_parts, call_parts, year_parts
from scheduling.bridge.rows import rows_of
from scheduling.bridge.source import Source
from scheduling.engine.academic_year import Span
from scheduling.engine.problem import Kind, Roster
from scheduling.models import Activity, Assignment, CallType, Rotation, ScheduleVersion

ZONE = ZoneInfo("America/Chicago")
MONDAY, TUESDAY = date(2026, 7, 6), date(2026, 7, 7)
WEEK = Span(MONDAY, date(2026, 7, 12))
BLOCK = Span(date(2026, 7, 1), date(2026, 7, 28))
CLINIC = Activity(
    code="C",
    kind="clinic",
    am_starts=time(8),
    am_ends=time(12),
    pm_starts=time(18),
    pm_ends=time(6),
)
FM = Rotation(code="FM", kind="outpatient", pgys=[1])
CALL = CallType(
    code="RC",
    kind="in-house",
    staff="resident",
    weekday_starts=time(17),
    weekday_ends=time(7),
    weekend_starts=time(7),
    weekend_ends=time(7),
)


def every_kind(person: str = "7") -> tuple[Parts, Roster]:
    parts = Parts(ZONE.key)
    ids = [
        parts.add(rotation_duty(FM, WEEK, ZONE), FM),
        parts.add(leave_duty(WEEK, ZONE), None),
        parts.add(half_day_duty(CLINIC, MONDAY, "PM", ZONE), CLINIC),
        parts.add(half_day_duty(CLINIC, TUESDAY, "AM", ZONE, planned=False), CLINIC),
        parts.add(call_duty(CALL, MONDAY, ZONE, free_day=False), CALL),
    ]
    return parts, Roster.of((person, duty) for duty in ids)


def rows(*kinds: Kind, within: Span = WEEK, patterned: str = "") -> list[Assignment]:
    parts, roster = every_kind()
    parts.patterned = {("7", patterned)}
    return rows_of(parts, roster, ScheduleVersion(pk=1), kinds or Kind, within)


def test_row_of_each_kind_names_what_it_is_of():
    assert [(r.kind, r.slot, r.rotation, r.activity, r.call_type) for r in rows()] == [
        ("call", "", None, None, CALL),
        ("half-day", "PM", None, CLINIC, None),
        ("leave", "", None, None, None),
        ("rotation", "", FM, None, None),
    ]


def test_row_is_of_the_version_and_the_person():
    assert {(row.version_id, row.person_id) for row in rows()} == {(1, 7)}


def test_days_of_a_row_are_those_of_the_program():
    """A night counts to the day on which it starts."""
    assert [(row.kind, row.starts_on, row.ends_on) for row in rows()] == [
        ("call", MONDAY, MONDAY),
        ("half-day", MONDAY, MONDAY),
        ("leave", MONDAY, WEEK.ends_on),
        ("rotation", MONDAY, WEEK.ends_on),
    ]


def test_times_of_a_row_are_those_of_the_duty():
    (row,) = rows(Kind.CALL)

    assert row.starts_at == datetime(2026, 7, 6, 17, tzinfo=ZONE)
    assert row.ends_at == datetime(2026, 7, 7, 7, tzinfo=ZONE)


def test_only_kinds_asked_for_within_the_days_become_rows():
    assert [row.kind for row in rows(Kind.ROTATION, Kind.LEAVE)] == ["leave", "rotation"]
    assert rows(within=Span(TUESDAY, WEEK.ends_on)) == []


def test_source_is_the_pattern_or_the_solver():
    found = rows(Kind.HALF_DAY, Kind.CALL, patterned="H|2026-07-06|PM|C")

    assert [(row.kind, row.source) for row in found] == [
        ("call", Assignment.Source.SOLVER),
        ("half-day", Assignment.Source.PATTERN),
    ]


def test_what_is_only_expected_is_not_written():
    assert [row.starts_on for row in rows(Kind.HALF_DAY)] == [MONDAY]


def key(row: Assignment) -> tuple[object, ...]:
    """What makes a row the same for whoever writes it."""
    return (row.person_id, row.kind, row.starts_on, row.slot)


def values(row: Assignment) -> tuple[object, ...]:
    of = (row.rotation_id, row.activity_id, row.call_type_id, row.source)
    return (*key(row), row.ends_on, row.starts_at, row.ends_at, *of)


def test_version_is_written_as_it_was_read(sound):
    """Half-days and calls of block 1, and the rotations of the year: row for row."""
    for build, kind, within in (
        (block_parts, Kind.HALF_DAY, BLOCK),
        (call_parts, Kind.CALL, BLOCK),
        (year_parts, Kind.ROTATION, Span(date(2026, 7, 1), date(2027, 6, 30))),
        (year_parts, Kind.LEAVE, Span(date(2026, 7, 1), date(2027, 6, 30))),
    ):
        source = Source(sound)
        parts = build(source, within)
        stored = [r for r in sound.assignments.filter(kind=kind) if within.holds(r.starts_on)]
        assert stored

        written = rows_of(parts, roster_of(parts, stored), sound, [kind], within)

        assert sorted(map(values, written)) == sorted(map(values, stored))


def roster_of(parts: Parts, stored: list[Assignment]) -> Roster:
    """The pairs of these rows among those of the question."""
    wanted = {
        (str(r.person_id), r.starts_at, r.rotation_id or r.activity_id or r.call_type_id)
        for r in stored
    }

    def is_stored(person: str, duty: str) -> bool:
        origin = parts.origins[duty]
        what = (person, parts.duties[duty].starts_at, origin and origin.pk)
        return what in wanted and not duty.startswith("E|")

    return Roster.of(pair for pair in parts.candidates | parts.fixed if is_stored(*pair))


def test_locked_row_is_written_once_so_that_it_can_be_kept(small, sound):
    """What is locked is fixed: no second activity, and no second row, for its half-day."""
    ada = small.residents[0]
    locked = sound.assignments.get(person=ada, starts_on=date(2026, 7, 8), slot="PM")
    Assignment.objects.filter(pk=locked.pk).update(locked=True, lock_reason="Own patients")
    parts = block_parts(Source(sound), BLOCK)
    everything = Roster.of(parts.candidates | parts.fixed)

    written = rows_of(parts, everything, sound, [Kind.HALF_DAY], BLOCK)

    assert [key(row) for row in written].count(key(locked)) == 1
