"""An upload is kept, looked at, and decided once."""

import threading
from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from people.models import Program
from scheduling.models import Place, ProgramImport
from scheduling.program_file.sample import make
from scheduling.program_file.twin import dump_program, write_json
from scheduling.program_file.writer import write_workbook
from scheduling.services.load_program import ProgramRefused, load_program
from scheduling.services.stage_program import (
    apply_import,
    discard_import,
    preview_import,
    stage_program,
)
from tests.factories.people import RoleFactory, UserFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 6, 2, 12, tzinfo=UTC)
FILE = make("tiny", 1, 2026)
WORKBOOK = write_workbook(FILE)


@pytest.fixture
def owner():
    return UserFactory(is_superuser=True, is_staff=True)


@pytest.fixture
def coordinator(owner):
    load_program(FILE, by=owner, at=AT)
    return RoleFactory(program=Program.objects.get(), kind="coordinator").user


def staged_by(user, data=WORKBOOK, name="tiny.xlsx"):
    return stage_program(data, file_name=name, by=user, at=AT)


def test_an_upload_is_kept_and_changes_nothing(owner):
    staged = staged_by(owner)

    assert (staged.status, staged.program, staged.uploaded_by) == ("staged", None, owner)
    assert (staged.document, staged.remarks) == (dump_program(FILE), [])
    assert not Program.objects.exists()


def test_the_same_file_twice_is_one_upload(owner):
    assert staged_by(owner) == staged_by(owner)
    assert staged_by(owner, write_json(FILE), "tiny.json") != staged_by(owner)


def test_a_file_with_problems_is_not_kept(owner):
    with pytest.raises(ProgramRefused) as refusal:
        staged_by(owner, b"not a workbook")

    assert refusal.value.messages == ["This is not an Excel workbook (.xlsx)."]
    assert not ProgramImport.objects.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [("../../etc/a\x00b.xlsx", "ab.xlsx"), ("x" * 300, "x" * 200), ("", "workbook")],
)
def test_a_file_name_is_made_harmless(owner, given, kept):
    assert staged_by(owner, name=given).file_name == kept


def test_an_accepted_upload_is_loaded_and_forgotten_but_for_its_numbers(owner):
    staged = staged_by(owner)
    seen = preview_import(staged, by=owner, at=AT)

    apply_import(staged, seen=seen.fingerprint, by=owner, at=LATER)

    assert (staged.status, staged.decided_by, staged.decided_at) == ("applied", owner, LATER)
    assert (staged.program, staged.document) == (Program.objects.get(), {})
    assert staged.outcome[2] == {
        "sheet": "Places", "added": 2, "changed": 0, "removed": 0, "unchanged": 0,
    }  # fmt: skip


def test_an_upload_that_is_put_aside_changes_nothing(coordinator):
    staged = staged_by(coordinator)

    discard_import(staged, by=coordinator, at=LATER)

    assert (staged.status, staged.document, staged.outcome) == ("discarded", {}, [])


def test_an_upload_is_decided_once(coordinator):
    staged = staged_by(coordinator)
    again = ProgramImport.objects.get(pk=staged.pk)
    seen = preview_import(staged, by=coordinator, at=AT).fingerprint
    discard_import(staged, by=coordinator, at=AT)

    for decide in (
        lambda: apply_import(again, seen=seen, by=coordinator, at=AT),
        lambda: discard_import(again, by=coordinator, at=AT),
        lambda: preview_import(staged, by=coordinator, at=AT),
    ):
        with pytest.raises(ValidationError) as refusal:
            decide()
        assert refusal.value.messages == ["tiny.xlsx is already put aside."]


def test_what_was_not_seen_is_not_accepted(coordinator):
    staged = staged_by(coordinator)
    seen = preview_import(staged, by=coordinator, at=AT)
    Place.objects.filter(code="FMC").update(name="Renamed")

    with pytest.raises(ValidationError, match="The program has changed since you looked"):
        apply_import(staged, seen=seen.fingerprint, by=coordinator, at=AT)

    staged.refresh_from_db()
    assert staged.status == "staged"
    assert Place.objects.get(code="FMC").name == "Renamed"


def test_a_document_of_another_layout_is_refused(coordinator):
    staged = staged_by(coordinator)
    ProgramImport.objects.filter(pk=staged.pk).update(document={"format": "rounds-program"})
    staged.refresh_from_db()

    with pytest.raises(ProgramRefused):
        preview_import(staged, by=coordinator, at=AT)


@pytest.mark.parametrize("kind", ["chief", "faculty", "resident"])
def test_uploads_are_the_offices(coordinator, kind):
    user = RoleFactory(program=Program.objects.get(), kind=kind).user
    staged = staged_by(coordinator)

    for forbidden in (
        lambda: staged_by(user),
        lambda: preview_import(staged, by=user, at=AT),
        lambda: apply_import(staged, seen="", by=user, at=AT),
        lambda: discard_import(staged, by=user, at=AT),
    ):
        with pytest.raises(PermissionDenied):
            forbidden()

    staged.refresh_from_db()
    assert staged.status == "staged"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_is_told(owner):
    staged = staged_by(owner)
    seen = preview_import(staged, by=owner, at=AT).fingerprint
    outcomes = []
    start = threading.Barrier(2)

    def accept():
        mine = ProgramImport.objects.get(pk=staged.pk)
        start.wait(10)
        try:
            apply_import(mine, seen=seen, by=owner, at=AT)
            outcomes.append("applied")
        except ValidationError as refusal:
            outcomes.append(refusal.messages[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=accept) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(outcomes) == ["applied", "tiny.xlsx is already applied."]
    assert Program.objects.count() == 1
