"""What is translated is all there, says the same with the same places to fill, and is compiled."""

import re
from pathlib import Path

import pytest
from django.test import Client

from people.models import User
from people.services.accounts import choose_language
from tests.factories.people import UserFactory
from tests.translations import LANGUAGES, ROOT, as_text, compiled, folder_of, joined, kept

ASK_AGAIN = "Run: make translations"
PLACES = re.compile(r"%\(\w+\)\w|{\w+")


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


# What is left of a template when everything that is translated, computed or markup is taken out.
TRANSLATED_TEXT = re.compile(
    r"{% blocktranslate.*?{% endblocktranslate %}|{% block body_class %}.*?{% endblock %}|{#.*?#}|{%.*?%}|{{.*?}}",
    re.S,
)
IN_ENGLISH = re.compile(r"<(script|style|code)\b.*?</\1>", re.S)
READ_OUT = re.compile(r'\b(?:aria-label|alt|title|placeholder)="([^"]*)"')
MARKUP = re.compile(r"<[^>]*>", re.S)
WORD = re.compile(r"[A-Za-z]{2,}")
SAME_IN_EVERY_LANGUAGE = {"Rounds", "AM", "PM", "PGY", "min", "nbsp", "JavaScript"}


def templates() -> list[Path]:
    """Those of the pages that speak their reader's language."""
    pages = [ROOT / "templates" / name for name in ("base.html", "entrance.html", "offline.html")]
    folders = ("templates/account", "templates/components", "templates/mfa")
    folders += ("templates/notices", "scheduling/compliance/templates/compliance")
    folders += ("templates/socialaccount", "people/templates/people", "swaps/templates/swaps")
    scheduling = ROOT / "scheduling/templates/scheduling"
    names = ("calendars", "equity_strip", "numbers", "on_call", "on_service", "roster", "rules")
    names += ("training", "training_bar", "training_says", "why")
    return [
        *pages,
        *(path for folder in folders for path in sorted((ROOT / folder).rglob("*.html"))),
        *(
            path
            for part in ("my", "leave", "preferences")
            for path in sorted((scheduling / part).glob("*.html"))
        ),
        *(scheduling / f"{name}.html" for name in names),
    ]


def bare_words(path: Path) -> list[str]:
    """English that no catalogue can reach."""
    text = IN_ENGLISH.sub(" ", TRANSLATED_TEXT.sub(" ", path.read_text()))
    read = [MARKUP.sub(" ", text), *READ_OUT.findall(text)]
    return [
        word for part in read for word in WORD.findall(part) if word not in SAME_IN_EVERY_LANGUAGE
    ]


def test_no_template_of_a_translated_page_has_a_bare_word(tmp_path):
    assert len(templates()) > 60
    found = {path.relative_to(ROOT).as_posix(): bare_words(path) for path in templates()}

    found = {name: words for name, words in found.items() if words}
    assert found == {}, found
    forgotten = tmp_path / "forgotten.html"
    forgotten.write_text('<p aria-label="Days off">{% translate "Leave" %} {{ name }} tonight</p>')
    assert bare_words(forgotten) == ["tonight", "Days", "off"]


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
    assert page(client, "/sick-call/")[0] == "en"

    refused = client.post("/account/language/", {"language": "tlh"}, follow=True)
    assert "“tlh” no es un idioma de este sitio. Hay English, Español." in (
        refused.content.decode()
    )


def test_mail_speaks_the_language_of_its_reader(client, user, mailoutbox):
    choose_language(user, "es", by=user)

    client.post(
        "/accounts/password/reset/", {"email": user.email}, headers={"accept-language": "en"}
    )

    assert mailoutbox[0].subject == "Elija una contraseña nueva para Rounds"
