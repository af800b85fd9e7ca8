"""The small program as an office has it before it: published, with clinic and call in July."""

from datetime import date, timedelta

from scheduling.models import Rotation, ScheduleVersion
from tests.factories.scheduling import (
    AssignmentFactory,
    CallAssignmentFactory,
    CallTypeFactory,
    RotationAssignmentFactory,
    ScheduleFactory,
    ScheduleVersionFactory,
    freeze,
)
from tests.scheduling.small_program import SmallProgram

FIRST_NIGHT = date(2026, 7, 14)
"""Today, by the clock of these tests."""
NIGHTS = 4
GAP = date(2026, 7, 18)
"""The night after them, which nobody has."""


def add_call(small: SmallProgram, version: ScheduleVersion) -> None:
    """Residents by turns for some nights, and then nobody."""
    Rotation.objects.update(call_eligible=True)
    call_type = CallTypeFactory(
        program=small.program, code="RC", name="Resident call", pgys=[1], position=1
    )
    for number in range(NIGHTS):
        night = FIRST_NIGHT + timedelta(days=number)
        CallAssignmentFactory(
            version=version, person=small.residents[number % 2], call_type=call_type,
            starts_on=night,
        )  # fmt: skip


def add_rotations(small: SmallProgram, version: ScheduleVersion) -> None:
    for person in small.residents:
        for block in small.year.blocks.all():
            RotationAssignmentFactory(
                version=version, person=person, rotation=small.rotation,
                starts_on=block.starts_on, ends_on=block.ends_on,
            )  # fmt: skip


def published(small: SmallProgram) -> ScheduleVersion:
    version = ScheduleVersionFactory(schedule=ScheduleFactory(academic_year=small.year))
    add_rotations(small, version)
    for person in small.residents:
        for day in range(13, 32):
            AssignmentFactory(
                version=version, person=person, starts_on=date(2026, 7, day),
                activity=small.clinic,
            )  # fmt: skip
    add_call(small, version)
    return freeze(version)
