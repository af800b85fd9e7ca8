"""What is published or withdrawn keeps its assignments, whoever asks the database otherwise."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from scheduling.models import Assignment, ChangeSet, ScheduleVersion
from tests.factories.scheduling import (
    CREATED_AT,
    AcademicYearFactory,
    AssignmentFactory,
    ScheduleVersionFactory,
    freeze,
)

pytestmark = pytest.mark.django_db

Status = ScheduleVersion.Status
COLUMNS = ", ".join(
    field.column for field in Assignment._meta.concrete_fields if not field.primary_key
)
NEXT_DAY = COLUMNS.replace("starts_on, ends_on", "starts_on + 1, ends_on + 1")
COPY_DAY = f"SELECT {NEXT_DAY} FROM scheduling_assignment WHERE id = %(row)s"


def next_day(row):
    twin = Assignment.objects.get(pk=row.pk)
    twin.pk, twin.starts_on, twin.ends_on = None, row.starts_on + timedelta(days=1), row.ends_on
    twin.ends_on += timedelta(days=1)
    twin._state.adding = True
    return twin


def later(row):
    row.ends_at += timedelta(minutes=30)
    return row


def raw(statement):
    def run(row):
        asked = {"row": row.pk, "version": row.version_id, "person": row.person_id}
        with connection.cursor() as cursor:
            for part in statement.split(";"):
                cursor.execute(part, asked)

    return run


def elsewhere(row):
    """The draft of another year of the same program."""
    year = AcademicYearFactory(program=row.version.schedule.program, year=2030)
    return ScheduleVersionFactory(schedule__academic_year=year)


ATTEMPTS = {
    "save": lambda row: later(row).save(),
    "save of one field": lambda row: later(row).save(update_fields=["ends_at"]),
    "update": lambda row: Assignment.objects.filter(pk=row.pk).update(
        locked=False, source="manual"
    ),
    "update to the same": lambda row: Assignment.objects.filter(pk=row.pk).update(slot=row.slot),
    "bulk update": lambda row: Assignment.objects.bulk_update([later(row)], ["ends_at"]),
    "move away": lambda row: row.version.assignments.update(version=elsewhere(row)),
    "create": lambda row: next_day(row).save(),
    "bulk create": lambda row: Assignment.objects.bulk_create([next_day(row)]),
    "bulk create, conflicts ignored": lambda row: Assignment.objects.bulk_create(
        [next_day(row)], ignore_conflicts=True
    ),
    "delete": lambda row: row.delete(),
    "delete of many": lambda row: row.version.assignments.all().delete(),
    "delete of the version": lambda row: row.version.delete(),
    "raw update": raw("UPDATE scheduling_assignment SET slot = 'PM' WHERE id = %(row)s"),
    "raw move away": lambda row: raw(
        f"UPDATE scheduling_assignment SET version_id = {elsewhere(row).pk} WHERE id = %(row)s"
    )(row),
    "raw insert": raw(f"INSERT INTO scheduling_assignment ({COLUMNS}) {COPY_DAY}"),
    "raw upsert": raw(
        f"INSERT INTO scheduling_assignment (id, {COLUMNS})"
        f" SELECT id, {COLUMNS} FROM scheduling_assignment WHERE id = %(row)s"
        " ON CONFLICT (id) DO UPDATE SET slot = 'PM'"
    ),
    "raw merge": raw(
        "MERGE INTO scheduling_assignment a USING (SELECT %(row)s::bigint AS id) b ON a.id = b.id"
        " WHEN MATCHED THEN DELETE"
    ),
    "raw delete": raw("DELETE FROM scheduling_assignment WHERE person_id = %(person)s"),
    "raw delete of all": raw("DELETE FROM scheduling_assignment"),
    "raw delete, the version first": raw(
        "DELETE FROM scheduling_scheduleversion WHERE id = %(version)s;"
        "DELETE FROM scheduling_assignment WHERE version_id = %(version)s"
    ),
    "raw delete in a part of a query": raw(
        "WITH gone AS (DELETE FROM scheduling_assignment WHERE id = %(row)s RETURNING id)"
        " SELECT count(*) FROM gone"
    ),
}


def stored():
    return list(Assignment.objects.order_by("pk").values())


def withdraw(version):
    ScheduleVersion.objects.filter(pk=version.pk).update(
        status=Status.WITHDRAWN, withdrawn_at=CREATED_AT
    )


@pytest.fixture
def row():
    return AssignmentFactory()


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.WITHDRAWN])
@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
def test_frozen_assignments_are_refused_every_change(attempt, status, row):
    freeze(row.version)
    if status == Status.WITHDRAWN:
        withdraw(row.version)
    before = stored()

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        attempt(row)

    said = refusal.value.__cause__.diag
    assert said.message_primary == f"Schedule version {before[0]['version_id']} is frozen."
    assert said.sqlstate == "23514"
    assert stored() == before


# Nobody deletes a version before its assignments; the database cannot tell that it was a draft.
@pytest.mark.parametrize("name", [name for name in ATTEMPTS if "version first" not in name])
def test_draft_takes_the_same_changes(name, row):
    before = stored()

    ATTEMPTS[name](row)

    assert (stored() == before) is (name == "update to the same")


def test_statement_that_touches_a_draft_and_a_frozen_version_changes_neither(row):
    freeze(row.version)
    AssignmentFactory(person=row.person)
    before = stored()

    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(person=row.person).update(slot="PM")

    assert stored() == before


def test_assignment_of_a_draft_does_not_move_into_a_frozen_version(row):
    frozen = freeze(ScheduleVersionFactory())

    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(pk=row.pk).update(version=frozen)

    assert list(frozen.assignments.all()) == []


def test_statement_that_touches_no_row_is_not_refused(row):
    freeze(row.version)

    assert Assignment.objects.filter(version=row.version, slot="PM").update(locked=True) == 0


def change_set(version, **more):
    return ChangeSet.objects.create(
        version=version, kind="edit", at=CREATED_AT, sentence="Changed.", **more
    )


@contextmanager
def named(made):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('rounds.change_set', %s, true)", [str(made.pk)])
        yield
        cursor.execute("SELECT set_config('rounds.change_set', '', true)")


def test_published_version_takes_what_names_a_change_set_of_its_own(row):
    version = freeze(row.version)
    made = change_set(version)

    with named(made):
        version.assignments.update(slot="PM")

    cells = [(c.slot, c.before is None, c.after is None) for c in made.changes.all()]
    assert sorted(cells) == [("AM", False, True), ("PM", True, False)]
    with pytest.raises(IntegrityError), transaction.atomic():
        version.assignments.update(slot="AM")


@pytest.mark.parametrize("whose", ["another", "withdrawn", "opened"])
def test_published_version_takes_nothing_else(row, whose):
    version = freeze(row.version)
    made = change_set(version if whose != "another" else ScheduleVersionFactory())
    if whose == "withdrawn":
        withdraw(version)
    if whose == "opened":
        ChangeSet.objects.update(kind="open")

    with pytest.raises(IntegrityError), transaction.atomic(), named(made):
        version.assignments.update(slot="PM")


@pytest.mark.django_db(transaction=True)
def test_change_set_is_closed_with_its_transaction_and_its_record_stays():
    version = AssignmentFactory().version
    with transaction.atomic():
        made = change_set(freeze(version))
        with named(made):
            version.assignments.update(locked=True, lock_reason="Own patients")

    for attempt in (
        lambda: version.assignments.update(locked=False, lock_reason=""),
        lambda: made.changes.update(before=None),
        lambda: made.changes.all().delete(),
        lambda: made.delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), named(made):
            attempt()

    assert made.changes.get().before["locked"] is False
