"""A rival that was faster is answered in words."""

from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from people.models import Enrolment
from people.services.saving import save_checked
from tests.factories.people import EnrolmentFactory, PersonFactory, ProgramFactory
from tests.people.services.races import wait_for_somebody_to_wait


@pytest.mark.django_db(transaction=True)
def test_row_whose_rival_is_committed_after_validation_is_refused_in_words():
    program, person = ProgramFactory(), PersonFactory()
    answers = []

    def enrol_too() -> None:
        try:
            save_checked(EnrolmentFactory.build(program=program, person=person))
        except ValidationError as refusal:
            answers.extend(refusal.messages)
        finally:
            connection.close()

    second = Thread(target=enrol_too)
    with transaction.atomic():
        EnrolmentFactory(program=program, person=person)
        second.start()
        wait_for_somebody_to_wait()
    second.join(timeout=10)

    assert answers == ["This person is enrolled for that academic year already."]
    assert Enrolment.objects.count() == 1


@pytest.mark.django_db
def test_row_that_is_not_valid_is_not_saved():
    with pytest.raises(ValidationError):
        save_checked(
            EnrolmentFactory.build(program=ProgramFactory(), person=PersonFactory(), pgy=9)
        )

    assert not Enrolment.objects.exists()
