"""Two programs with a row of everything in each, and ways to walk the admin site."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import models
from django.test import Client
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
from tests.factories.people import AbsenceFactory, CredentialFactory, CredentialKindFactory

MODELS = (Program, Person, Enrolment, CredentialKind, Credential, Absence, Role, User)


@dataclass
class Rows:
    """One program's row of each model."""

    program: Program
    person: Person
    enrolment: Enrolment
    kind: CredentialKind
    credential: Credential
    absence: Absence
    role: Role
    user: User

    def of(self, model: type[models.Model]) -> models.Model:
        return next(row for row in vars(self).values() if type(row) is model)


def rows_of(program: Program, person: Person, code: str) -> Rows:
    kind = CredentialKindFactory(program=program, code=code)
    return Rows(
        program=program,
        person=person,
        enrolment=person.enrolments.get(),
        kind=kind,
        credential=CredentialFactory(program=program, person=person, kind=kind),
        absence=AbsenceFactory(program=program, person=person, kind="medical", reason="Knee."),
        role=person.user.roles.get(),
        user=person.user,
    )


@pytest.fixture
def mine(program, resident) -> Rows:
    resident.user.email = "rowan@example.org"
    resident.user.save()
    return rows_of(program, resident, "CEDARCERT")


@pytest.fixture
def theirs(other_program, stranger) -> Rows:
    stranger.user.email = "stranger@example.org"
    stranger.user.save()
    return rows_of(other_program, stranger, "HARBORCERT")


# What would give the other program away on a page.
GIVEAWAYS = ("Harbor", "Stranger", "stranger@example.org", "HARBORCERT")


@pytest.fixture
def leaks() -> Callable[[str], list[str]]:
    return lambda text: [word for word in GIVEAWAYS if word in text]


@pytest.fixture
def sign_in(client: Client) -> Callable[[User], Client]:
    def make(user: User) -> Client:
        client.force_login(user)
        return client

    return make


def page(row_or_model: models.Model | type[models.Model], name: str) -> str:
    """The address of an admin page, of a model or of a row."""
    place = f"admin:people_{row_or_model._meta.model_name}_{name}"
    return reverse(place, args=() if isinstance(row_or_model, type) else (row_or_model.pk,))


def messages_of(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]
