"""Second factors: authenticators, recovery codes, lockout, and roles that must have one."""

import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from config.checks import check_second_factor_roles
from people.models import Role, User
from people.services.second_factors import take_off_second_factors
from tests.factories.people import PASSWORD, PersonFactory, RoleFactory, TokenFactory, UserFactory

AT = "2026-01-15T18:00:00Z"
LOGIN, CODE, HERE = "/accounts/login/", "/accounts/factors/authenticate/", "/account/"
SET_UP = "/accounts/factors/totp/activate/"
AGAIN = "/accounts/reauthenticate/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(AT, tick=False) as moved:
        yield moved


@pytest.fixture
def ada(db) -> User:
    return UserFactory(email="ada@example.org")


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))


def by_password(client: Client, password: str = PASSWORD):
    return client.post(LOGIN, {"login": "ada@example.org", "password": password, "next": HERE})


def is_in(client: Client) -> bool:
    return client.get(HERE).status_code == 200


def set_up(client: Client) -> tuple[str, list[str]]:
    """By the pages, as anybody does. Returns the secret and the codes on paper."""
    client.post(AGAIN, {"password": PASSWORD})
    secret = client.get(SET_UP).context["form"].secret
    shown = client.post(SET_UP, {"code": code_of(secret)}, follow=True).content.decode()
    return secret, re.findall(r"<li><code>(\w+)</code>", shown)


def test_authenticator_is_asked_for_after_the_password(client, ada, clock):
    by_password(client)
    assert AGAIN in client.get(SET_UP)["Location"]
    secret, on_paper = set_up(client)

    assert len(on_paper) == 10
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept

    clock.shift(120)
    stranger = Client()
    assert by_password(stranger)["Location"].startswith(CODE)
    assert not is_in(stranger)
    assert "Incorrect code" in stranger.post(CODE, {"code": "000000"}).content.decode()
    assert stranger.post(CODE, {"code": code_of(secret)})["Location"] == HERE
    assert is_in(stranger)


def test_recovery_code_lets_in_once(client, ada):
    by_password(client)
    _, (code, *_) = set_up(client)

    answers = []
    for visitor in (Client(), Client()):
        by_password(visitor)
        visitor.post(CODE, {"code": code})
        answers.append(is_in(visitor))

    assert answers == [True, False]
    assert "9 codes left of 10" in client.get("/accounts/factors/recovery-codes/").content.decode()


def test_wrong_passwords_shut_the_account_for_five_minutes(client, ada, clock):
    for _ in range(5):
        by_password(client, "not the one")

    refused = by_password(client)

    assert "Too many failed login attempts" in refused.content.decode()
    assert not is_in(client)
    clock.shift(5 * 60 + 1)
    assert by_password(client)["Location"] == HERE


def test_wrong_codes_shut_the_account_too(client, ada):
    by_password(client)
    secret, _ = set_up(client)
    visitor = Client()
    by_password(visitor)
    for _ in range(5):
        visitor.post(CODE, {"code": "000000"})

    refused = visitor.post(CODE, {"code": code_of(secret)})

    assert "Too many failed login attempts" in refused.content.decode()
    assert not is_in(visitor)


def test_role_that_must_have_one_sets_it_up_before_all_else(client, ada, settings):
    settings.SECOND_FACTOR_ROLES = ["coordinator"]
    RoleFactory(user=ada, kind=Role.Kind.COORDINATOR)
    by_password(client)

    sent_on = client.get("/my/", follow=True)

    assert sent_on.request["PATH_INFO"] == "/accounts/factors/"
    assert "Your role asks for a second factor. Set one up, then go on." in (
        sent_on.content.decode()
    )
    asked = client.get("/api/v1/programs/")
    assert (asked.status_code, asked.json()["code"]) == (403, "second_factor")
    assert client.get(HERE).status_code == 200

    set_up(client)
    assert client.get("/my/", follow=True).request["PATH_INFO"] != "/accounts/factors/"
    assert client.get("/api/v1/programs/").status_code == 200


def test_role_that_need_not_is_not_asked(client, ada, settings):
    settings.SECOND_FACTOR_ROLES = ["coordinator"]
    RoleFactory(user=ada, kind=Role.Kind.COORDINATOR, ends_on="2025-12-31")
    RoleFactory(user=ada, kind=Role.Kind.RESIDENT)
    by_password(client)

    assert client.get("/notices/").status_code == 200


def test_superuser_holds_every_role_and_a_token_is_no_session(client, db, settings):
    settings.SECOND_FACTOR_ROLES = ["coordinator"]
    client.force_login(chief := UserFactory(is_superuser=True, is_staff=True))
    TokenFactory(user=chief, secret="rounds_key")

    assert client.get("/admin/")["Location"] == "/accounts/factors/"
    asked = Client().get("/api/v1/programs/", headers={"authorization": "Bearer rounds_key"})
    assert asked.status_code == 200


def test_role_that_nobody_has_is_an_error_of_the_configuration(settings):
    settings.SECOND_FACTOR_ROLES = ["coordinator", "boss"]

    (error,) = check_second_factor_roles()

    assert error.msg == (
        "SECOND_FACTOR_ROLES names “boss”, which is no role. There are admin, coordinator,"
        " director, chief, faculty, resident."
    )


def test_lost_telephone_is_taken_off_by_superusers_alone(client, ada):
    PersonFactory(user=ada)
    by_password(client)
    set_up(client)
    chief = UserFactory(is_superuser=True)

    with pytest.raises(PermissionDenied):
        take_off_second_factors(ada, by=ada, at=timezone.now())
    take_off_second_factors(ada, by=chief, at=timezone.now())

    assert by_password(Client())["Location"] == HERE
    with pytest.raises(ValidationError) as refusal:
        take_off_second_factors(ada, by=chief, at=timezone.now())
    assert refusal.value.messages == ["ada@example.org has no second factor."]
