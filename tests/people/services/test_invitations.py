"""Invitations: a link by mail that opens an account once."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from people.models import Role, User
from people.services.accounts import choose_language
from people.services.invitations import invite, mail_invitation
from tests.factories.people import PASSWORD, EnrolmentFactory, PersonFactory

pytestmark = pytest.mark.django_db

NEW = "nine-lives-of-tea"


@pytest.fixture
def newcomer(program):
    person = PersonFactory(first_name="Ada", last_name="Rowan", email="Ada@example.org")
    EnrolmentFactory(program=program, person=person)
    return person


def link_in(mail) -> str:
    return re.search(r"http://localhost:8000(/accounts/password/reset/key/\S+)", mail.body)[1]


def open_link(client: Client, link: str):
    return client.get(link, follow=True)


def test_invited_person_chooses_a_password_and_is_in(
    client, newcomer, coordinator, at, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        user = invite(newcomer, by=coordinator, at=at)

    (mail,) = mailoutbox
    assert (mail.subject, mail.to) == ("You are invited to Rounds", ["ada@example.org"])
    assert "You sign in with ada@example.org. The link is good for 7 days" in mail.body
    form = open_link(client, link_in(mail))
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})

    assert client.get("/account/").context["user"] == user
    assert not user.roles.exists()
    assert "This link no longer works" in open_link(Client(), link_in(mail)).content.decode()


def test_who_never_came_is_invited_again_and_who_came_is_not(
    client, newcomer, coordinator, at, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        first = invite(newcomer, by=coordinator, at=at)
        again = invite(newcomer, by=coordinator, at=at)
    assert (first, User.objects.filter(email="ada@example.org").count()) == (again, 1)
    assert len(mailoutbox) == 2
    User.objects.filter(pk=first.pk).update(last_login=at)
    newcomer.refresh_from_db()

    with pytest.raises(ValidationError) as refusal:
        invite(newcomer, by=coordinator, at=at)

    assert refusal.value.messages == [
        f"{newcomer} has signed in before. A forgotten password is reset on the sign-in page."
    ]


def test_person_without_an_address_is_not_invited(program, coordinator, at):
    person = EnrolmentFactory(program=program, person=PersonFactory(email="")).person

    with pytest.raises(ValidationError) as refusal:
        invite(person, by=coordinator, at=at)

    assert refusal.value.messages == [
        f"{person} has no e-mail address. Enter one, then invite again."
    ]


@pytest.mark.parametrize("kind", [Role.Kind.CHIEF, Role.Kind.RESIDENT])
def test_people_are_invited_by_the_office(kind, newcomer, acting, at, mailoutbox):
    with pytest.raises(PermissionDenied):
        invite(newcomer, by=acting(kind), at=at)

    assert (mailoutbox, User.objects.filter(email="ada@example.org").count()) == ([], 0)


def test_invitation_speaks_the_language_of_its_reader(resident, mailoutbox):
    choose_language(resident.user, "es", by=resident.user)

    mail_invitation(resident.user)

    assert mailoutbox[0].subject == "Invitación a Rounds"
    assert resident.user.check_password(PASSWORD)
