"""The rotations and weeks of leave of a year, as a question for the engine."""

from datetime import date, timedelta

import pytest

from scheduling.bridge.duties import leave_duty
from scheduling.bridge.leave_wishes import wish_price
from scheduling.bridge.parts import Parts
from scheduling.bridge.people import add_away
from scheduling.bridge.places import BLOCK, HALF
from scheduling.bridge.source import Source
from scheduling.bridge.year import YearPart
from scheduling.engine.academic_year import Span
from scheduling.engine.problem import Demand, Gap, Precedence, Preference
from tests.factories.people import AbsenceFactory, EnrolmentFactory
from tests.factories.scheduling import (
    YEAR,
    CurriculumItemFactory,
    LeaveAssignmentFactory,
    RequestFactory,
    RotationDemandFactory,
    RotationFactory,
)

WHOLE = Span(date(2026, 7, 1), date(2027, 6, 30))
BLOCK_1 = Span(date(2026, 7, 1), date(2026, 7, 28))
BLOCK_2 = Span(date(2026, 7, 29), date(2026, 8, 25))
AUGUST = date(2026, 8, 3)


def part_of(source: Source) -> YearPart:
    return YearPart(Parts("America/Chicago"), source)


@pytest.fixture
def ada(small):
    return small.residents[0]


@pytest.fixture
def half(small):
    """A rotation of two weeks in the curriculum of PGY-1."""
    rotation = RotationFactory(program=small.program, code="NF", length="half", pgys=[1])
    CurriculumItemFactory(rotation=rotation, minimum_halves=1, maximum_halves=4)
    return rotation


@pytest.fixture
def compound(small, half):
    heart = RotationFactory(program=small.program, code="CARD", length="half", pgys=[1])
    return RotationFactory(
        program=small.program,
        code="NF+CARD",
        pgys=[1],
        first_half=half,
        second_half=heart,
        call_eligible=True,
    )


def quotas(part: YearPart, rule: str, person: object) -> dict[str, tuple[int | None, int | None]]:
    mine = str(person.pk)
    return {
        quota.label: (quota.low, quota.high)
        for quota in part.parts.quotas
        if (quota.rule, quota.person) == (rule, mine)
    }


# Who may do what


def test_candidates_are_of_the_curriculum_and_inside_the_days(small, source, half):
    RotationFactory(program=small.program, code="OTHER", pgys=[1])
    part = part_of(source)

    part.add_candidates(Span(BLOCK_1.starts_on, BLOCK_2.ends_on - timedelta(days=1)))

    duties = ["R|FM|2026-07-01", "R|NF|2026-07-01", "R|NF|2026-07-15", "R|NF|2026-07-29"]
    assert part.parts.candidates == {(str(p.pk), d) for p in small.residents for d in duties}


def test_nothing_is_asked_of_visitors(small, source):
    visitor = EnrolmentFactory(
        program=small.program, academic_year=YEAR, visiting_from="Harbor Surgery",
        starts_on=date(2026, 7, 1), ends_on=date(2026, 8, 25),
    ).person  # fmt: skip
    part = part_of(source)

    part.add_candidates(WHOLE)
    part.add_curriculum()
    part.add_leave(WHOLE)

    assert not [pair for pair in part.parts.candidates if pair[0] == str(visitor.pk)]
    asked = {quota.rule for quota in part.parts.quotas if quota.person == str(visitor.pk)}
    assert asked <= {"rotation-quota"}
    assert quotas(part, "placement", small.residents[0])


def test_curriculum_is_of_the_level_and_track(small, source):
    sports = RotationFactory(program=small.program, code="SPORTS")
    CurriculumItemFactory(rotation=sports, pgy=2, track="sports")
    CurriculumItemFactory(rotation=small.rotation, pgy=2)
    plain, athletic = (
        EnrolmentFactory(program=small.program, academic_year=YEAR, pgy=2, track=track)
        for track in ("", "sports")
    )
    part = part_of(source)

    def codes(enrolment) -> set[str]:
        return {item.rotation.code for item in part.items_of(enrolment)}

    assert (codes(plain), codes(athletic)) == ({"FM"}, {"FM", "SPORTS"})


def test_week_of_the_faculty_is_no_rotation(small, source):
    RotationFactory(
        program=small.program, code="CORE", kind="faculty", pgys=[], faculty_roles=["core"]
    )

    assert {place.rotation.code for place in part_of(source).places} == {"FM"}


def test_nobody_is_given_a_rotation_outside_the_enrolment(small, source):
    """Somebody who has left would cover a service that nobody covers."""
    leaver = EnrolmentFactory(
        program=small.program,
        academic_year=YEAR,
        starts_on=date(2026, 8, 10),
        ends_on=date(2026, 9, 22),
    )
    part = part_of(source)

    part.add_candidates(WHOLE)

    who = str(leaver.person_id)
    assert {duty for person, duty in part.parts.candidates if person == who} == {
        "R|FM|2026-07-29",
        "R|FM|2026-08-26",
    }


# What is asked


def test_everybody_is_placed_in_every_half_of_the_enrolment(small, ada, source):
    new = EnrolmentFactory(
        program=small.program,
        academic_year=YEAR,
        starts_on=date(2027, 5, 5),
        ends_on=date(2027, 6, 16),
    )
    part = part_of(source)

    part.add_curriculum()

    assert len(quotas(part, "placement", ada)) == 26
    assert quotas(part, "placement", new.person) == {
        "half 1 of block 12": (1, 1),
        "half 2 of block 12": (1, 1),
        "half 1 of block 13": (1, 1),
    }


def test_placement_counts_every_rotation_that_covers_the_half(source, compound):
    part = part_of(source)

    part.add_curriculum()

    placed = [q.weights for q in part.parts.quotas if q.label == "half 2 of block 1"]
    assert set(placed[0]) == {
        "R|CARD|2026-07-15",
        "R|FM|2026-07-01",
        "R|NF|2026-07-15",
        "R|NF+CARD|2026-07-01",
    }


def test_curriculum_counts_blocks_halves_and_components(small, ada, source, half, compound):
    part = part_of(source)

    part.add_curriculum()

    assert quotas(part, "rotation-quota", ada) == {"FM": (0, 26), "NF": (1, 4)}
    weights = next(q.weights for q in part.parts.quotas if q.label == "NF")
    assert weights == dict.fromkeys(
        [place.duty for place in part.places if place.rotation in (half, compound)], HALF
    )
    assert set(next(q.weights for q in part.parts.quotas if q.label == "FM").values()) == {BLOCK}


@pytest.mark.parametrize(
    ("first", "last", "label", "open_blocks"),
    [
        (12, None, "NF outside blocks 12 to the last", {12, 13}),
        (None, 2, "NF outside blocks 1 to 2", {1, 2}),
        (3, 4, "NF outside blocks 3 to 4", {3, 4}),
    ],
)
@pytest.mark.parametrize("where", ["rotation", "item"])
def test_window_closes_all_blocks_outside_it(
    small, ada, source, half, where, first, last, label, open_blocks
):
    row = half if where == "rotation" else half.curriculum.get()
    row.first_block, row.last_block = first, last
    row.save()
    part = part_of(source)

    part.add_curriculum()

    closed = next(q for q in part.parts.quotas if q.label == label)
    assert (closed.rule, closed.low, closed.high) == ("rotation-quota", None, 0)
    numbers = {p.number for p in part.places if p.rotation == half and p.duty not in closed.weights}
    assert numbers == open_blocks


def test_gap_is_in_days_of_half_blocks(small, ada, source, half):
    half.curriculum.update(gap_halves=3)
    part = part_of(source)

    part.add_curriculum()

    duties = tuple(place.duty for place in part.places if place.rotation == half)
    label = "NF twice with less than 1.5 blocks between"
    assert part.parts.gaps == [Gap(str(p.pk), duties, 42, label) for p in small.residents]


def test_prerequisite_comes_first_alone_or_as_a_component(small, source, half, compound):
    small.rotation.curriculum.update(after=half)
    part = part_of(source)

    part.add_curriculum()

    first = tuple(p.duty for p in part.places if p.rotation in (half, compound))
    then = tuple(p.duty for p in part.places if p.rotation == small.rotation)
    assert part.parts.precedences == [
        Precedence(str(p.pk), first, then, "FM before any NF") for p in small.residents
    ]


def test_demand_is_of_each_half_and_level(small, source, half, compound):
    RotationDemandFactory(rotation=half, minimum=1, maximum=2)
    RotationDemandFactory(rotation=half, pgy=2, minimum=0, maximum=1)
    part = part_of(source)

    part.add_demands(BLOCK_1)

    pgy_2 = frozenset({"PGY-2"})
    first, second = ("R|NF|2026-07-01", "R|NF+CARD|2026-07-01"), ("R|NF|2026-07-15",)
    assert part.parts.demands == [
        Demand(first, 1, 2, frozenset(), "NF in block 1, half 1"),
        Demand(first, 0, 1, pgy_2, "NF PGY-2 in block 1, half 1"),
        Demand(second, 1, 2, frozenset(), "NF in block 1, half 2"),
        Demand(second, 0, 1, pgy_2, "NF PGY-2 in block 1, half 2"),
    ]


def test_demand_outside_the_days_is_left_out(small, source, half):
    RotationDemandFactory(rotation=half)
    part = part_of(source)

    part.add_demands(Span(date(2026, 7, 1), date(2026, 7, 27)))

    assert [d.label for d in part.parts.demands] == ["NF in block 1, half 1"]


def test_pool_keeps_people_on_rotations_that_allow_call(small, source, half, call_type):
    half.call_eligible = True
    half.save()
    call_type.pool_minimum = 2
    call_type.save()
    part = part_of(source)

    part.add_demands(BLOCK_1)

    who = frozenset({"call RC"})
    assert part.parts.demands == [
        Demand((f"R|NF|{day}",), 2, None, who, f"People free for RC in block 1, half {number}")
        for number, day in ((1, "2026-07-01"), (2, "2026-07-15"))
    ]


# Leave and wishes


def ask(small, person, starts_on: date, rank: int = 1) -> str:
    """Ask for a week of leave; returns the duty that it would be."""
    days = Span(starts_on, starts_on + timedelta(days=6))
    RequestFactory(
        program=small.program,
        person=person,
        starts_on=days.starts_on,
        ends_on=days.ends_on,
        rank=rank,
    )
    return leave_duty(days, small.program.zone).id


def test_weeks_that_were_asked_for_may_be_given(small, ada, source):
    first, second = ask(small, ada, AUGUST), ask(small, ada, date(2026, 10, 5), rank=2)
    part = part_of(source)

    part.add_leave(WHOLE)

    assert part.parts.candidates == {(str(ada.pk), first), (str(ada.pk), second)}
    assert part.parts.preferences == [
        Preference(str(ada.pk), (second,), 1, label="leave, choice 2, from 05 Oct 2026")
    ]
    assert quotas(part, "leave-share", ada) == {"weeks of leave in the year": (2, 4)}


def test_weeks_outside_the_days_are_not_given(small, ada, source):
    ask(small, ada, AUGUST)
    part = part_of(source)

    part.add_leave(BLOCK_1)

    assert part.parts.candidates == set()


def test_week_that_is_an_absence_is_not_given_again(small, ada, source):
    ask(small, ada, AUGUST)
    october = ask(small, ada, date(2026, 10, 5))
    AbsenceFactory(
        program=small.program, person=ada, approved=True, starts_on=AUGUST, ends_on=AUGUST
    )
    part = part_of(source)

    part.add_leave(WHOLE)

    assert part.parts.candidates == {(str(ada.pk), october)}


@pytest.mark.parametrize(
    ("kind", "days", "due"),
    [("vacation", 3, 3), ("vacation", 2, 4), ("vacation", 14, 2), ("sick", 14, 4)],
)
def test_vacation_takes_the_weeks_of_which_it_has_three_days(small, ada, source, kind, days, due):
    AbsenceFactory(
        program=small.program,
        person=ada,
        approved=True,
        kind=kind,
        starts_on=AUGUST,
        ends_on=AUGUST + timedelta(days=days - 1),
    )
    part = part_of(source)

    part.add_leave(WHOLE)

    assert quotas(part, "leave-share", ada) == {"weeks of leave in the year": (0, due)}


def test_locked_week_counts_and_is_not_given_again(small, ada, draft, source):
    ask(small, ada, AUGUST)
    october = ask(small, ada, date(2026, 10, 5))
    LeaveAssignmentFactory(
        version=draft, person=ada, starts_on=AUGUST, locked=True, lock_reason="Wedding"
    )
    part = part_of(source)

    part.add_leave(WHOLE)

    assert part.parts.candidates == {(str(ada.pk), october)}
    assert quotas(part, "leave-share", ada) == {"weeks of leave in the year": (1, 3)}


def test_one_week_of_leave_in_a_block_is_all_that_is_given_there(small, ada, source):
    """Nobody is owed two weeks of one block, so who asks for nothing else is due one."""
    for week in (AUGUST, date(2026, 8, 10)):
        ask(small, ada, week)
    part = part_of(source)

    part.add_leave(WHOLE)

    assert quotas(part, "leave-share", ada) == {
        "weeks of leave in the year": (1, 4),
        "weeks of leave in block 2": (None, 1),
    }


def test_no_more_weeks_are_given_than_the_program_grants(small, ada, source):
    small.program.leave_weeks_per_year = 1
    small.program.save()
    for week in (AUGUST, date(2026, 10, 5)):
        ask(small, ada, week)
    source.program.refresh_from_db()
    part = part_of(source)

    part.add_leave(WHOLE)

    assert quotas(part, "leave-share", ada) == {"weeks of leave in the year": (1, 1)}


@pytest.mark.parametrize(
    ("wish", "rank", "label", "price"),
    [("prefer", 1, "NF, choice 1", 6), ("avoid", 2, "no NF, choice 2", 5)],
)
def test_wish_for_a_rotation_is_about_its_days(small, ada, source, half, wish, rank, label, price):
    RequestFactory(
        program=small.program,
        person=ada,
        kind="rotation",
        rotation=half,
        wish=wish,
        rank=rank,
        starts_on=date(2026, 7, 20),
        ends_on=date(2026, 7, 30),
    )
    part = part_of(source)

    part.add_rotation_wishes()

    duties = ("R|NF|2026-07-15", "R|NF|2026-07-29")
    assert part.parts.preferences == [
        Preference(str(ada.pk), duties, price, wish == "prefer", label)
    ]


def test_wish_of_somebody_who_is_not_enrolled_is_left_out(small, source, half):
    RequestFactory(program=small.program, kind="rotation", rotation=half)
    part = part_of(source)

    part.add_rotation_wishes()

    assert part.parts.preferences == []


def test_later_choices_cost_less_but_always_something():
    assert [wish_price(rank) for rank in (1, 2, 6, 7, 20)] == [6, 5, 1, 1, 1]


# What is settled


def test_locked_and_outside_rotations_stay(small, source, place):
    place(0, 1)
    place(1, 1, locked=True, lock_reason="Visa")
    place(1, 2)
    part = part_of(source)

    part.add_assigned(replanned=BLOCK_1)

    bea = str(small.residents[1].pk)
    assert part.parts.fixed == {(bea, "R|FM|2026-07-01"), (bea, "R|FM|2026-07-29")}


def test_all_rotations_stay_when_nothing_is_planned_anew(small, source, place):
    place(0, 1)
    part = part_of(source)

    part.add_assigned(replanned=None)

    assert part.parts.fixed == {(str(small.residents[0].pk), "R|FM|2026-07-01")}


def test_given_leave_is_a_fixed_pair_and_an_absence(small, ada, draft, source):
    LeaveAssignmentFactory(version=draft, person=ada, starts_on=AUGUST)
    part = part_of(source)

    part.add_given_leave()
    add_away(part.parts, source)

    duty = part.parts.duties["L|2026-08-03|2026-08-09"]
    assert part.parts.fixed == {(str(ada.pk), duty.id)}
    assert [(a.person, a.starts_at, a.ends_at) for a in part.parts.away] == [
        (str(ada.pk), duty.starts_at, duty.ends_at)
    ]
