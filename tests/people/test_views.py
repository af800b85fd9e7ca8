"""The account page: secrets are shown once, to their owner, and revoked at a press."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from people.models import Role, Token
from people.models.token import digest_secret
from tests.factories.people import (
    PASSWORD,
    PersonFactory,
    ProgramFactory,
    RoleFactory,
    TokenFactory,
    UserFactory,
)

AT = datetime(2026, 1, 15, 18, tzinfo=UTC)
FORM = {"name": "Night sheet", "scope": "read", "days": "90"}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def user(db):
    return UserFactory(email="ada@example.org")


@pytest.fixture
def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def shown_secret(response, field: str) -> str:
    _, _, rest = response.content.decode().partition(f'id="{field}"')
    return rest.partition('value="')[2].partition('"')[0]


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("get", "/account/"),
        ("post", "/account/tokens/"),
        ("post", "/account/tokens/1/revoke/"),
    ],
)
def test_stranger_is_sent_to_sign_in(client, db, method, address):
    response = getattr(client, method)(address)

    assert response.status_code == 302
    assert response["Location"] == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("address", ["/account/tokens/", "/account/tokens/1/revoke/"])
def test_looking_changes_nothing(signed_in, address):
    assert signed_in.get(address).status_code == 405


def test_forms_are_guarded_against_forgery(user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)

    assert client.post("/account/tokens/").status_code == 403
    assert not Token.objects.exists()


def test_account_says_who_one_is_here(signed_in, user):
    PersonFactory(user=user, first_name="Ada", last_name="Rowan")
    RoleFactory(user=user, program=ProgramFactory(name="Cedar"), kind=Role.Kind.CHIEF)
    RoleFactory(
        user=user, program=ProgramFactory(name="Harbor"), ends_on=(AT - timedelta(days=2)).date()
    )

    page = signed_in.get("/account/").content.decode()

    assert "Ada Rowan" in page
    assert "ada@example.org" in page
    assert "Chief resident" in page
    assert "Harbor" not in page


def test_token_is_shown_once(signed_in, user):
    issued = signed_in.post("/account/tokens/", FORM)
    later = signed_in.get("/account/")

    token, secret = Token.objects.get(), shown_secret(issued, "token-secret")
    assert token.digest == digest_secret(secret)
    assert (token.user, token.name, token.scope) == (user, "Night sheet", "read")
    assert token.expires_at == AT + timedelta(days=90)
    assert "no-store" in issued["Cache-Control"]
    assert "Night sheet" in later.content.decode()
    assert secret not in later.content.decode()


def test_token_may_write_and_last(signed_in):
    signed_in.post("/account/tokens/", FORM | {"scope": "write", "days": ""})

    token = Token.objects.get()
    assert (token.scope, token.expires_at) == ("write", None)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "x" * 81}, "at most 80 characters"),
        ({"scope": "feed"}, "Select a valid choice."),
        ({"days": "9999"}, "Select a valid choice."),
    ],
)
def test_token_that_is_not_described_is_not_made(signed_in, change, words):
    page = signed_in.post("/account/tokens/", FORM | change).content.decode()

    assert words in page
    assert "<details open>" in page
    assert not Token.objects.exists()


def test_revoking_twice_is_refused_in_words(signed_in, user):
    token = TokenFactory(user=user, revoked_at=AT)

    response = signed_in.post(f"/account/tokens/{token.pk}/revoke/", follow=True)

    assert "This token is revoked already." in response.content.decode()


def test_token_of_another_does_not_exist(signed_in):
    token = TokenFactory(name="Theirs")

    assert "Theirs" not in signed_in.get("/account/").content.decode()
    assert signed_in.post(f"/account/tokens/{token.pk}/revoke/").status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None


def test_superuser_revokes_only_their_own_here(db):
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    token = TokenFactory()

    assert client.post(f"/account/tokens/{token.pk}/revoke/").status_code == 404


def test_expired_token_is_marked(signed_in, user):
    TokenFactory(user=user, expires_at=AT - timedelta(days=1))

    assert '<span class="warn">expired</span>' in signed_in.get("/account/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_account_costs_the_same_for_any_number_of_tokens(
    signed_in, user, count, django_assert_num_queries
):
    TokenFactory.create_batch(count, user=user)
    TokenFactory.create_batch(count, user=user, scope="feed")
    RoleFactory.create_batch(count, user=user)

    with django_assert_num_queries(8):
        signed_in.get("/account/")


# Signing in


def test_sign_in_is_friendly_about_a_mistake(client, user):
    response = client.post(
        "/accounts/login/", {"login": "ada@example.org", "password": "not the one"}
    )

    page = response.content.decode()
    assert response.status_code == 200
    assert 'role="alert"' in page
    assert "not correct" in page
    assert "/accounts/signup/" not in page


def test_sign_in_leads_where_one_wanted_to_go(client, user):
    response = client.post(
        "/accounts/login/",
        {"login": "Ada@Example.org", "password": PASSWORD, "next": "/account/"},
    )

    assert (response.status_code, response["Location"]) == (302, "/account/")
    assert "ada@example.org" in client.get("/account/").content.decode()


def test_sign_out_is_a_press_and_is_confirmed(signed_in):
    response = signed_in.post("/accounts/logout/", follow=True)

    assert "You are signed out." in response.content.decode()
    assert signed_in.get("/account/").status_code == 302


def test_forgotten_password_is_mailed_in_plain_words(client, user, mailoutbox):
    client.post("/accounts/password/reset/", {"email": "ada@example.org"})

    (mail,) = mailoutbox
    assert mail.subject == "Choose a new password for Rounds"
    assert mail.to == ["ada@example.org"]
    assert "/accounts/password/reset/key/" in mail.body
    assert "your password stays as it is" in mail.body


def test_unknown_address_is_told_the_same(client, user, mailoutbox):
    known = client.post("/accounts/password/reset/", {"email": "ada@example.org"}, follow=True)
    unknown = client.post("/accounts/password/reset/", {"email": "who@example.org"}, follow=True)

    assert known.content == unknown.content
    assert len(mailoutbox) == 1


def test_password_is_changed(signed_in, user):
    new = "a longer sentence of words"
    response = signed_in.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
        follow=True,
    )

    assert "Your password is changed." in response.content.decode()
    user.refresh_from_db()
    assert user.check_password(new)


def test_address_is_the_offices_to_change(signed_in, user):
    """Single sign-on finds accounts by it."""
    signed_in.post("/accounts/email/", {"email": "chief@example.org", "action_add": ""})

    assert list(user.emailaddress_set.values_list("email", flat=True)) == ["ada@example.org"]
