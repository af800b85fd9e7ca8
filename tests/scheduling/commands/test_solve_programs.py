"""The command asks for the year of many programs and tells how they stand."""

import io

import pytest
from django.core.management import CommandError, call_command

from scheduling.models import SolverRun
from tests.factories.people import ProgramFactory, UserFactory
from tests.factories.scheduling import YEAR, AcademicYearFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def owner():
    return UserFactory(email="owner@example.org", is_superuser=True)


@pytest.fixture(autouse=True)
def alder():
    year = AcademicYearFactory(program__name="Alder", program__slug="alder", year=YEAR)
    ProgramFactory(name="Birch", slug="birch")
    return year.program


def told(*more):
    out = io.StringIO()
    call_command(
        "solve_programs", "--as", "owner@example.org", "--academic-year", str(YEAR), *more,
        stdout=out,
    )  # fmt: skip
    return out.getvalue().splitlines()


def test_all_programs_are_asked_for_and_told():
    lines = told("--seconds", "9")

    run = SolverRun.objects.get()
    assert run.seconds_allowed == 9
    assert lines == [
        f"Alder: waiting for a worker, run {run.pk}",
        f"Birch: Birch has no academic year {YEAR}. Open it first.",
        "alder: waiting, gap not known",
        "birch: not asked for, gap not known",
        "All: 1 waiting, 1 not asked for; worst gap not known (2 without a gap).",
    ]


def test_telling_alone_asks_for_nothing():
    assert told("--only-tell", "--program", "alder") == [
        "alder: not asked for, gap not known",
        "All: 1 not asked for; worst gap not known (1 without a gap).",
    ]
    assert not SolverRun.objects.exists()


def test_nothing_asked_for_is_a_failure():
    with pytest.raises(CommandError, match="Nothing was asked for"):
        told("--program", "birch")


def test_unknown_program_is_refused():
    with pytest.raises(CommandError, match="There is no program willow"):
        told("--program", "alder", "willow")
