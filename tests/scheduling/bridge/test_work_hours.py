"""Logged work, waivers and levels of supervision, as the engine is told of them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from scheduling.bridge.problems import block_parts, call_parts, version_parts, year_parts
from scheduling.engine.academic_year import Span
from scheduling.engine.check import check
from scheduling.engine.problem import Level, Roster, Supervised, Waiver, Work
from scheduling.engine.rules import Moonlighting, SupervisionLevel, WeeklyHours
from scheduling.engine.unworked import outside
from tests.factories.people import PersonFactory
from tests.factories.scheduling import (
    LoggedWorkFactory,
    RotationFactory,
    SupervisionLevelFactory,
    WaiverFactory,
)


def local(day: date, hour: int) -> datetime:
    """05:00 UTC is midnight in Chicago in summer."""
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC) + timedelta(hours=hour)


SATURDAY, MONDAY = date(2026, 7, 4), date(2026, 7, 6)


def logged(parts, person):
    return sorted(
        (duty.starts_at.astimezone(UTC), duty.ends_at.astimezone(UTC), duty.work)
        for who, duty_id in parts.fixed
        for duty in [parts.duties[duty_id]]
        if who == str(person.pk) and duty_id.startswith("W|")
    )


def log(small, day, starts, ends, **fields):
    values = {"person": small.residents[0], "program": small.program} | fields
    return LoggedWorkFactory(starts_at=local(day, starts), ends_at=local(day, ends), **values)


@pytest.mark.parametrize(
    ("kind", "work"),
    [
        ("moonlighting_internal", Work.MOONLIGHTING),
        ("moonlighting_external", Work.MOONLIGHTING),
        ("called_in", Work.CALLED_IN),
        ("from_home", Work.FROM_HOME),
        ("overtime", Work.CARE),
    ],
)
def test_logged_work_is_settled_at_its_real_times(small, source, kind, work):
    log(small, SATURDAY, 18, 24, kind=kind)

    found = logged(version_parts(source), small.residents[0])

    assert found == [(local(SATURDAY, 18), local(SATURDAY, 24), work)]


def test_withdrawn_work_and_that_of_others_years_and_people_is_left_out(small, source, coordinator):
    log(small, SATURDAY, 18, 24, withdrawn_at=local(SATURDAY, 30), withdrawn_by=coordinator)
    log(small, date(2026, 6, 1), 18, 24)
    log(small, SATURDAY, 18, 24, person=PersonFactory())

    assert [d for d in version_parts(source).duties if d.startswith("W|")] == []


@pytest.fixture
def coordinator(small):
    return small.user("coordinator")


def test_time_that_is_scheduled_work_counts_once(small, source, place):
    """Clinic is from 8 to 12, the office from 13 to 17."""
    place(0)
    log(small, MONDAY, 6, 20, kind="overtime")

    found = logged(version_parts(source), small.residents[0])

    hours = [(start - local(MONDAY, 0), end - local(MONDAY, 0)) for start, end, _ in found]
    assert [(a.seconds // 3600, b.seconds // 3600) for a, b in hours] == [
        (6, 8),
        (12, 13),
        (17, 20),
    ]


@pytest.mark.parametrize(
    ("busy", "left"),
    [
        ([], [(2, 8)]),
        ([(0, 2), (8, 9)], [(2, 8)]),
        ([(3, 4), (6, 7)], [(2, 3), (4, 6), (7, 8)]),
        ([(0, 3), (2, 4)], [(4, 8)]),
        ([(1, 9)], []),
        ([(5, 9)], [(2, 5)]),
    ],
)
def test_what_is_left_of_a_time(busy, left):
    def at(hour):
        return local(MONDAY, hour)

    found = outside((at(2), at(8)), [(at(a), at(b)) for a, b in busy])

    assert list(found) == [(at(a), at(b)) for a, b in left]


def test_a_block_and_a_call_solve_know_of_logged_work_near_them(small, source, place):
    place(0)
    log(small, SATURDAY, 18, 24)
    log(small, date(2027, 3, 6), 18, 24)
    days = Span(small.block(1).starts_on, small.block(1).ends_on)

    for parts in (block_parts(source, days), call_parts(source, days)):
        assert len(logged(parts, small.residents[0])) == 1


def test_a_pgy_1_who_moonlights_is_found_in_the_version(small, source, place):
    place(0)
    log(small, SATURDAY, 18, 24)
    problem = version_parts(source).problem()

    found = check(problem, Roster(problem.fixed), [Moonlighting()]).violations

    assert [broken.person for broken in found] == [str(small.residents[0].pk)]


# Waivers

TEN_DAYS = {"starts_on": date(2026, 7, 10), "ends_on": date(2026, 8, 9)}


def days(waiver: Waiver) -> tuple[str, date, date]:
    return waiver.person, waiver.first_day, waiver.last_day


def test_a_waiver_is_for_everybody_or_for_one(small, source):
    ada, bea = small.residents
    WaiverFactory(program=small.program, **TEN_DAYS)
    WaiverFactory(program=small.program, person=bea, **TEN_DAYS)
    WaiverFactory(program=small.program, person=PersonFactory(), **TEN_DAYS)
    WaiverFactory(person=ada, **TEN_DAYS)

    for parts in (
        year_parts(source, Span(source.first_day, source.last_day)),
        version_parts(source),
    ):
        assert sorted(map(days, parts.waivers)) == [
            ("", date(2026, 7, 10), date(2026, 8, 9)),
            (str(bea.pk), date(2026, 7, 10), date(2026, 8, 9)),
        ]


def test_a_waiver_for_a_rotation_holds_for_those_on_it_and_their_days(small, source, place):
    ada, bea = small.residents
    place(0, 1)
    place(1, 1, RotationFactory(program=small.program))
    place(1, 2)
    WaiverFactory(program=small.program, rotation=small.rotation, **TEN_DAYS)

    found = version_parts(source).waivers

    first, second = small.block(1), small.block(2)
    assert sorted(map(days, found)) == sorted(
        [
            (str(ada.pk), date(2026, 7, 10), first.ends_on),
            (str(bea.pk), second.starts_on, date(2026, 8, 9)),
        ]
    )
    assert {(w.rule, w.parameters["hours"]) for w in found} == {("weekly-hours", 88)}


@pytest.mark.parametrize(
    ("fields", "violations"),
    [({}, 0), ({"ends_on": date(2026, 7, 12)}, 1), ({"revoked": True}, 1), ({"others": True}, 1)],
    ids=["granted", "ended within the rotation", "revoked", "of somebody else"],
)
def test_84_hours_a_week_are_allowed_by_a_waiver_that_stands(
    small, source, place, coordinator, fields, violations
):
    """Four weeks of 40 hours in clinic and office, and 44 more a week of work that ran over."""
    place(0)
    block = small.block(1)
    _log_176_hours(small, block)
    ada, bea = small.residents
    values = {"person": bea if fields.pop("others", False) else ada}
    if fields.pop("revoked", False):
        values |= {"revoked_by": coordinator, "revoked_at": local(MONDAY, 0)}
    WaiverFactory(program=small.program, **values, **fields)
    problem = version_parts(source).problem()

    found = check(problem, Roster(problem.fixed), [WeeklyHours()]).violations

    assert len(found) == violations


def _log_176_hours(small, block):
    """Of Block 1, which may be longer than four weeks, as many hours as make 84 a week."""
    total = (block.ends_on - block.starts_on).days + 1
    free = [
        day
        for number in range(total)
        if (day := block.starts_on + timedelta(days=number)).isoweekday() > 5
    ]
    extra = round(84 * total / 7) - 8 * (total - len(free))
    each, rest = divmod(extra, len(free))
    for number, day in enumerate(free):
        log(small, day, 0, each + (number < rest), kind="overtime")


# Levels of supervision


def test_levels_follow_each_other_in_order(small, source):
    ada = small.residents[0]
    later = SupervisionLevelFactory(program=small.program, person=ada, activity=small.clinic)
    SupervisionLevelFactory(
        program=small.program,
        person=ada,
        level="direct",
        starts_on=date(2026, 7, 1),
        ends_on=date(2026, 9, 30),
    )
    SupervisionLevelFactory(program=small.program, person=PersonFactory())

    assert version_parts(source).levels == [
        Supervised(str(ada.pk), Level.DIRECT, "", date(2026, 7, 1), date(2026, 9, 30)),
        Supervised(str(ada.pk), Level.INDIRECT, "C", later.starts_on, None),
    ]


@pytest.mark.parametrize(("level", "found"), [("direct", True), ("indirect", False)])
def test_a_level_decides_whether_a_clinic_needs_somebody_there(small, source, place, level, found):
    place(0)
    small.clinic.supervision_needed = "by-level"
    small.clinic.save()
    for person in small.residents:
        SupervisionLevelFactory(
            program=small.program, person=person, level=level, starts_on=date(2026, 7, 1)
        )
    block = small.block(2)
    place(0, 2)
    problem = block_parts(source, Span(block.starts_on, block.ends_on)).problem()

    broken = check(problem, Roster(problem.fixed), [SupervisionLevel()]).violations

    assert bool(broken) == found
