"""Single sign-on: configured by the environment, carried out with a provider over real HTTP."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured

from config.sign_on import OIDC, SAML, form_targets, providers_from_env
from people.models import User
from tests.factories.people import PASSWORD, UserFactory
from tests.identity_providers import ENTITY, started_provider

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
OIDC_LOGIN = "/accounts/oidc/hospital/login/"
SAML_AT = "/accounts/saml/hospital"


@pytest.fixture
def provider(settings, monkeypatch):
    """One provider for both ways, as an installation would name it."""
    with started_provider() as started:
        monkeypatch.setenv("OIDC_SERVER_URL", started.address)
        monkeypatch.setenv("SAML_METADATA_URL", f"{started.address}/metadata")
        monkeypatch.setenv("SAML_ENTITY_ID", ENTITY)
        settings.SOCIALACCOUNT_PROVIDERS = providers_from_env()
        yield started


@pytest.fixture
def ada(db) -> User:
    return UserFactory(email="ada@example.org")


def signs_in_as(client) -> str:
    page = client.get("/account/")
    return page.context["user"].email if page.status_code == 200 else "nobody"


def by_oidc(client, provider):
    asked = client.post(f"{OIDC_LOGIN}?next=/account/")
    assert asked["Location"].startswith(f"{provider.address}/authorize?")
    return client.get(f"{OIDC_LOGIN}callback/", provider.allow(asked["Location"]), follow=True)


def by_saml(client, provider, **changes):
    asked = client.post(f"{SAML_AT}/login/?next=/account/", HTTP_HOST="testserver")
    assert asked["Location"].startswith(f"{provider.address}/saml?")
    answer = provider.assertion(
        asked["Location"],
        **{"to": f"{HOST}{SAML_AT}/acs/", "audience": f"{HOST}{SAML_AT}/metadata/"} | changes,
    )
    return client.post(
        f"{SAML_AT}/acs/", {"SAMLResponse": answer}, follow=True, HTTP_HOST="testserver"
    )


@pytest.mark.parametrize("way", [by_oidc, by_saml])
def test_admitted_person_signs_on_and_keeps_the_password(way, client, provider, ada):
    answer = way(client, provider)

    assert (answer.status_code, answer.request["PATH_INFO"]) == (200, "/account/")
    assert signs_in_as(client) == "ada@example.org"
    assert SocialAccount.objects.get().user == ada
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


@pytest.mark.parametrize("way", [by_oidc, by_saml])
def test_stranger_is_not_admitted_by_signing_on(way, client, provider, db):
    answer = way(client, provider)

    assert "Accounts are made by the office" in answer.content.decode()
    assert signs_in_as(client) == "nobody"
    assert not User.objects.exists()


def test_closed_account_stays_closed(client, provider, db):
    UserFactory(email="ada@example.org", is_active=False)

    assert "This account is closed" in by_oidc(client, provider).content.decode()
    assert signs_in_as(client) == "nobody"


def test_answer_for_another_site_opens_nothing(client, provider, ada, caplog):
    answer = by_saml(client, provider, audience="https://elsewhere.example.org")

    assert "Signing in did not work" in answer.content.decode()
    assert signs_in_as(client) == "nobody"
    assert "is not a valid audience" in caplog.text


def test_answer_that_nobody_asked_for_opens_nothing(client, provider, ada):
    answer = client.get(f"{OIDC_LOGIN}callback/", {"code": "granted", "state": "made up"})

    assert "Signing in did not work" in answer.content.decode()
    assert signs_in_as(client) == "nobody"


def test_provider_that_is_away_is_told_in_words(client, db):
    """Nobody listens at the address that the tests' settings name."""
    for address in (OIDC_LOGIN, f"{SAML_AT}/login/"):
        answer = client.post(address, HTTP_HOST="testserver")

        assert "Signing in did not work" in answer.content.decode()


def test_metadata_says_where_to_answer(client, provider):
    metadata = client.get(f"{SAML_AT}/metadata/", HTTP_HOST="testserver").content.decode()

    assert f'Location="{HOST}{SAML_AT}/acs/"' in metadata
    assert 'WantAssertionsSigned="true"' in metadata


def test_form_may_lead_to_the_provider_from_the_sign_in_page_alone(client, db):
    policies = [client.get(at)["Content-Security-Policy"] for at in ("/accounts/login/", "/")]

    assert "form-action 'self' https: http://127.0.0.1:9" in policies[0]
    assert "form-action 'self'; " in f"{policies[1]}; "


def test_half_a_configuration_is_an_error_that_says_what_is_missing(monkeypatch):
    monkeypatch.delenv("OIDC_CLIENT_SECRET")

    with pytest.raises(ImproperlyConfigured) as refusal:
        providers_from_env()

    assert str(refusal.value) == (
        "OIDC_SERVER_URL, OIDC_CLIENT_ID is set, so OIDC_CLIENT_SECRET must be set too."
    )


def test_nothing_is_configured_unless_the_environment_says_so(monkeypatch):
    assert set(providers_from_env()) == {OIDC, SAML}
    for name in ("SERVER_URL", "CLIENT_ID", "CLIENT_SECRET"):
        monkeypatch.delenv(f"OIDC_{name}")
    for name in ("METADATA_URL", "ENTITY_ID"):
        monkeypatch.delenv(f"SAML_{name}")

    assert providers_from_env() == {}
    assert form_targets({}) == []


def test_attribute_with_the_address_can_be_named(monkeypatch):
    (app,) = providers_from_env()[SAML]["APPS"]
    assert "attribute_mapping" not in app["settings"]
    monkeypatch.setenv("SAML_EMAIL_ATTRIBUTE", "mail")

    (app,) = providers_from_env()[SAML]["APPS"]
    assert app["settings"]["attribute_mapping"] == {"email": "mail"}
