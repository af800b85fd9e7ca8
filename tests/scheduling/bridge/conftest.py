"""The small program with an empty draft, and short ways to fill it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from scheduling.bridge.problems import block_parts
from scheduling.bridge.rows import rows_of
from scheduling.bridge.source import Source
from scheduling.engine.academic_year import Span
from scheduling.engine.problem import Kind, Roster
from scheduling.models import Assignment, CallType, Rotation, ScheduleVersion
from tests.factories.people import CredentialFactory, CredentialKindFactory
from tests.factories.scheduling import (
    ActivityFactory,
    CallAssignmentFactory,
    CallTypeFactory,
    LeaveAssignmentFactory,
    PatternCellFactory,
    RequestFactory,
    RotationAssignmentFactory,
    ScheduleVersionFactory,
)
from tests.scheduling.small_program import SmallProgram, small_program

FIRST_THURSDAY = date(2026, 7, 2)


@pytest.fixture
def small(db) -> SmallProgram:
    return small_program()


@pytest.fixture
def draft(small) -> ScheduleVersion:
    return ScheduleVersionFactory(schedule__academic_year=small.year)


@pytest.fixture
def source(draft) -> Source:
    """Reads each table when first asked: arrange all rows before."""
    return Source(draft)


@pytest.fixture
def place(small, draft) -> Callable[..., Assignment]:
    """Put a resident, by number, on a rotation for a block or for some days."""

    def make(
        number: int,
        block: int = 1,
        rotation: Rotation | None = None,
        *,
        starts_on: date | None = None,
        ends_on: date | None = None,
        **fields: object,
    ) -> Assignment:
        days = small.block(block)
        return RotationAssignmentFactory(
            version=draft,
            person=small.residents[number],
            rotation=rotation or small.rotation,
            starts_on=starts_on or days.starts_on,
            ends_on=ends_on or days.ends_on,
            **fields,
        )

    return make


@pytest.fixture
def call_type(small) -> CallType:
    """In-house call of PGY-1, after which the whole next day is free."""
    free = ActivityFactory(
        program=small.program,
        code="PC",
        kind="recovery",
        am_starts=None,
        am_ends=None,
        pm_starts=None,
        pm_ends=None,
    )
    return CallTypeFactory(
        program=small.program, code="RC", pgys=[1], morning_after=free, afternoon_after=free
    )


@pytest.fixture
def sound(small, draft, call_type, place) -> ScheduleVersion:
    """A year in order: rotations, call every Thursday, a week of leave, half-days of block 1.

    Clinic asks for a certificate, and Wednesday afternoons are a choice.
    """
    _ask_for_more(small, call_type)
    for number in range(2):
        for block in range(1, 14):
            place(number, block)
    ada = small.residents[0]
    LeaveAssignmentFactory(version=draft, person=ada, starts_on=date(2026, 8, 3))
    Assignment.objects.bulk_create(
        CallAssignmentFactory.build(
            version=draft,
            person=small.residents[week % 2],
            call_type=call_type,
            starts_on=FIRST_THURSDAY + timedelta(weeks=week),
        )
        for week in range(52)
    )
    days = Span(small.block(1).starts_on, small.block(1).ends_on)
    parts = block_parts(Source(draft), days)
    chosen = {pair for pair in parts.candidates if pair[1].endswith("|GME")}
    roster = Roster.of(parts.fixed | chosen)
    Assignment.objects.bulk_create(rows_of(parts, roster, draft, [Kind.HALF_DAY], days))
    return draft


def _ask_for_more(small: SmallProgram, call_type: CallType) -> None:
    call_type.nights = [4]
    call_type.save()
    small.rotation.call_eligible = True
    small.rotation.save()
    certificate = CredentialKindFactory(program=small.program, code="BLS")
    small.clinic.credential = certificate
    small.clinic.save()
    PatternCellFactory(rotation=small.rotation, weekday=3, slot="PM", activity=small.clinic)
    for person in small.residents:
        CredentialFactory(program=small.program, person=person, kind=certificate)
    RequestFactory(
        program=small.program,
        person=small.residents[0],
        starts_on=date(2026, 8, 3),
        ends_on=date(2026, 8, 9),
    )
