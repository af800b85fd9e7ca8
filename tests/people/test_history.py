"""History: every row's changes in sentences, private ones kept private, and none undone unseen."""

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from people.doors import Door, acting, through
from people.history import kept
from people.models import Absence, Enrolment, Record, Role, Seal, User
from people.queries.history import records_for, records_of, told
from people.services.history import (
    export_history,
    forget_history,
    head_of,
    seal_history,
    verify_history,
)
from tests.factories.people import (
    AbsenceFactory,
    EnrolmentFactory,
    PersonFactory,
    RoleFactory,
    TokenFactory,
    UserFactory,
)
from tests.factories.scheduling import RotationDemandFactory, RotationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(acting_role) -> User:
    return acting_role(Role.Kind.DIRECTOR)


@pytest.fixture
def acting_role(acting):
    return acting


def now() -> datetime:
    return datetime.now(UTC)


def sentences(row, reader: User) -> list[str]:
    return [each.sentence for each in told(list(records_of(row)), to=reader, at=now())]


def by_hand(statement: str) -> None:
    """As somebody would who owns the database and does not want to be seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('rounds.forgets', 'on', true)")
        cursor.execute(statement)
        cursor.execute("SELECT set_config('rounds.forgets', '', true)")


def test_every_kept_table_has_its_trigger():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'history_%'"
        )
        there = set(cursor.fetchall())

    assert there == {(one.table, one.trigger()) for one in kept.values()}


def test_row_tells_who_did_what_through_which_door(program, director):
    ada = PersonFactory(first_name="Ada", last_name="Rowan")
    enrolment = EnrolmentFactory(program=program, person=ada, academic_year=2025, pgy=1)
    with acting(lambda: director.pk), through(Door.ADMIN):
        Enrolment.objects.filter(pk=enrolment.pk).update(pgy=2, track="Rural")
    kept_as = Enrolment.objects.get(pk=enrolment.pk)
    with acting(lambda: director.pk), through(Door.REST):
        enrolment.delete()

    assert sentences(kept_as, director) == [
        f"{director} deleted enrollment “Ada Rowan, PGY-2, 2025-26”, through REST.",
        f"{director} changed enrollment “Ada Rowan, PGY-2, 2025-26”: PGY from 1 to 2; "
        "track from nothing to Rural, through the admin site.",
        "Somebody unknown added enrollment “Ada Rowan, PGY-2, 2025-26”, through an unknown door.",
    ]


def test_moments_are_told_by_the_readers_clock_and_a_task_is_named_once(director):
    token = TokenFactory(user=director, expires_at=datetime(2026, 7, 14, 17, tzinfo=UTC))
    with through(Door.TASK):
        type(token).objects.filter(pk=token.pk).update(expires_at=token.expires_at + timedelta(1))

    with timezone.override("America/Los_Angeles"):
        [moved, _] = sentences(token, director)

    assert "from 14 Jul 2026 10:00 PDT to 15 Jul 2026 10:00 PDT" in moved
    assert moved.startswith("A task in the background changed")
    assert "through" not in moved


def test_request_is_written_down_with_its_user(program, director, acting_role):
    role = RoleFactory(program=program, kind=Role.Kind.RESIDENT)
    client = Client()
    client.force_login(director)

    chosen = {"action": "end_today", "_selected_action": [role.pk], "sure": 1}
    client.post("/admin/people/role/", chosen, follow=True)

    record = records_of(role).first()
    assert (record.by, record.door, record.program) == (director, "admin", program)
    assert set(record.after) == {"ends_on"}
    shown = client.get("/admin/people/record/", {"kind": "people.role"})
    assert f"changed role “{role.user}: resident in {program}”: ends on from nothing to" in (
        shown.text
    )
    asked = {"program": program.slug, "kind": "people.role", "row": role.pk}
    first = client.get("/api/v1/history/", asked).json()["results"][0]
    assert first["sentence"].startswith(f"{director} changed role “{role.user}: resident in")
    assert (first["differences"][0]["name"], first["verb"]) == ("ends on", "change")
    assert "Somebody unknown" in client.get(f"/admin/people/role/{role.pk}/history/").text


def test_rolled_back_change_leaves_no_record_and_no_wrong_name(program, director):
    role = RoleFactory(program=program)
    count = Record.objects.count()
    with transaction.atomic(), acting(lambda: director.pk):
        Role.objects.filter(pk=role.pk).update(ends_on="2026-01-01")
        transaction.set_rollback(True)

    assert Record.objects.count() == count
    Role.objects.filter(pk=role.pk).update(ends_on="2026-01-02")
    assert records_of(role).first().by is None


def test_what_is_no_news_is_not_written_down_and_secrets_never(director):
    token = TokenFactory()
    User.objects.filter(pk=director.pk).update(last_login=now(), first_name=director.first_name)
    before = records_of(director).count()
    director.set_password("nine-lives-of-tea")
    director.save()

    assert records_of(director).count() == before + 1
    assert sentences(director, director)[0].startswith(
        f"Somebody unknown changed user “{director}”: password, through"
    )
    everything = json.dumps(list(Record.objects.values_list("before", "after")))
    assert director.password not in everything
    assert token.digest not in everything


def test_reason_for_leave_is_read_by_those_who_may(program, director, acting_role):
    absence = AbsenceFactory(program=program, kind=Absence.Kind.SICK, reason="The flu.")
    Absence.objects.filter(pk=absence.pk).update(reason="A cold.", ends_on="2026-12-24")

    assert "reason from The flu. to A cold." in sentences(absence, director)[0]
    for other in (acting_role(Role.Kind.CHIEF), UserFactory()):
        (line, *_) = sentences(absence, other)
        assert ": ends on from 2026-02-08 to 2026-12-24; reason, through" in line
        assert "flu" not in line


def test_history_is_read_by_those_who_lead(program, other_program, director, acting_role):
    mine = RotationDemandFactory(rotation=RotationFactory(program=program))
    theirs = RotationDemandFactory(rotation=RotationFactory(program=other_program))
    somebody = EnrolmentFactory(program=program).person
    stranger = EnrolmentFactory(program=other_program).person

    def reads(user: User) -> list[bool]:
        rows = records_for(user, at=now())
        return [
            rows.filter(kind=row._meta.label_lower, row=row.pk).exists()
            for row in (mine, theirs, somebody, stranger)
        ]

    assert reads(director) == [True, False, True, False]
    assert reads(acting_role(Role.Kind.COORDINATOR)) == [False] * 4
    assert reads(UserFactory(is_superuser=True)) == [True] * 4


def test_page_asks_as_little_for_many_records_as_for_few(
    program, director, django_assert_max_num_queries
):
    for _ in range(4):
        RotationDemandFactory(rotation=RotationFactory(program=program)).delete()
        EnrolmentFactory(program=program)
        PersonFactory().delete()
    records = list(Record.objects.all())

    with django_assert_max_num_queries(16):
        told(records, to=director, at=now())


# The chain


@pytest.fixture
def sealed(program):
    """Three records of the program and their seals."""
    role = RoleFactory(program=program)
    for day in ("2026-01-02", "2026-01-03"):
        Role.objects.filter(pk=role.pk).update(ends_on=day)
    seal_history(at=now())
    return list(Record.objects.filter(program=program).order_by("pk"))


def broken(program, by, head="") -> tuple[str, ...]:
    return verify_history(program, by=by, at=now(), head=head).broken


def test_record_and_seal_cannot_be_changed_or_deleted(sealed):
    for rows in (Record.objects.all(), Seal.objects.all()):
        with pytest.raises(DatabaseError, match="stays there"), transaction.atomic():
            rows.delete()
    with pytest.raises(DatabaseError, match="stays there"), transaction.atomic():
        Record.objects.update(door="rest")


def test_chain_holds_and_goes_on(program, director, sealed):
    head = head_of(program.pk).digest
    RoleFactory(program=program)
    seal_history(at=now())

    found = verify_history(program, by=director, at=now(), head=head)

    assert found.broken == ()
    assert found.sealed == Record.objects.filter(program=program).count()
    assert (found.unsealed, found.head != head) == (0, True)
    assert seal_history(at=now()) == 0


def test_change_in_the_database_breaks_the_chain(program, director, sealed):
    place = len(sealed) - 1
    by_hand(f"UPDATE people_record SET by_id = 7 WHERE id = {sealed[place - 1].pk}")

    assert broken(program, director) == (
        f"Place {place}: record {sealed[place - 1].pk} is not what was sealed.",
    )


def test_record_that_was_taken_out_breaks_the_chain(program, director, sealed):
    by_hand(f"DELETE FROM people_record WHERE id = {sealed[0].pk}")

    assert broken(program, director) == ("Place 1: the record is gone, and was not forgotten.",)


def test_seal_that_was_made_anew_is_not_the_one_that_was_written_down(program, director, sealed):
    head = head_of(program.pk).digest
    by_hand(f"DELETE FROM people_seal WHERE digest = '{head}'")
    by_hand(f"DELETE FROM people_record WHERE id = {sealed[-1].pk}")

    assert broken(program, director) == ()
    assert broken(program, director, head) == (f"The seal {head} is not in the chain.",)


def test_export_can_be_verified_without_rounds(program, director, sealed):
    lines = [json.loads(line) for line in export_history(program, by=director, at=now())]

    digest = ""
    for line in lines:
        content = sha256(line["record"].encode()).hexdigest()
        digest = sha256((digest + content).encode()).hexdigest()
        assert line["digest"] == digest
    assert len(lines) == len(sealed)


def test_old_records_are_forgotten_and_the_chain_still_holds(program, director, sealed):
    later = now() + timedelta(days=800)
    day = (now() + timedelta(days=2)).date()
    with pytest.raises(ValidationError) as refusal:
        forget_history(program, before=day, by=director, at=now())
    assert "History of the last 365 days is not forgotten." in refusal.value.messages[0]

    count = forget_history(program, before=day, by=director, at=later)
    seal_history(at=now())

    found = verify_history(program, by=director, at=now())
    assert (count, found.forgotten, found.broken) == (len(sealed), len(sealed), ())
    (kept_one,) = Record.objects.filter(program=program)
    (line,) = told([kept_one], to=director, at=now())
    assert line.deed == f"forgot {count} records of before {day}"


def test_commands_say_what_they_found(program, director, sealed):
    out = StringIO()
    call_command("history", "verify", "--as", director.email, "--program", program.slug, stdout=out)
    call_command("history", "export", "--as", director.email, "--program", program.slug, stdout=out)
    assert "The chain holds. Its head is" in out.getvalue()
    assert out.getvalue().count('"place"') == len(sealed)

    by_hand(f"UPDATE people_record SET door = 'rest' WHERE id = {sealed[0].pk}")
    with pytest.raises(CommandError, match="The chain is broken"):
        call_command("history", "verify", "--as", director.email, "--program", program.slug)
    with pytest.raises(CommandError, match="Only superusers may see the history"):
        call_command("history", "verify", "--as", director.email)
    with pytest.raises(CommandError, match="Say with --before"):
        call_command("history", "forget", "--as", director.email, "--program", program.slug)


def test_chief_does_not_verify(program, acting_role):
    with pytest.raises(PermissionDenied):
        verify_history(program, by=acting_role(Role.Kind.CHIEF), at=now())
