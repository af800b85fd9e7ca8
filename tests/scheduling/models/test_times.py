"""When activities and calls take place, and which days a calendar has."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from scheduling.models import AcademicYear, Activity, Block, CallType, SpecialDay
from tests.factories.people import CredentialKindFactory
from tests.factories.scheduling import (
    AcademicYearFactory,
    ActivityFactory,
    BlockFactory,
    RotationFactory,
)

RECOVERY = Activity(kind=Activity.Kind.RECOVERY)
CLINIC = Activity(kind=Activity.Kind.CLINIC)


def test_activity_has_the_times_of_each_half_of_the_day():
    activity = Activity(am_starts=time(8), am_ends=time(12), pm_starts=time(13), pm_ends=time(17))

    assert activity.times("AM") == (time(8), time(12))
    assert activity.times("PM") == (time(13), time(17))


def test_activity_that_is_never_done_in_a_half_has_no_times_there():
    night_float = Activity(pm_starts=time(19), pm_ends=time(7))

    assert night_float.times("AM") is None
    assert night_float.times("PM") == (time(19), time(7))


def test_activity_may_start_at_midnight():
    assert Activity(am_starts=time(0), am_ends=time(6)).times("AM") == (time(0), time(6))


def test_call_keeps_other_hours_on_free_days():
    call_type = CallType(
        weekday_starts=time(17),
        weekday_ends=time(7),
        weekend_starts=time(7),
        weekend_ends=time(8),
    )

    assert call_type.times(free_day=False) == (time(17), time(7))
    assert call_type.times(free_day=True) == (time(7), time(8))


def test_call_is_staffed_every_night_unless_said_otherwise():
    week = [date(2026, 7, day) for day in range(6, 13)]

    assert [CallType().staffed_on(night) for night in week] == [True] * 7


def test_call_is_staffed_on_its_iso_weekdays():
    weekend = CallType(nights=[5, 6, 7])
    week = [date(2026, 7, day) for day in range(6, 13)]

    assert [weekend.staffed_on(night) for night in week] == [False] * 4 + [True] * 3


@pytest.mark.parametrize(
    ("morning", "afternoon", "free"),
    [
        (RECOVERY, RECOVERY, True),
        (RECOVERY, None, False),
        (None, RECOVERY, False),
        (RECOVERY, CLINIC, False),
        (CLINIC, CLINIC, False),
        (None, None, False),
    ],
)
def test_call_frees_the_day_after_when_both_halves_are_for_recovery(morning, afternoon, free):
    call_type = CallType(morning_after=morning, afternoon_after=afternoon)

    assert call_type.frees_the_day_after is free


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2026, 6, 30), False),
        (date(2026, 7, 1), True),
        (date(2026, 7, 28), True),
        (date(2026, 7, 29), False),
    ],
)
def test_block_holds_its_first_and_last_day(day, held):
    block = Block(number=1, starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 28))

    assert block.holds(day) is held


@pytest.mark.parametrize(
    ("kind", "is_open"),
    [("holiday", False), ("training", False), ("minimal", True), ("closed", False)],
)
def test_clinic_is_open_on_days_with_little_staff(kind, is_open):
    assert SpecialDay(kind=kind).clinic_is_open is is_open


@pytest.mark.django_db
def test_year_that_goes_takes_its_blocks():
    block = BlockFactory()
    elsewhere = BlockFactory()

    block.academic_year.delete()

    assert list(Block.objects.all()) == [elsewhere]
    assert list(AcademicYear.objects.all()) == [elsewhere.academic_year]


@pytest.mark.django_db
def test_blocks_are_in_the_order_of_their_numbers():
    year = AcademicYearFactory()
    for number in (2, 0, 10, 1):
        BlockFactory(academic_year=year, number=number)

    assert [block.number for block in year.blocks.all()] == [0, 1, 2, 10]


@pytest.mark.django_db
def test_activity_asks_for_a_credential_of_its_own_program():
    activity = ActivityFactory()
    activity.credential = CredentialKindFactory()

    with pytest.raises(ValidationError) as refusal:
        activity.full_clean()

    assert refusal.value.message_dict == {
        "credential": ["This credential belongs to another program."]
    }


@pytest.mark.django_db
def test_component_of_a_rotation_lasts_half_a_block():
    rotation = RotationFactory()
    rotation.first_half = RotationFactory(code="FM", program=rotation.program)
    rotation.second_half = RotationFactory(length="half", program=rotation.program)

    with pytest.raises(ValidationError) as refusal:
        rotation.full_clean()

    assert refusal.value.messages == ["FM lasts a whole block and cannot be a component."]
