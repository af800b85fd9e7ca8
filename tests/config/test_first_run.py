"""What a new installation finds on its first start, and on those that follow."""

import stat

import pytest
from django.core.management.base import CommandError

from config import first_run
from config.first_run import prepare, tell_sign_ins
from config.sign_ins import SignIn, read_sign_ins, write_sign_ins
from people.models import Role, User
from scheduling.models import ScheduleVersion, SolverRun
from scheduling.services.check import findings
from tests.factories.people import UserFactory

Scope, Status = SolverRun.Scope, SolverRun.Status


def nothing() -> None:
    """The workers are well."""


def stop_once_the_year_is_solved() -> None:
    """Ctrl-C between two stages."""
    if SolverRun.objects.filter(scope=Scope.CALL).exists():
        raise KeyboardInterrupt


@pytest.mark.worker
@pytest.mark.slow
def test_a_sample_is_made_and_published_even_if_it_is_interrupted(
    real_queue, settings, tmp_path, client
):
    settings.DATA_DIR = tmp_path
    said: list[str] = []

    with pytest.raises(KeyboardInterrupt):
        prepare(said.append, check=stop_once_the_year_is_solved, sample="tiny")
    prepare(said.append, check=nothing, sample="tiny")

    published = ScheduleVersion.objects.get()
    assert published.status == ScheduleVersion.Status.PUBLISHED
    assert [finding for finding in findings(published) or [] if finding.hard] == []
    runs = SolverRun.objects.order_by("pk").values_list("scope", "status")
    assert list(runs) == [(scope, Status.SOLVED) for scope in (Scope.YEAR, Scope.CALL, Scope.BLOCK)]
    assert said[0] == "A sample program is being made; this happens once."
    assert said[-2].startswith("Checked without the solver: 0 violations, ")
    assert said[-1] == "The schedule is published."

    sign_ins = read_sign_ins(tmp_path / first_run.SIGN_INS)
    assert [each.who for each in sign_ins] == ["Administrator", "Chief resident", "Resident"]
    assert all(client.login(email=each.email, password=each.password) for each in sign_ins)
    roles = Role.objects.order_by("user", "kind").values_list("user__email", "kind")
    chief, resident = sign_ins[1].email, sign_ins[2].email
    assert set(roles) == {(chief, "chief"), (chief, "resident"), (resident, "resident")}

    said.clear()
    prepare(said.append, check=nothing, sample="tiny")
    assert said == []
    assert ScheduleVersion.objects.count() == 1


def test_an_installation_with_accounts_is_left_as_it_is(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    UserFactory()
    said: list[str] = []

    prepare(said.append, check=nothing, sample="tiny")
    tell_sign_ins(said.append)

    assert said == []
    assert User.objects.count() == 1
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_made_where_no_sample_is_wanted(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path

    prepare(print, check=nothing, sample="none")

    assert not User.objects.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_worker_that_died_ends_the_first_run(
    db, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.DATA_DIR = tmp_path

    def dead() -> None:
        raise CommandError("The solver ended with code 1.")

    with pytest.raises(CommandError, match="The solver ended with code 1"):
        prepare(lambda _line: None, check=dead, sample="tiny")


def test_sign_ins_are_for_the_owner_of_the_data_alone(tmp_path):
    path, sign_in = tmp_path / "sign_ins.json", SignIn("Resident", "ada@example.org", "a secret")

    write_sign_ins(path, [sign_in])
    write_sign_ins(path, [sign_in])

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_sign_ins(path) == [sign_in]
    assert [each.name for each in tmp_path.iterdir()] == ["sign_ins.json"]


def test_sign_ins_are_told_until_they_are_removed(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    path = tmp_path / first_run.SIGN_INS
    write_sign_ins(path, [SignIn("Resident", "ada@example.org", "a secret")])
    said: list[str] = []

    tell_sign_ins(said.append)
    path.unlink()
    tell_sign_ins(said.append)

    assert said == [
        f"  {'Resident':<16} {'ada@example.org':<36} a secret",
        f"They are kept in {path}; delete it once you have changed the passwords.",
    ]
