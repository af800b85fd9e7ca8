"""Weeks of attending on a service and the call that goes with them, as a question for the engine."""

from datetime import date, timedelta

import pytest

from scheduling.bridge.attending import AttendingPart, weeks_from
from scheduling.bridge.call import CallPart
from scheduling.bridge.half_days import HalfDayPart
from scheduling.bridge.parts import Parts
from scheduling.bridge.people import add_away
from scheduling.bridge.problems import call_parts, version_parts
from scheduling.bridge.source import Source
from scheduling.bridge.timeline import Timeline
from scheduling.engine.academic_year import Span
from scheduling.engine.check import check
from scheduling.engine.problem import Demand, Preference, Roster
from scheduling.engine.rules import AttendingCall, AttendingLoad, AttendingNights
from scheduling.models import Assignment, CallType, Rotation
from tests.factories.people import AbsenceFactory, EnrolmentFactory
from tests.factories.scheduling import (
    YEAR,
    ActivityFactory,
    AttendingShareFactory,
    AttendingWeekFactory,
    CallAssignmentFactory,
    CallDayWishFactory,
    CallTypeFactory,
    PatternCellFactory,
    RequestFactory,
    RotationAssignmentFactory,
    RotationFactory,
)

WHOLE = Span(date(2026, 7, 1), date(2027, 6, 30))
FRIDAY = date(2026, 9, 4)
WEEK = "R|IN|2026-09-04"


@pytest.fixture
def service(small) -> Rotation:
    """Attending on IN, from Fridays, with home call on Friday and Saturday."""
    ward = ActivityFactory(program=small.program, code="IN", kind="inpatient")
    rotation = RotationFactory(program=small.program, code="IN", kind="attending", pgys=[])
    usual = RotationFactory(
        program=small.program, code="F", kind="faculty", pgys=[], faculty_roles=["core"]
    )
    for weekday in range(1, 8):
        for slot in ("AM", "PM"):
            PatternCellFactory(rotation=rotation, weekday=weekday, slot=slot, activity=ward)
    for weekday in range(1, 6):
        PatternCellFactory(rotation=usual, weekday=weekday, slot="AM", activity=small.clinic)
    return rotation


@pytest.fixture
def call(small) -> CallType:
    return CallTypeFactory(
        program=small.program, code="FC", kind="home", staff="faculty", pgys=[], gap_nights=1
    )


@pytest.fixture
def week(small, service, call):
    free = ActivityFactory(program=small.program, code="PC", kind="recovery", am_starts=None,
                           am_ends=None, pm_starts=None, pm_ends=None)  # fmt: skip
    AttendingShareFactory(rotation=service)
    return AttendingWeekFactory(rotation=service, call_type=call, recovery=free)


@pytest.fixture
def faculty(small, week):
    return [
        EnrolmentFactory(program=small.program, academic_year=YEAR, faculty=True).person
        for _ in range(3)
    ]


def part_of(source: Source) -> AttendingPart:
    parts = Parts("America/Chicago")
    add_away(parts, source)
    return AttendingPart(parts, source, CallPart(parts, source))


def attends(draft, person, service, starts_on=FRIDAY, **fields) -> Assignment:
    return RotationAssignmentFactory(
        version=draft, person=person, rotation=service, starts_on=starts_on,
        ends_on=starts_on + timedelta(days=6), **fields,
    )  # fmt: skip


@pytest.mark.parametrize("weekday", [1, 3, 5, 7])
def test_weeks_cover_the_year_once_and_begin_on_their_weekday(weekday):
    weeks = list(weeks_from(weekday, WHOLE.starts_on, WHOLE.ends_on))

    assert [day for week in weeks for day in week.days()] == list(WHOLE.days())
    assert {week.starts_on.isoweekday() for week in weeks[1:]} == {weekday}


def test_each_week_takes_one_attending_of_the_roles_that_share_it(faculty, source):
    EnrolmentFactory(program=source.program, academic_year=YEAR, faculty=True,
                     faculty_role="adjunct")  # fmt: skip
    part = part_of(source)

    part.add_candidates(WHOLE)
    part.add_demands(WHOLE)

    duty = part.parts.duties[WEEK]
    assert (duty.open_to, duty.leave_ok) == (frozenset({"core"}), False)
    assert {p for p, d in part.parts.candidates if d == WEEK} == {str(p.pk) for p in faculty}
    assert Demand((WEEK,), 1, 1, label="IN from 04 Sep 2026") in part.parts.demands
    assert len(part.parts.demands) == 53


def test_nobody_attends_in_a_week_with_an_absence_and_owes_less_for_it(faculty, source):
    away = faculty[0]
    AbsenceFactory(person=away, program=source.program, approved=True,
                   starts_on=date(2026, 9, 10), ends_on=date(2027, 3, 10))  # fmt: skip
    part = part_of(source)

    part.add_candidates(WHOLE)
    part.add_shares()

    assert (str(away.pk), WEEK) not in part.parts.candidates
    loads = {q.person: (q.low, q.high) for q in part.parts.quotas if q.rule == "attending-load"}
    aims = {q.person: q.low for q in part.parts.quotas if q.rule == "attending-target"}
    assert (loads[str(away.pk)], loads[str(faculty[1].pk)]) == ((1, 7), (4, 7))
    assert (aims[str(away.pk)], aims[str(faculty[1].pk)]) == (3, 6)


def test_call_of_friday_and_saturday_goes_with_the_week_and_the_rest_is_kept_free(faculty, source):
    part = part_of(source)
    part.add_call()
    problem = call_parts(source, WHOLE).problem()
    gray, hale = (str(person.pk) for person in faculty[:2])
    own = {(gray, WEEK), (gray, "C|2026-09-04|FC"), (gray, "C|2026-09-05|FC")}

    def faults(*pairs: tuple[str, str]) -> list[str]:
        rules = [AttendingCall(), AttendingNights()]
        return [b.rule.code for b in check(problem, Roster.of(pairs), rules).broken]

    assert faults(*own) == []
    assert faults((gray, WEEK)) == ["attending-call"] * 2
    assert faults(*own, (hale, "C|2026-09-06|FC")) == []
    for day in (3, 6, 10, 13):
        assert faults(*own, (gray, f"C|2026-09-{day:02}|FC")) == ["attending-nights"]
    for day in (2, 14):
        assert faults(*own, (gray, f"C|2026-09-{day:02}|FC")) == []
    near = next(q for q in part.parts.quotas
                if q.rule == "call-near-week" and q.person == gray and WEEK in q.weights)  # fmt: skip
    assert near.weights["C|2026-09-02|FC"] == 6
    assert near.weights["C|2026-09-16|FC"] == 2


def test_a_night_that_somebody_set_by_hand_goes_with_no_week(faculty, draft, call):
    CallAssignmentFactory(
        version=draft, person=faculty[0], call_type=call, starts_on=FRIDAY, source="manual"
    )
    part = part_of(Source(draft))

    part.add_call()

    tied = {q.label for q in part.parts.quotas if q.rule == "attending-call" and WEEK in q.weights}
    assert tied == {"IN from 04 Sep 2026 and FC on Saturday 05 September 2026"}


def test_weeks_of_the_version_stay_unless_they_are_planned_anew(faculty, draft, service):
    attends(draft, faculty[0], service)
    attends(
        draft, faculty[1], service, FRIDAY + timedelta(days=7), locked=True, lock_reason="agreed"
    )
    source = Source(draft)

    kept, anew = part_of(source), part_of(source)
    kept.add_assigned(replanned=None)
    anew.add_assigned(replanned=WHOLE)

    assert len(kept.parts.fixed) == 2
    assert anew.parts.fixed == {(str(faculty[1].pk), "R|IN|2026-09-11")}


def test_checking_a_version_counts_weeks_that_are_too_many(faculty, draft, service):
    for number in range(8):
        attends(draft, faculty[0], service, FRIDAY + timedelta(days=21 * number))

    problem = version_parts(Source(draft)).problem()

    report = check(problem, Roster(problem.fixed), [AttendingLoad()])
    assert report.violations[0].message.endswith("weeks of IN in the year: 8; at most 7 allowed.")


def test_a_week_takes_the_place_of_the_usual_one_and_a_day_to_recover_follows(
    faculty, draft, service, small
):
    attends(draft, faculty[0], service)
    source = Source(draft)
    timeline = Timeline(source)
    part = HalfDayPart(Parts("America/Chicago"), source, timeline)

    days = Span(FRIDAY - timedelta(days=1), FRIDAY + timedelta(days=10))
    mine = [c for c in part.cells(days) if c.person == str(faculty[0].pk) and c.slot == "AM"]

    assert [(c.day.day, [a.code for a in c.allowed]) for c in mine] == [
        (3, ["C"]), *[(day, ["IN"]) for day in range(4, 11)], (11, ["PC"]), (14, ["C"]),
    ]  # fmt: skip


def test_calls_that_should_lie_apart_are_windows_and_shares(faculty, draft, call):
    call.spacing_nights, call.every_other_week, call.sundays_per_block = 3, True, 1
    call.save()
    source = Source(draft)
    part = CallPart(Parts("America/Chicago"), source)

    part.add_spacing()
    part.add_gaps()

    window = part.parts.windows[0]
    sundays = [q for q in part.parts.quotas if q.rule == "call-sundays"]
    assert (len(part.parts.windows), window.days, window.most) == (3, 4, 1)
    assert "C|2026-09-04|FC" not in window.duties  # a Friday goes with the week
    assert "C|2026-09-06|FC" in window.duties
    assert part.parts.gaps[0].duties == window.duties
    assert {len(q.weights) for q in sundays} <= {4, 5}
    assert len(sundays) == 3 * len(source.periods)
    assert sum(q.rule == "call-weeks" for q in part.parts.quotas) == 3 * 53


def test_shares_follow_the_part_of_the_year_and_the_first_year(small, source, week, call):
    call.newcomer_percent = 80
    call.save()
    late = EnrolmentFactory(program=small.program, academic_year=YEAR, faculty=True,
                            starts_on=date(2026, 12, 30))  # fmt: skip
    known = EnrolmentFactory(program=small.program, academic_year=YEAR, faculty=True)
    EnrolmentFactory(program=small.program, academic_year=YEAR - 1, faculty=True,
                     person=known.person)  # fmt: skip
    part = CallPart(Parts("America/Chicago"), source)

    part.add_pools(WHOLE)

    assert part.parts.pools[0].weights == {str(late.person_id): 40, str(known.person_id): 100}


def test_what_a_role_would_rather_not_do_is_wished_for_each_of_them(faculty, source, call):
    CallDayWishFactory(call_type=call)
    part = CallPart(Parts("America/Chicago"), source)

    part.add_wishes()

    wishes: list[Preference] = part.parts.preferences
    assert {w.person for w in wishes} == {str(person.pk) for person in faculty}
    assert wishes[0].label == "no FC on weekday 2"
    assert {date.fromisoformat(d.split("|")[1]).isoweekday() for d in wishes[0].duties} == {2}


def test_faculty_wish_for_weeks_and_for_a_free_one(small, faculty, source, service):
    """A week of leave that they wish for is to be free of attending and of call."""
    days = {"starts_on": FRIDAY, "ends_on": FRIDAY + timedelta(days=6)}
    cy = faculty[0]
    wishes = {"program": small.program, "person": cy}
    RequestFactory(**wishes, kind="rotation", rotation=service, wish="avoid", rank=2, **days)
    RequestFactory(**wishes, kind="leave", **days)

    found = [p for p in call_parts(source, WHOLE).preferences if p.person == str(cy.pk)]

    nights = tuple(f"C|{FRIDAY + timedelta(days=n)}|FC" for n in range(7))
    assert sorted(found, key=lambda p: p.price) == [
        Preference(str(cy.pk), (WEEK,), 5, False, "would rather not, choice 2"),
        Preference(str(cy.pk), (WEEK, *nights), 6, False, "a free week, choice 1"),
    ]
