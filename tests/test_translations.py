"""What is translated is all there, says the same with the same places to fill, and is compiled."""

import re

import pytest
from django.test import Client

from people.models import User
from people.services.accounts import choose_language
from tests.factories.people import UserFactory
from tests.translations import LANGUAGES, as_text, compiled, folder_of, joined, kept

ASK_AGAIN = "Run: make translations"
PLACES = re.compile(r"%\(\w+\)\w|{\w*}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_fresh_whole_and_compiled(language):
    catalog, folder = kept(language), folder_of(language)

    assert as_text(joined(language)) == (folder / "django.po").read_bytes(), ASK_AGAIN
    assert compiled(catalog) == (folder / "django.mo").read_bytes(), ASK_AGAIN
    assert [message.id for message in catalog if message.id and not message.string] == []
    for message in catalog:
        texts = [*([message.id] if isinstance(message.id, str) else message.id)]
        said = [message.string] if isinstance(message.string, str) else [*message.string]
        assert {*PLACES.findall(texts[-1])} == {*PLACES.findall(said[-1])}, message.id


@pytest.fixture
def user(db) -> User:
    return UserFactory()


def page(client: Client, address: str, asked: str = "") -> tuple[str, str]:
    """The language that a page says it speaks, and what it says."""
    headers = {"accept-language": asked} if asked else {}
    content = client.get(address, headers=headers).content.decode()
    return re.search(r'<html lang="(\w+)"', content)[1], content


def test_page_speaks_as_its_reader_chose_and_else_as_the_browser_asks(client, user):
    assert page(client, "/accounts/login/", "es-MX,es;q=0.9")[0] == "es"
    assert "Correo electrónico" in page(client, "/accounts/login/", "es")[1]
    assert [page(client, "/accounts/login/", asked)[0] for asked in ("fr", "")] == ["en", "en"]
    client.force_login(user)
    assert page(client, "/account/", "es")[0] == "es"

    client.post("/account/language/", {"language": "en"})
    assert page(client, "/account/", "es")[0] == "en"
    client.post("/account/language/", {"language": "es"})
    assert page(client, "/account/")[0] == "es"
    # What is not translated as a whole does not mix two languages.
    assert page(client, "/notices/")[0] == "en"

    refused = client.post("/account/language/", {"language": "tlh"}, follow=True)
    assert "“tlh” is not a language of this site. There is English, Español." in (
        refused.content.decode()
    )


def test_mail_speaks_the_language_of_its_reader(client, user, mailoutbox):
    choose_language(user, "es", by=user)

    client.post(
        "/accounts/password/reset/", {"email": user.email}, headers={"accept-language": "en"}
    )

    assert mailoutbox[0].subject == "Elija una contraseña nueva para Rounds"
