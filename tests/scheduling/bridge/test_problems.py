"""A version is an answer to the questions about it; what is wrong with it is found."""

from collections.abc import Callable
from datetime import date

import pytest

from scheduling.bridge.parts import Parts
from scheduling.bridge.problems import block_parts, call_parts, version_parts, year_parts
from scheduling.bridge.source import Source
from scheduling.engine.academic_year import Span
from scheduling.engine.check import check
from scheduling.engine.problem import Pair, Roster
from scheduling.engine.rules import Broken, defaults
from scheduling.models import Assignment
from tests.factories.people import AbsenceFactory
from tests.factories.scheduling import ActivityFactory, RotationFactory

WHOLE = Span(date(2026, 7, 1), date(2027, 6, 30))
BLOCK = Span(date(2026, 7, 1), date(2026, 7, 28))
TUESDAY, FRIDAY = date(2026, 7, 7), date(2026, 7, 10)

Build = Callable[[Source, Span], Parts]
QUESTIONS = pytest.mark.parametrize(
    ("build", "within"),
    [
        (year_parts, WHOLE),
        (year_parts, Span(date(2026, 7, 29), date(2026, 8, 25))),
        (call_parts, WHOLE),
        (call_parts, BLOCK),
        (block_parts, BLOCK),
        (lambda source, _: version_parts(source), WHOLE),
    ],
    ids=["year", "year, block 2", "call", "call, block 1", "block 1", "version"],
)


def violations(parts: Parts, *, without: Pair | None = None, own: set[Pair]) -> list[Broken]:
    """What the version, as far as the question is about it, breaks of the rule book.

    Work that is expected where nothing is planned is done unless a call of the version frees it.
    """
    expected = {
        (e.person, duty)
        for e in parts.expectations
        for duty in e.duties
        if e.released_by and not any((e.person, call) in own for call in e.released_by)
    }
    answer = (parts.candidates & (own | expected) | parts.fixed) - {without}
    return list(check(parts.problem(), Roster.of(answer), defaults()).violations)


def found(version) -> set[tuple[str, int | None]]:
    """Rules that the version breaks, and by whom."""
    parts = version_parts(Source(version))
    broken = violations(parts, own=set())
    return {(b.rule.code, int(b.person) if b.person else None) for b in broken}


@pytest.fixture
def ada(small):
    return small.residents[0]


@QUESTIONS
def test_sound_version_breaks_nothing(sound, build, within):
    source = Source(sound)
    own = version_parts(source).fixed

    assert violations(build(source, within), own=own) == []


@pytest.mark.parametrize(
    ("build", "within", "missing", "rules"),
    [
        (year_parts, WHOLE, "R|FM|2026-07-29", {"placement"}),
        (year_parts, WHOLE, "L|2026-08-03|2026-08-09", {"leave-share"}),
        (call_parts, WHOLE, "C|2026-07-02|RC", {"coverage", "weekly-pattern"}),
        (call_parts, WHOLE, "C|2026-07-30|RC", {"coverage", "weekly-pattern"}),
        (block_parts, BLOCK, "H|2026-07-08|PM|GME", {"weekly-pattern"}),
    ],
)
def test_question_notices_what_is_missing_in_an_answer(sound, ada, build, within, missing, rules):
    """Work on a day that no call sets free has to be done as well."""
    source = Source(sound)
    parts, own = build(source, within), version_parts(source).fixed
    pair = (str(ada.pk), missing)
    assert pair in parts.candidates & own

    broken = violations(parts, own=own, without=pair)

    assert {b.rule.code for b in broken} == rules


def test_year_asks_for_rotations_and_leave_and_nothing_else(sound):
    parts = year_parts(Source(sound), WHOLE)

    assert {duty[0] for _, duty in parts.candidates} == {"R", "L"}
    assert parts.fixed == set()


def test_call_asks_for_calls_and_the_work_that_they_free(sound):
    parts = call_parts(Source(sound), WHOLE)

    assert {duty[0] for _, duty in parts.candidates} == {"C", "E"}
    assert {duty[0] for _, duty in parts.fixed} == {"E"}


def test_call_is_asked_around_the_half_days_that_stay(sound, ada):
    """One that was locked stays; the others are made anew once there is call."""
    rows = Assignment.objects.filter(version=sound, person=ada, kind=Assignment.Kind.HALF_DAY)
    stays = rows.order_by("starts_on", "slot")[0]
    Assignment.objects.filter(pk=stays.pk).update(locked=True, lock_reason="Own patients")

    parts = call_parts(Source(sound), WHOLE)

    (kept,) = (pair for pair in parts.fixed if pair[1][0] == "H")
    assert kept == (str(ada.pk), f"H|{stays.starts_on}|{stays.slot}|{stays.activity.code}")
    place = f"{stays.starts_on}|{stays.slot}"
    assert [p for p in parts.fixed if p[0] == str(ada.pk) and place in p[1]] == [kept]


def test_block_asks_for_choices_and_fixes_what_is_around(sound):
    """Three days on either side, as far as they belong to the year, and the calls of the year."""
    parts = block_parts(Source(sound), BLOCK)

    assert {duty[2:15] for _, duty in parts.candidates} == {
        f"2026-07-{day}|PM" for day in ("01", "08", "15", "22")
    }
    around = {duty[2:12] for _, duty in parts.fixed if duty[0] == "E"}
    assert around == {"2026-07-29", "2026-07-30", "2026-07-31"}
    assert len([duty for _, duty in parts.fixed if duty[0] == "C"]) == 52


def test_leave_in_which_somebody_works_is_found(small, sound, ada):
    AbsenceFactory(
        program=small.program, person=ada, approved=True, starts_on=TUESDAY, ends_on=TUESDAY
    )

    assert found(sound) == {("leave", ada.pk), ("weekly-pattern", ada.pk)}


def test_two_things_at_once_are_found(small, sound, ada):
    late = ActivityFactory(program=small.program, code="OR", am_ends="14:00")
    late.refresh_from_db()
    sound.assignments.filter(person=ada, starts_on=TUESDAY, slot="AM").update(activity=late)

    assert found(sound) == {("one-thing", ada.pk), ("weekly-pattern", ada.pk)}


def test_night_without_call_is_found(small, sound, ada):
    """Ada has the Friday off although she was not on call, so that her pattern is broken too."""
    sound.assignments.calls().filter(starts_on=date(2026, 7, 2)).delete()

    assert found(sound) == {("coverage", None), ("weekly-pattern", ada.pk)}


def test_night_without_call_in_days_that_are_not_planned_is_found(sound):
    sound.assignments.calls().filter(starts_on=date(2027, 1, 7)).delete()

    assert found(sound) == {("coverage", None)}


def test_call_without_the_day_after_free_is_found(small, sound, ada):
    day_after = sound.assignments.filter(person=ada, starts_on=date(2026, 7, 3), slot="AM")
    day_after.update(activity=small.clinic)

    assert found(sound) == {
        ("continuous-duty", ada.pk),
        ("post-call", ada.pk),
        ("weekly-pattern", ada.pk),
    }


def test_broken_weekly_pattern_is_found(small, sound, ada):
    sound.assignments.filter(person=ada, starts_on=TUESDAY, slot="AM").update(activity=small.office)

    assert found(sound) == {("weekly-pattern", ada.pk)}


def test_credential_that_expires_is_found(sound, ada):
    ada.credentials.update(expires_on=FRIDAY)

    broken = violations(version_parts(Source(sound)), own=set())

    assert {(b.rule.code, b.person) for b in broken} == {("eligibility", str(ada.pk))}
    # Clinic on weekday mornings from Monday 13 to Tuesday 28 July, but for the Friday after call.
    assert [b.first_day.day for b in broken] == [13, 14, 15, 16, 20, 21, 22, 23, 24, 27, 28]


def test_call_on_a_rotation_without_call_is_found(small, sound, ada):
    away = RotationFactory(program=small.program, code="AWAY", pgys=[1])
    row = sound.assignments.rotations().get(person=ada, starts_on=small.block(5).starts_on)
    row.rotation = away
    row.save()

    assert found(sound) == {("eligibility", ada.pk)}


def test_given_leave_counts_once(sound, ada):
    """It is a pair, for the grid, and an absence, which bars work: one person on leave, not two."""
    parts = version_parts(Source(sound))

    assert (str(ada.pk), "L|2026-08-03|2026-08-09") in parts.fixed
    assert [(a.person, a.starts_at.date()) for a in parts.away] == [(str(ada.pk), date(2026, 8, 3))]
    assert violations(parts, own=set()) == []


def test_block_that_starts_on_a_free_day_is_checked_too(small, sound, ada):
    """Or on any other day on which nobody has anything to do: here, Wednesdays."""
    small.rotation.pattern.filter(weekday=3).delete()
    sound.assignments.half_days().filter(starts_on__iso_week_day=3).delete()
    assert found(sound) == set()

    sound.assignments.filter(person=ada, starts_on=TUESDAY, slot="AM").delete()

    assert found(sound) == {("weekly-pattern", ada.pk)}
