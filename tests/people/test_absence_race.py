"""Two who write past the application at one moment: the database alone keeps absences apart."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from people.models import Absence
from tests.factories.people import PersonFactory, ProgramFactory
from tests.people.services.races import wait_for_somebody_to_wait

INSERT = """
    INSERT INTO people_absence (program_id, person_id, kind, status, source, reason, decision_note,
                                of_six_weeks, starts_on, starts_at_slot, ends_on, ends_slot)
    VALUES (%s, %s, 'vacation', 'requested', 'request', '', '', false, %s, %s, %s, %s)
"""
TO_THE_MORNING = ("2026-02-02", "AM", "2026-02-06", "AM")
FROM_THE_MORNING = ("2026-02-06", "AM", "2026-02-09", "PM")
FROM_THE_AFTERNOON = ("2026-02-06", "PM", "2026-02-09", "PM")


def insert(program, person, days):
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [program.pk, person.pk, *days])


def insert_elsewhere(program, person, days):
    """What the database answers on a connection of its own."""
    try:
        insert(program, person, days)
    except IntegrityError as refusal:
        return refusal.__cause__.diag.constraint_name
    finally:
        connection.close()
    return "done"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("first_stays", "answer"), [(True, "absence_never_overlaps"), (False, "done")]
)
def test_second_of_two_overlapping_absences_waits_for_the_first(first_stays, answer):
    program, other_program, person = ProgramFactory(), ProgramFactory(), PersonFactory()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            insert(program, person, TO_THE_MORNING)
            second = pool.submit(insert_elsewhere, other_program, person, FROM_THE_MORNING)
            wait_for_somebody_to_wait()
            transaction.set_rollback(not first_stays)

        assert second.result() == answer
    assert Absence.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_absences_that_only_touch_do_not_wait_for_each_other():
    program, person = ProgramFactory(), PersonFactory()
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        insert(program, person, TO_THE_MORNING)
        second = pool.submit(insert_elsewhere, program, person, FROM_THE_AFTERNOON)

        assert second.result(timeout=10) == "done"

    assert Absence.objects.count() == 2
