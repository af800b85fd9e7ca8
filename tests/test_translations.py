"""What is translated is all there, says the same with the same places to fill, and is compiled."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from people.models import User
from people.services.accounts import choose_language
from people.spoken import spoken
from people.wording import counted, said
from people.wording.keeping import packed, unpacked
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
        told = [message.string] if isinstance(message.string, str) else [*message.string]
        assert {*PLACES.findall(texts[-1])} == {*PLACES.findall(told[-1])}, message.id


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
    names = (
        "calendars",
        "cover/options",
        "cover/sick_call",
        "equity_strip",
        "numbers",
        "on_call",
        "on_service",
        "roster",
        "rules",
    )
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


SERVICES = (
    *("people/services", "people/time_away", "swaps/services", "swaps/engine", "swaps/queries"),
    *("scheduling/engine/rules", "scheduling/services/preferences.py"),
    *("scheduling/services/preference_report.py", "scheduling/services/logged_work.py"),
    *("scheduling/services/hours_lock.py", "scheduling/services/consequence_words.py"),
    *("scheduling/services/calendar_feeds.py", "scheduling/services/why.py"),
    *("scheduling/services/asked_changes.py", "scheduling/services/changes.py"),
    *("scheduling/services/undoing.py", "scheduling/services/cover.py"),
    *("scheduling/services/cover_ledger.py", "scheduling/services/repair.py"),
    "scheduling/services/repair_search.py",
    *("scheduling/services/apply_repair.py", "scheduling/engine/repair_words.py"),
    *("scheduling/services/news.py", "scheduling/services/telling.py"),
    *("scheduling/compliance/services/confirming.py", "scheduling/queries/wish_outcomes.py"),
    *("scheduling/compliance/services/interruptions.py", "scheduling/queries/differences.py"),
)
"""Where what residents read is put into words; the office's own verbs refuse in English."""
OF_THE_OFFICE = {"enrolments", "history", "invitations", "joint_changes", "roles", "second_factors"}
OF_THE_OFFICE |= {"webhooks"}
REFUSALS = ("ValidationError", "SwapRefused", "Note", "PermissionDenied")
REFUSALS += ("ChangeRefused", "RepairRefused", "CoverRefused")


def modules() -> Iterator[Path]:
    for name in SERVICES:
        path = ROOT / name
        yield from [path] if path.suffix else sorted(path.glob("*.py"))


def unmarked(path: Path) -> list[int]:
    """Lines on which a sentence goes to its reader with no pattern to look up."""
    tree = ast.parse(path.read_text())
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call)]
    told = [c.args[0] for c in calls if getattr(c.func, "id", "") in REFUSALS and c.args]
    words = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == "says"]
    told += [n.value for f in words for n in ast.walk(f) if isinstance(n, ast.Return) and n.value]
    return [
        each.lineno
        for each in told
        if isinstance(each, ast.JoinedStr)
        or (isinstance(each, ast.Constant) and isinstance(each.value, str))
    ]


def test_sentences_for_residents_know_their_patterns(tmp_path):
    found = list(modules())
    assert len(found) > 100
    told = {path.relative_to(ROOT).as_posix(): unmarked(path) for path in found}

    told = {n: lines for n, lines in told.items() if lines and Path(n).stem not in OF_THE_OFFICE}
    assert told == {}, told
    forgotten = tmp_path / "forgotten.py"
    forgotten.write_text('raise ValidationError(f"{name} is away.", code="away")')
    assert unmarked(forgotten) == [1]


def test_what_was_said_is_spoken_in_each_language_and_kept_with_its_pattern():
    day = said("{duty} on {day} {slot}", duty="ICU", day=date(2026, 7, 6), slot="AM")
    days = said("{day:%a %d %b %Y}", day=date(2026, 7, 6))
    text = counted(
        "{count} call to cover: {rows}.", "{count} calls to cover: {rows}.", 2, rows=days
    )
    told = [text, said("{weekly:.1f} h a week", weekly=71.5), day, "As it is."]

    with translation.override("es"):
        assert [spoken(each) for each in unpacked(packed(told))] == [
            "2 guardias por cubrir: lun 6 jul 2026.",
            "71,5 h por semana",
            "ICU el 2026-07-06 AM",
            "As it is.",
        ]
        assert str(text) == "2 calls to cover: Mon 06 Jul 2026."
    assert spoken(text) == "2 calls to cover: Mon 06 Jul 2026."


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
    assert page(client, "/health/")[0] == "en"

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
