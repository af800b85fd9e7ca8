"""Requirements of training, projected from what stands in a version."""

from datetime import date

import pytest

from people.models import Enrolment
from scheduling.queries.training_progress import training_progress
from tests.factories.scheduling import (
    CreditFactory,
    CurriculumItemFactory,
    RequirementFactory,
    freeze,
)
from tests.pages.world import build_world

pytestmark = pytest.mark.django_db


def test_what_is_done_planned_and_left_to_later_years_is_projected_to_graduation():
    world = build_world(residents=2, faculty=1, publish=False, until=date(2026, 9, 23))
    program, clinic, ward = world.program, world.activities["C"], world.rotations["FMIT"]
    program.training_years = 3
    program.save()
    clinic.continuity = True
    clinic.save()
    ada = world.residents[0]
    RequirementFactory(program=program, code="H", name="Clinic", activity=clinic, minimum=100)
    weeks = RequirementFactory(
        program=program,
        code="W",
        name="Ward",
        activity=None,
        rotation=ward,
        unit="weeks",
        minimum=30,
    )
    CreditFactory(program=program, requirement=weeks, person=ada, amount=3)
    CurriculumItemFactory(rotation=ward, pgy=2, minimum_halves=4, maximum_halves=8)
    CurriculumItemFactory(rotation=ward, pgy=3, minimum_halves=1, maximum_halves=4)
    freeze(world.version)

    year = training_progress(world.version, today=date(2026, 7, 31), person=ada.pk)

    assert Enrolment.objects.get(person=ada).pgy == 1
    assert year.planned_until == date(2026, 9, 23)
    [mine] = year.residents
    hours, ward_weeks = (each.projection for each in mine.progress)
    # FMIT in blocks 1, 6, 8 and 13 makes 16 weeks; 3 before, 10 at least and 24 at most to come.
    assert (ward_weeks.before, ward_weeks.later, ward_weeks.possible) == (3, 10, 24)
    assert ward_weeks.so_far + ward_weeks.planned == pytest.approx(16)
    assert (ward_weeks.standing.value, ward_weeks.short) == ("at risk", pytest.approx(1))
    assert (ward_weeks.ends_on, ward_weeks.met_on) == (date(2029, 6, 30), None)
    # One clinic a week in July on the ward, and three more in the two days after it.
    assert hours.so_far == 4 * (4 + 3)
    assert (hours.standing.value, hours.later) == ("on track", 2 * (hours.so_far + hours.planned))
    assert mine.clinic.days[0] == date(2026, 7, 7)
    assert mine.worst == "at risk"
    assert [(each.name, each.behind, each.of) for each in year.summary] == [
        ("Clinic", 0, 1), ("Ward", 1, 1),
    ]  # fmt: skip
