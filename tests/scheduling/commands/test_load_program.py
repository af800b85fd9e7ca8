"""The command tells what a file would change, and changes it only when told to."""

import io

import pytest
from django.core.management import CommandError, call_command

from people.models import Program
from scheduling.program_file.sample import make
from scheduling.program_file.writer import write_workbook
from tests.factories.people import RoleFactory, UserFactory
from tests.scheduling.program_file.spoiling import fill, spoiled

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return UserFactory(email="owner@example.org", is_superuser=True, is_staff=True)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "tiny.xlsx"
    path.write_bytes(write_workbook(make("tiny", 1, 2026)))
    return path


def load(*arguments):
    out = io.StringIO()
    call_command("load_program", *map(str, arguments), stdout=out)
    return out.getvalue().splitlines()


def test_nothing_is_changed_without_being_told_to(owner, file):
    lines = load(file)

    assert lines[:2] == [
        "Little River Family Medicine (new), academic year 2026",
        "The academic year is opened.",
    ]
    assert "Places: 2 added, 0 changed, 0 removed, 0 unchanged, 0 left alone" in lines
    assert lines[-1] == "Nothing was changed. Add --apply to load it."
    assert not Program.objects.exists()


def test_a_file_is_loaded_and_changes_are_told(owner, file):
    assert load(file, "--apply")[-1] == "Loaded."

    file.write_bytes(spoiled(fill("Places", 3, Name="New name")))
    lines = load(file, "--as", "OWNER@example.org")

    assert "  FMC: Name: Little River Clinic → New name" in lines
    assert "Places: 0 added, 1 changed, 0 removed, 1 unchanged, 0 left alone" in lines


def test_problems_are_listed_and_end_in_failure(owner, file):
    file.write_bytes(spoiled(fill("Enrolments", 3, PGY="two")))

    with pytest.raises(CommandError) as failure:
        load(file)

    assert str(failure.value) == "Enrolments, row 3, column PGY: 'two' is not a whole number."
    assert failure.value.returncode == 1


def test_what_the_program_forbids_ends_in_failure(owner, file):
    file.write_bytes(spoiled(fill("Rules", 3, Code="no-such-rule")))

    with pytest.raises(CommandError, match="There is no 'no-such-rule' in the rule book"):
        load(file, "--apply")

    assert not Program.objects.exists()


def test_a_file_that_is_not_there_ends_in_failure(owner, tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file or directory"):
        load(tmp_path / "nothing.xlsx")


def test_whose_account_it_is_must_be_clear(file):
    with pytest.raises(CommandError, match="Say with --as whose account"):
        load(file)
    with pytest.raises(CommandError, match=r"There is no account nobody@example\.org"):
        load(file, "--as", "nobody@example.org")


def test_who_may_not_is_told(file):
    user = RoleFactory(kind="resident").user

    with pytest.raises(CommandError, match="Only an administrator of the site"):
        load(file, "--as", user.email)
