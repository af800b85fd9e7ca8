"""Which role finds which pages open."""

import pytest
from django.urls import reverse

from people.models import (
    Absence,
    Credential,
    Enrolment,
    Person,
    Program,
    Role,
    Token,
    User,
)
from tests.factories.people import (
    TokenFactory,
    UserFactory,
)
from tests.people.admin.conftest import MODELS, page

pytestmark = pytest.mark.django_db

# Which lists a role may see: 200, or 403.
LISTS = {
    Role.Kind.ADMIN: set(MODELS),
    Role.Kind.DIRECTOR: set(MODELS),
    Role.Kind.COORDINATOR: set(MODELS),
    Role.Kind.CHIEF: set(MODELS) - {Role, User},
    Role.Kind.FACULTY: set(),
    Role.Kind.RESIDENT: set(),
}


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("kind", LISTS)
def test_list_is_open_to_the_roles_of_the_table(kind, model, acting, sign_in):
    response = sign_in(acting(kind)).get(page(model, "changelist"))

    assert response.status_code == (200 if model in LISTS[kind] else 403)


@pytest.mark.parametrize("model", [*MODELS, Token])
def test_anonymous_is_sent_to_sign_in(model, client):
    response = client.get(page(model, "changelist"))

    assert response.status_code == 302


@pytest.mark.parametrize("kind", LISTS)
def test_tokens_are_for_superusers(kind, acting, sign_in):
    TokenFactory()

    assert sign_in(acting(kind)).get(page(Token, "changelist")).status_code == 403


@pytest.mark.parametrize("model", [Person, Enrolment, Credential, Absence, Program])
def test_chief_reads_and_does_not_write(model, mine, acting, sign_in):
    client = sign_in(acting(Role.Kind.CHIEF))

    assert client.get(page(mine.of(model), "change")).status_code == 200
    assert client.post(page(mine.of(model), "change"), {}).status_code == 403
    assert client.get(page(model, "add")).status_code == 403
    assert client.post(page(mine.of(model), "delete"), {"post": "yes"}).status_code == 403


def test_index_names_only_what_a_role_may_see(acting, sign_in):
    def listed(kind):
        response = sign_in(acting(kind)).get(reverse("admin:index"))
        return {
            model["object_name"]
            for app in response.context["app_list"]
            if app["app_label"] == "people"
            for model in app["models"]
        }

    assert listed(Role.Kind.COORDINATOR) >= {model.__name__ for model in MODELS}
    assert listed(Role.Kind.RESIDENT) == set()


def test_role_that_ended_opens_nothing(mine, coordinator, sign_in):
    coordinator.roles.update(ends_on="2025-01-01")

    assert sign_in(coordinator).get(page(Person, "changelist")).status_code == 403


def test_account_without_entry_is_sent_to_sign_in(mine, sign_in):
    response = sign_in(UserFactory()).get(page(Person, "changelist"))

    assert response.status_code == 302
