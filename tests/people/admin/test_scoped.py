"""Nothing of another program shows in lists, pages, choices, searches or actions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import (
    Absence,
    Credential,
    CredentialKind,
    Enrolment,
    Person,
    Program,
    Role,
    User,
)
from tests.factories.people import (
    AbsenceFactory,
    CredentialFactory,
    EnrolmentFactory,
    RoleFactory,
)
from tests.people.admin.conftest import GIVEAWAYS, MODELS, page

pytestmark = pytest.mark.django_db

# Where the office may add a row.
ADDED_BY_THE_OFFICE = (Person, Enrolment, CredentialKind, Credential, Absence, Role)


@pytest.mark.parametrize("model", MODELS)
def test_list_shows_only_ones_own_program(model, mine, theirs, coordinator, sign_in, leaks):
    response = sign_in(coordinator).get(page(model, "changelist"))

    rows = response.context["cl"].result_list
    assert mine.of(model) in rows
    assert theirs.of(model) not in rows
    assert leaks(response.text) == []


@pytest.mark.parametrize("model", MODELS)
def test_superuser_sees_both_programs(model, mine, theirs, superuser, sign_in):
    response = sign_in(superuser).get(page(model, "changelist"))

    assert {mine.of(model), theirs.of(model)} <= set(response.context["cl"].result_list)


@pytest.mark.parametrize("name", ["change", "delete", "history"])
@pytest.mark.parametrize("model", MODELS)
def test_row_of_another_program_does_not_exist(
    model, name, mine, theirs, coordinator, sign_in, leaks
):
    client = sign_in(coordinator)
    url = page(theirs.of(model), name)

    answers = [client.get(url, follow=True), client.post(url, {"post": "yes"}, follow=True)]

    for response in answers:
        refused = response.status_code == 403
        sent_away = [target for target, _ in response.redirect_chain] == [reverse("admin:index")]
        assert refused or sent_away
        assert leaks(response.text) == []
    theirs.of(model).refresh_from_db()


@pytest.mark.parametrize("model", MODELS)
def test_page_of_ones_own_row_offers_nothing_of_another_program(
    model, mine, theirs, coordinator, sign_in, leaks
):
    response = sign_in(coordinator).get(page(mine.of(model), "change"))

    assert response.status_code == 200
    assert leaks(response.text) == []


@pytest.mark.parametrize("model", ADDED_BY_THE_OFFICE)
def test_new_row_offers_nothing_of_another_program(
    model, mine, theirs, coordinator, sign_in, leaks
):
    response = sign_in(coordinator).get(page(model, "add"))

    assert response.status_code == 200
    assert "Cedar Family Medicine" in response.text
    assert leaks(response.text) == []


@pytest.mark.parametrize("model", [Program, User])
def test_office_does_not_add_programs_or_accounts(model, coordinator, sign_in):
    assert sign_in(coordinator).get(page(model, "add")).status_code == 403


def test_superuser_is_offered_both_programs(mine, theirs, superuser, sign_in, leaks):
    response = sign_in(superuser).get(page(Credential, "add"))

    assert leaks(response.text) == ["Harbor", "HARBORCERT"]


def test_row_of_a_program_that_one_only_reads_is_not_written(
    mine, theirs, coordinator, acting, other_program, sign_in
):
    """A coordinator here and a chief there: the list mixes rows to change and rows to read."""
    acting(Role.Kind.CHIEF, where=other_program, user=coordinator)
    client = sign_in(coordinator)

    listed = client.get(page(Credential, "changelist")).context["cl"].result_list
    form = client.get(page(Credential, "add")).context["adminform"].form

    assert set(listed) == {mine.credential, theirs.credential}
    assert list(form.fields["program"].queryset) == [mine.program]
    assert client.post(page(theirs.credential, "change"), {}).status_code == 403
    assert client.post(page(theirs.credential, "delete"), {"post": "yes"}).status_code == 403


def test_bulk_deletion_stops_at_the_border(
    mine, theirs, coordinator, acting, other_program, sign_in
):
    acting(Role.Kind.CHIEF, where=other_program, user=coordinator)

    sign_in(coordinator).post(
        page(Credential, "changelist"),
        {
            "action": "delete_selected",
            "_selected_action": [mine.credential.pk, theirs.credential.pk],
            "post": "yes",
        },
    )

    assert Credential.objects.filter(pk=theirs.credential.pk).exists()


def test_bulk_deletion_does_not_see_another_program(mine, theirs, coordinator, sign_in):
    sign_in(coordinator).post(
        page(Credential, "changelist"),
        {
            "action": "delete_selected",
            "_selected_action": [mine.credential.pk, theirs.credential.pk],
            "post": "yes",
        },
    )

    assert list(Credential.objects.all()) == [theirs.credential]


def credential_form(rows, **changes):
    return {
        "program": rows.program.pk,
        "person": rows.person.pk,
        "kind": rows.kind.pk,
        "issued_on": "2026-01-01",
        "expires_on": "",
    } | changes


def test_row_is_added_in_ones_own_program(mine, coordinator, sign_in):
    sign_in(coordinator).post(page(Credential, "add"), credential_form(mine))

    assert mine.person.credentials.count() == 2


@pytest.mark.parametrize("field", ["program", "person", "kind"])
def test_row_of_another_program_is_not_chosen_by_its_key(field, mine, theirs, coordinator, sign_in):
    form = credential_form(mine, **{field: getattr(theirs, field).pk})

    response = sign_in(coordinator).post(page(Credential, "add"), form)

    assert set(response.context["adminform"].form.errors) == {field}
    assert Credential.objects.count() == 2


def test_row_does_not_move_to_another_program(mine, theirs, coordinator, acting, sign_in):
    acting(Role.Kind.COORDINATOR, where=theirs.program, user=coordinator)
    form = credential_form(mine, program=theirs.program.pk, issued_on="2025-07-02")

    sign_in(coordinator).post(page(mine.credential, "change"), form)

    mine.credential.refresh_from_db()
    assert str(mine.credential.issued_on) == "2025-07-02"
    assert mine.credential.program == mine.program


def test_only_program_is_chosen_already(mine, coordinator, acting, other_program, sign_in):
    client = sign_in(coordinator)

    def program_field():
        return client.get(page(Credential, "add")).context["adminform"].form.fields["program"]

    assert (program_field().initial, program_field().empty_label) == (mine.program, None)
    acting(Role.Kind.COORDINATOR, where=other_program, user=coordinator)
    assert (program_field().initial, bool(program_field().empty_label)) == (None, True)


@pytest.mark.parametrize(
    ("model", "field"), [("credential", "person"), ("absence", "person"), ("role", "user")]
)
def test_search_in_a_choice_finds_only_ones_own_program(
    model, field, mine, theirs, coordinator, sign_in
):
    response = sign_in(coordinator).get(
        reverse("admin:autocomplete"),
        {"app_label": "people", "model_name": model, "field_name": field, "term": ""},
    )

    found = {result["id"] for result in response.json()["results"]}
    expected = {mine.person.pk} if field == "person" else {mine.user.pk, coordinator.pk}
    assert found == {str(pk) for pk in expected}


def test_search_in_a_choice_is_closed_to_residents(mine, resident, sign_in):
    resident.user.is_staff = True
    resident.user.save()

    response = sign_in(resident.user).get(
        reverse("admin:autocomplete"),
        {"app_label": "people", "model_name": "credential", "field_name": "person"},
    )

    assert response.status_code == 403


def test_search_finds_only_ones_own_program(mine, theirs, coordinator, sign_in):
    response = sign_in(coordinator).get(page(Person, "changelist"), {"q": "Stranger"})

    assert list(response.context["cl"].result_list) == []


def test_filter_offers_only_ones_own_programs(
    mine, theirs, coordinator, superuser, acting, sign_in
):
    third = RoleFactory(user=coordinator, kind=Role.Kind.COORDINATOR).program

    def offered(user):
        response = sign_in(user).get(page(Credential, "changelist"))
        filters = {getattr(it, "field_path", ""): it for it in response.context["cl"].filter_specs}
        return {key for key, _ in filters["program"].lookup_choices}

    assert offered(coordinator) == {mine.program.pk, third.pk}
    assert offered(superuser) == {mine.program.pk, theirs.program.pk, third.pk}


@pytest.mark.parametrize(
    ("model", "lookup"),
    [
        (Absence, "reason__startswith"),
        (Absence, "kind__exact"),
        (Absence, "person__user__password__startswith"),
        (Person, "phone__startswith"),
        (Person, "enrolments__pgy"),
        (User, "password__startswith"),
        (User, "is_superuser__exact"),
    ],
)
def test_list_is_not_asked_what_no_filter_offers(model, lookup, acting, coordinator, sign_in):
    user = acting(Role.Kind.CHIEF) if model is Absence else coordinator

    response = sign_in(user).get(page(model, "changelist"), {lookup: "1"})

    assert response.status_code == 400


def test_list_is_asked_what_a_filter_offers(mine, coordinator, sign_in):
    client = sign_in(coordinator)
    RoleFactory(user=coordinator)  # a second program, where the account may do nothing here

    found = client.get(page(Absence, "changelist"), {"kind__exact": "medical"})
    not_found = client.get(page(Absence, "changelist"), {"kind__exact": "jury"})

    assert list(found.context["cl"].result_list) == [mine.absence]
    assert list(not_found.context["cl"].result_list) == []


@pytest.mark.parametrize("model", MODELS)
def test_list_costs_the_same_however_long(model, mine, coordinator, sign_in):
    client = sign_in(coordinator)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(page(model, "changelist"))
        return len(captured)

    # With a second program its name is told and filtered by.
    RoleFactory(user=coordinator, kind=Role.Kind.COORDINATOR)
    few = queries()
    for _ in range(3):
        person = EnrolmentFactory(program=mine.program).person
        CredentialFactory(program=mine.program, person=person)
        AbsenceFactory(program=mine.program, person=person)
        RoleFactory(program=mine.program)
        RoleFactory(user=coordinator, kind=Role.Kind.COORDINATOR)

    assert queries() == few
    assert few <= 20


def test_giveaways_are_there_to_be_given_away(mine, theirs, superuser, sign_in):
    shown = "".join(sign_in(superuser).get(page(model, "changelist")).text for model in MODELS)

    assert [word for word in GIVEAWAYS if word in shown] == list(GIVEAWAYS)
