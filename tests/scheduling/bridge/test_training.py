"""Requirements of training: done before, this year, possible later."""

import pytest

from scheduling.bridge.parts import Parts
from scheduling.bridge.source import Source
from scheduling.bridge.training import TrainingPart
from scheduling.bridge.year import YearPart
from scheduling.engine.problem import Quota
from tests.factories.scheduling import (
    CreditFactory,
    CurriculumItemFactory,
    RequirementFactory,
    WeeklyShareFactory,
)


def quotas(source: Source) -> list[Quota]:
    parts = Parts("America/Chicago")
    TrainingPart(parts, source, YearPart(parts, source)).add_requirements()
    return parts.quotas


def weeks(small, **fields):
    return RequirementFactory(
        program=small.program, rotation=small.rotation, activity=None, unit="weeks", **fields
    )


def test_what_later_years_leave_room_for_need_not_be_done_now(small, source):
    CurriculumItemFactory(rotation=small.rotation, pgy=2, minimum_halves=0, maximum_halves=3)
    wanted = weeks(small, minimum=20, binding=True)
    CreditFactory(requirement=wanted, person=small.residents[0], amount=10)

    ada, bea = quotas(source)

    assert (ada.rule, ada.low, bea.low) == ("graduation", 4, 14)
    assert ada.label == "Clinic (weeks), 10 of 20 done before and 6 left to later years"
    assert set(ada.weights.values()) == {4}


@pytest.mark.parametrize(("amount", "low"), [(15, None), (14, None), (13, 1)])
def test_nothing_is_asked_when_enough_was_done(small, source, amount, low):
    CurriculumItemFactory(rotation=small.rotation, pgy=2, minimum_halves=0, maximum_halves=3)
    wanted = weeks(small, minimum=20, binding=True)
    for person in small.residents:
        CreditFactory(requirement=wanted, person=person, amount=amount)

    assert [quota.low for quota in quotas(source)] == ([low] * 2 if low else [])


@pytest.mark.parametrize(("pgy", "count"), [(1, 2), (2, 0)])
def test_a_requirement_of_a_year_is_of_that_pgy(small, source, pgy, count):
    weeks(small, minimum=8, pgy=pgy)

    found = quotas(source)

    assert [(quota.rule, quota.low) for quota in found] == [("exposure", 8)] * count


def test_time_in_an_activity_follows_from_the_week_of_the_rotation(small, source):
    """Clinic on five mornings of four hours: in four weeks 80 hours; each year brings its third."""
    for pgy in (2, 3):
        CurriculumItemFactory(rotation=small.rotation, pgy=pgy, minimum_halves=0)
    RequirementFactory(program=small.program, activity=small.clinic, minimum=900)

    ada, _ = quotas(source)

    assert ada.low == 300
    block = small.block(2)
    assert ada.weights[f"R|FM|{block.starts_on}"] == 80


def test_a_weekly_share_says_how_much_clinic_to_expect(small, source):
    WeeklyShareFactory(rotation=small.rotation, activity=small.clinic, minimum=2, maximum=4)
    RequirementFactory(
        program=small.program, activity=small.clinic, unit="half-days", minimum=40, pgy=1
    )

    ada, _ = quotas(source)

    assert ada.weights[f"R|FM|{small.block(2).starts_on}"] == 8
