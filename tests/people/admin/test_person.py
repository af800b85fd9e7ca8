"""People are kept with their enrolments, and a person of two programs with each program's own."""

import pytest

from people.models import Enrolment, Person, Role
from tests.factories.people import CredentialFactory, EnrolmentFactory
from tests.people.admin.conftest import messages_of, page

pytestmark = pytest.mark.django_db

EMPTY = {
    f"{inline}-{count}_FORMS": "0"
    for inline in ("enrolments", "credentials", "absences")
    for count in ("TOTAL", "INITIAL")
}
PERSON = {"first_name": "Eli", "last_name": "Elm", "email": "", "phone": ""}


def enrolment_row(program, number=0, **changes):
    row = {
        "program": program.pk,
        "academic_year": "2025",
        "position": "resident",
        "pgy": "2",
        "faculty_role": "",
        "fte_percent": "100",
    } | changes
    return {f"enrolments-{number}-{name}": value for name, value in row.items()}


def test_person_is_added_with_an_enrolment(coordinator, program, sign_in):
    form = PERSON | EMPTY | {"enrolments-TOTAL_FORMS": "1"} | enrolment_row(program)

    sign_in(coordinator).post(page(Person, "add"), form)

    person = Person.objects.get(last_name="Elm")
    assert list(person.enrolments.values_list("program", "pgy")) == [(program.pk, 2)]


def test_person_without_an_enrolment_is_refused(coordinator, sign_in):
    response = sign_in(coordinator).post(page(Person, "add"), PERSON | EMPTY)

    assert response.status_code == 200
    assert not Person.objects.filter(last_name="Elm").exists()
    (formset, *_) = response.context["inline_admin_formsets"]
    assert formset.non_form_errors() == ["Please submit at least 1 form."]


def test_person_is_not_enrolled_in_another_program(coordinator, other_program, sign_in):
    form = PERSON | EMPTY | {"enrolments-TOTAL_FORMS": "1"} | enrolment_row(other_program)

    response = sign_in(coordinator).post(page(Person, "add"), form)

    (formset, *_) = response.context["inline_admin_formsets"]
    assert set(formset.forms[0].errors) == {"program"}
    assert not Enrolment.objects.exists()


def test_superuser_adds_a_person_without_an_enrolment(superuser, sign_in):
    sign_in(superuser).post(page(Person, "add"), PERSON | EMPTY)

    assert Person.objects.filter(last_name="Elm").exists()


@pytest.fixture
def shared(mine, theirs) -> Person:
    """One of ours who also works for the other program."""
    EnrolmentFactory(program=theirs.program, person=mine.person, pgy=3)
    CredentialFactory(program=theirs.program, person=mine.person, kind=theirs.kind)
    return mine.person


def test_shared_person_shows_ones_own_program_only(shared, mine, coordinator, sign_in, leaks):
    response = sign_in(coordinator).get(page(shared, "change"))

    formsets = response.context["inline_admin_formsets"]
    rows = [form.instance for formset in formsets for form in formset.formset.initial_forms]
    assert rows == [mine.enrolment, mine.credential, mine.absence]
    assert leaks(response.text) == []


def test_shared_person_shows_both_to_a_superuser(shared, superuser, sign_in):
    response = sign_in(superuser).get(page(shared, "change"))

    (enrolments, *_) = response.context["inline_admin_formsets"]
    assert len(enrolments.formset.initial_forms) == 2


def test_rows_to_change_are_not_mixed_with_rows_to_read(
    shared, mine, theirs, coordinator, acting, sign_in
):
    acting(Role.Kind.CHIEF, where=theirs.program, user=coordinator)

    response = sign_in(coordinator).get(page(shared, "change"))

    (enrolments, *_) = response.context["inline_admin_formsets"]
    assert [form.instance for form in enrolments.formset.initial_forms] == [mine.enrolment]


def test_enrolment_of_another_program_is_not_changed_by_its_key(
    shared, mine, theirs, coordinator, sign_in
):
    foreign = shared.enrolments.get(program=theirs.program)
    form = (
        PERSON
        | EMPTY
        | {"enrolments-TOTAL_FORMS": "1", "enrolments-INITIAL_FORMS": "1"}
        | enrolment_row(mine.program, id=foreign.pk, person=shared.pk, pgy="7")
    )

    sign_in(coordinator).post(page(shared, "change"), form)

    foreign.refresh_from_db()
    assert foreign.pgy == 3


def test_enrolment_is_changed_and_removed_with_its_person(mine, coordinator, sign_in):
    second = EnrolmentFactory(program=mine.program, person=mine.person, academic_year=2026, pgy=2)
    form = (
        PERSON
        | EMPTY
        | {"enrolments-TOTAL_FORMS": "2", "enrolments-INITIAL_FORMS": "2"}
        | enrolment_row(mine.program, id=second.pk, person=mine.person.pk, academic_year="2026")
        | {"enrolments-0-DELETE": "on"}
        | enrolment_row(
            mine.program, 1, id=mine.enrolment.pk, person=mine.person.pk, fte_percent="80"
        )
    )

    sign_in(coordinator).post(page(mine.person, "change"), form)

    assert list(mine.person.enrolments.values_list("academic_year", "fte_percent")) == [(2025, 80)]


def test_enrolment_in_a_list_does_not_move(mine, theirs, coordinator, acting, sign_in):
    acting(Role.Kind.COORDINATOR, where=theirs.program, user=coordinator)
    form = (
        PERSON
        | EMPTY
        | {"enrolments-TOTAL_FORMS": "1", "enrolments-INITIAL_FORMS": "1"}
        | enrolment_row(theirs.program, id=mine.enrolment.pk, person=mine.person.pk)
    )

    response = sign_in(coordinator).post(page(mine.person, "change"), form, follow=True)

    assert messages_of(response) == ["An enrolment stays with its person and its program."]
    mine.enrolment.refresh_from_db()
    assert mine.enrolment.program == mine.program


def test_account_of_a_person_is_tied_by_superusers_only(
    mine, theirs, coordinator, superuser, sign_in
):
    """Whoever could tie an account to a person could read as that person."""
    form = PERSON | EMPTY | {"user": coordinator.pk}

    sign_in(coordinator).post(page(mine.person, "change"), form)
    mine.person.refresh_from_db()
    assert (mine.person.last_name, mine.person.user) == ("Elm", mine.user)

    sign_in(superuser).post(page(mine.person, "change"), form)
    mine.person.refresh_from_db()
    assert mine.person.user == coordinator


def test_enrolment_on_its_own_page_is_saved_by_the_service(mine, coordinator, sign_in):
    form = {
        "academic_year": "2025",
        "position": "resident",
        "pgy": "2",
        "faculty_role": "",
        "fte_percent": "90",
        "track": "",
        "clinic_min": "1",
        "clinic_max": "5",
        "supervision_min": "0",
        "supervision_max": "0",
        "starts_on": "",
        "ends_on": "",
    }

    sign_in(coordinator).post(page(mine.enrolment, "change"), form)

    mine.enrolment.refresh_from_db()
    assert (mine.enrolment.pgy, mine.enrolment.fte_percent) == (2, 90)


def test_person_is_not_deleted_by_the_office(mine, coordinator, sign_in):
    response = sign_in(coordinator).post(page(mine.person, "delete"), {"post": "yes"})

    assert response.status_code == 403
