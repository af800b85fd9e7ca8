"""Opening an academic year: once, with the blocks of the program's calendar."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from scheduling.engine.academic_year import blocks
from scheduling.models import AcademicYear, Block
from scheduling.services.open_year import open_academic_year
from tests.factories.people import ProgramFactory, RoleFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def program():
    return ProgramFactory(name="Harbor", block_calendar="thursday_blocks")


@pytest.fixture
def coordinator(program):
    return RoleFactory(program=program, kind="coordinator").user


def test_a_year_is_opened_with_its_blocks(program, coordinator):
    opened = open_academic_year(program, 2026, by=coordinator, at=AT)

    assert (opened.starts_on, opened.ends_on) == (date(2026, 7, 1), date(2027, 6, 30))
    assert list(opened.blocks.values_list("number", "starts_on", "ends_on")) == [
        (block.number, block.starts_on, block.ends_on) for block in blocks(2026, "thursday_blocks")
    ]


def test_a_year_without_block_0_has_none(program, coordinator):
    opened = open_academic_year(program, 2027, by=coordinator, at=AT)

    assert list(opened.blocks.values_list("number", flat=True)) == list(range(1, 14))


def test_opening_a_year_again_changes_nothing(program, coordinator):
    first = open_academic_year(program, 2026, by=coordinator, at=AT)
    keys = list(Block.objects.values_list("pk", flat=True))

    assert open_academic_year(program, 2026, by=coordinator, at=AT) == first
    assert list(Block.objects.values_list("pk", flat=True)) == keys


def test_an_open_year_keeps_its_blocks(program, coordinator):
    open_academic_year(program, 2026, by=coordinator, at=AT)
    program.block_calendar = "months"
    program.save()

    with pytest.raises(ValidationError) as refusal:
        open_academic_year(program, 2026, by=coordinator, at=AT)

    assert refusal.value.messages == [
        "The academic year 2026-27 was opened with other blocks than the calendar of Harbor gives. "
        "The block calendar of an open year cannot change."
    ]


def test_another_year_may_have_other_blocks(program, coordinator):
    open_academic_year(program, 2026, by=coordinator, at=AT)
    program.block_calendar = "months"
    program.save()

    assert open_academic_year(program, 2027, by=coordinator, at=AT).blocks.count() == 12


@pytest.mark.parametrize("kind", ["chief", "faculty", "resident"])
def test_a_year_is_opened_by_the_office_only(program, kind):
    user = RoleFactory(program=program, kind=kind).user

    with pytest.raises(PermissionDenied):
        open_academic_year(program, 2026, by=user, at=AT)

    assert not AcademicYear.objects.exists()
