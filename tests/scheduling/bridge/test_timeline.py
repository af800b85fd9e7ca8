"""Rotations day by day, and what their weeks say."""

from datetime import date, timedelta

import pytest

from scheduling.bridge.source import Source
from scheduling.bridge.timeline import Patterns, Segment, Timeline, components
from scheduling.engine.academic_year import Block, Span
from tests.factories.people import EnrolmentFactory
from tests.factories.scheduling import (
    YEAR,
    ActivityFactory,
    PatternCellFactory,
    RotationFactory,
    ScheduleVersionFactory,
)
from tests.scheduling.small_program import small_program

MONDAY = date(2026, 7, 6)


@pytest.fixture
def compound(small):
    """Two weeks of nights, then two weeks of cardiology."""
    nights, heart = (
        RotationFactory(program=small.program, code=code, length="half", pgys=[1])
        for code in ("NF", "CARD")
    )
    return RotationFactory(
        program=small.program, code="NF+CARD", pgys=[1], first_half=nights, second_half=heart
    )


def spans(segments: list[Segment]) -> list[tuple[str, date, date]]:
    return [(s.rotation.code, s.days.starts_on, s.days.ends_on) for s in segments]


def test_rotation_of_a_block_is_one_segment(small, source, place):
    place(0, 2)
    ada = small.residents[0]

    segments = Timeline(source).segments[ada.pk]

    assert spans(segments) == [("FM", date(2026, 7, 29), date(2026, 8, 25))]
    assert segments[0].label == "FM, block 2"


def test_compound_rotation_is_two_segments(small, source, place, compound):
    place(0, 1, compound)

    segments = Timeline(source).segments[small.residents[0].pk]

    assert spans(segments) == [
        ("NF", date(2026, 7, 1), date(2026, 7, 14)),
        ("CARD", date(2026, 7, 15), date(2026, 7, 28)),
    ]


def test_compound_rotation_in_a_block_of_one_half_is_its_first_part(db):
    weekly = small_program(block_calendar="weeks")
    source = Source(ScheduleVersionFactory(schedule__academic_year=weekly.year))
    nights, heart = (
        RotationFactory(program=weekly.program, code=code, length="half") for code in "NH"
    )
    both = RotationFactory(program=weekly.program, first_half=nights, second_half=heart)
    week = source.periods[3]

    parts = components(source, both, Span(week.starts_on, week.ends_on))

    assert [(p.code, days) for p, days in parts] == [("N", Span(week.starts_on, week.ends_on))]


def test_segment_of_a_day_is_the_one_that_holds_it(small, source, place, compound):
    place(0, 1, compound)
    place(0, 3)
    timeline, ada = Timeline(source), small.residents[0].pk

    def code_on(day: date) -> str | None:
        segment = timeline.on(ada, day)
        return segment and segment.rotation.code

    days = (
        date(2026, 7, 1),
        date(2026, 7, 14),
        date(2026, 7, 15),
        date(2026, 7, 28),
        date(2026, 7, 29),
        date(2026, 8, 26),
        date(2026, 9, 23),
    )
    assert [code_on(day) for day in days] == ["NF", "NF", "CARD", "CARD", None, "FM", None]


def test_day_without_a_rotation_has_no_segment(small, source):
    assert Timeline(source).on(small.residents[0].pk, MONDAY) is None


def test_faculty_follow_the_week_of_their_role_all_year(small, source):
    week = RotationFactory(
        program=small.program, code="CORE", kind="faculty", pgys=[], faculty_roles=["core"]
    )
    core = EnrolmentFactory(program=small.program, academic_year=YEAR, faculty=True)
    adjunct = EnrolmentFactory(
        program=small.program, academic_year=YEAR, faculty=True, faculty_role="adjunct"
    )
    timeline = Timeline(source)

    assert timeline.segments[core.person_id] == [
        Segment(week, Span(date(2026, 7, 1), date(2027, 6, 30)), week.name)
    ]
    assert timeline.on(adjunct.person_id, MONDAY) is None


@pytest.fixture
def weeks(small):
    """Each weekly cell of Monday morning names an activity of its own."""
    rotation = RotationFactory(program=small.program, code="ICU", pgys=[1, 2])
    for code, week, pgy in (
        ("ALL", None, None),
        ("WEEK", 2, None),
        ("PGY", None, 2),
        ("BOTH", 2, 2),
    ):
        activity = ActivityFactory(program=small.program, code=code)
        PatternCellFactory(rotation=rotation, week=week, pgy=pgy, activity=activity)
    return rotation


@pytest.mark.parametrize(
    ("pgy", "week", "code"),
    [
        (1, 1, "ALL"),
        (1, 2, "WEEK"),
        (2, 1, "PGY"),
        (2, 2, "BOTH"),
        (None, 1, "ALL"),
        (None, 2, "WEEK"),
    ],
)
def test_cells_of_the_week_and_level_go_before_those_of_all(source, weeks, pgy, week, code):
    day = MONDAY + timedelta(weeks=week - 1)

    found = Patterns(source).allowed(weeks, pgy, day, "AM", source.period_of(day))

    assert [activity.code for activity in found] == [code]


def test_cell_of_the_week_goes_before_that_of_the_level(small, source):
    rotation = RotationFactory(program=small.program)
    for code, week, pgy in (("WEEK", 2, None), ("PGY", None, 2)):
        activity = ActivityFactory(program=small.program, code=code)
        PatternCellFactory(rotation=rotation, week=week, pgy=pgy, activity=activity)
    day = MONDAY + timedelta(weeks=1)

    found = Patterns(source).allowed(rotation, 2, day, "AM", source.period_of(day))

    assert [activity.code for activity in found] == ["WEEK"]


def test_pattern_that_is_silent_allows_nothing(source, weeks):
    block = source.period_of(MONDAY)

    assert Patterns(source).allowed(weeks, 1, MONDAY, "PM", block) == []
    assert Patterns(source).allowed(weeks, 1, MONDAY + timedelta(days=1), "AM", block) == []


def test_several_cells_are_a_choice(small, source):
    rotation = RotationFactory(program=small.program)
    for activity in (small.clinic, small.office):
        PatternCellFactory(rotation=rotation, activity=activity)

    found = Patterns(source).allowed(rotation, 1, MONDAY, "AM", source.period_of(MONDAY))

    assert found == [small.clinic, small.office]


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 7, 1), "FIRST"),  # block 0, a Wednesday, goes with week 1
        (date(2026, 7, 8), "FIRST"),  # the last day of the week from Thursday 2 July
        (date(2026, 7, 15), "SECOND"),
        (date(2026, 7, 29), "FOURTH"),
    ],
)
def test_block_0_is_of_the_first_week(db, day, code):
    source, rotation = thursday_program()

    found = Patterns(source).allowed(rotation, 1, day, "AM", source.period_of(day))

    assert [activity.code for activity in found] == [code]


def test_days_beyond_the_28th_are_of_the_fourth_week(db):
    source, rotation = thursday_program()
    long = Block(date(2026, 7, 2), date(2026, 7, 31), 1)

    found = Patterns(source).allowed(rotation, 1, date(2026, 7, 31), "PM", long)

    assert [activity.code for activity in found] == ["FOURTH"]


def thursday_program():
    """A rotation that names an activity for Wednesday mornings, Friday afternoons, week by week."""
    program = small_program(block_calendar="thursday_blocks")
    source = Source(ScheduleVersionFactory(schedule__academic_year=program.year))
    rotation = RotationFactory(program=program.program, code="WK")
    for week, code in ((1, "FIRST"), (2, "SECOND"), (4, "FOURTH")):
        activity = ActivityFactory(program=program.program, code=code)
        for weekday, slot in ((3, "AM"), (5, "PM")):
            PatternCellFactory(
                rotation=rotation, week=week, weekday=weekday, slot=slot, activity=activity
            )
    return source, rotation
