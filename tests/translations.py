"""Keeps the translations in step with the texts: `python -m tests.translations`, or make translations.

Texts are looked for in templates and modules, joined with what is translated already, and compiled.
Babel does it, so that no gettext is needed on the machine.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from babel.messages.catalog import Catalog, Message  # noqa: E402 -- Settings come first.
from babel.messages.extract import DEFAULT_KEYWORDS, extract  # noqa: E402
from babel.messages.mofile import write_mo  # noqa: E402
from babel.messages.pofile import read_po, write_po  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db.models import TextChoices  # noqa: E402
from django.utils.translation.template import templatize  # noqa: E402

from people.models import Absence  # noqa: E402
from people.notice_kinds import NOTICE_KINDS  # noqa: E402
from people.permissions import ACTIONS  # noqa: E402
from scheduling.compliance.queries.person import State  # noqa: E402
from scheduling.engine.examples import examples_of  # noqa: E402
from scheduling.engine.packs import pack_names, read_pack  # noqa: E402
from scheduling.engine.rules import ALL  # noqa: E402
from scheduling.engine.ways import Manner  # noqa: E402
from scheduling.models import (  # noqa: E402
    Cover,
    LoggedWork,
    RepairRun,
    Request,
    Requirement,
    ScheduleVersion,
    SolverRun,
)
from scheduling.queries import wish_outcomes  # noqa: E402
from swaps.models import Favor, SwapOffer, Trade  # noqa: E402
from swaps.models.policy import DutyKind  # noqa: E402

ROOT = Path(settings.BASE_DIR)
HOLDING_TEXTS = (
    "templates",
    "config",
    "people",
    "scheduling",
    "swaps",
    "resilience",
    "rag",
)
LANGUAGES = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
HEADER = "# Rounds in {language}; make translations keeps it in step with the texts."
# `_` is Babel's own; a template is turned into calls of gettext.
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "said": None,
    "counted": (1, 2),
    "refused": None,
}
CHOICES: tuple[type[TextChoices], ...] = (
    LoggedWork.Kind,
    Request.Wish,
    Request.Kind,
    Requirement.Unit,
    ScheduleVersion.Status,
    Favor.End,
    SolverRun.Scope,
)
IN_A_SENTENCE: tuple[type[TextChoices], ...] = (
    LoggedWork.Kind,
    Absence.Status,
    Cover.State,
    RepairRun.Status,
    SwapOffer.Status,
    Trade.Status,
    DutyKind,
)
NEVER = datetime(2026, 1, 1, tzinfo=UTC)
# Moments would differ with each run, and nobody is to be written to.
LEFT_OUT = (
    b'"POT-Creation-Date',
    b'"PO-Revision-Date',
    b'"Generated-By',
    b'"Last-Translator',
    b'"Language-Team',
    b'"Report-Msgid-Bugs-To',
    b'"Project-Id-Version',
)


def texts() -> Catalog:
    """Every text that is marked, with the files it is in."""
    found = Catalog()
    for path in sources():
        content = path.read_text()
        name = path.relative_to(ROOT).as_posix()
        code = content if path.suffix == ".py" else as_code(content, name)
        lines = io.BytesIO(code.encode())
        for _, text, _, context in extract("python", lines, keywords=KEYWORDS):
            found.add(text, locations=[(name, 0)], context=context)
    for text in tables():
        if text not in found:
            found.add(text, locations=[("tests/translations.py", 0)])
    return found


def tables() -> Iterator[str]:
    """What pages show out of tables: labels of choices, and what rules and packs say."""
    for choices in CHOICES:
        yield from (str(label) for label in choices.labels)
    for choices in IN_A_SENTENCE:
        yield from (str(label).lower() for label in choices.labels)
    for state in (*State, *wish_outcomes.State, *Manner):
        yield state.value
    for action in ACTIONS.values():
        yield action.words
    for kind in NOTICE_KINDS.values():
        yield from (kind.title, kind.comes_when)
    for rule in ALL:
        yield from (rule.title, rule.text, *rule.meanings.values())
        yield from (example.title for example in examples_of(rule.code))
    for name in pack_names():
        for entry in read_pack(name).entries:
            yield from (entry.basis.title, entry.basis.text)


def as_code(template: str, name: str) -> str:
    """Its calls of gettext; how far its lines are set in means nothing to Python."""
    lines = templatize(template, origin=name).splitlines()
    return "\n".join(line.lstrip() for line in lines)


def sources() -> Iterator[Path]:
    for folder in HOLDING_TEXTS:
        for suffix in ("html", "txt", "py"):
            yield from sorted((ROOT / folder).rglob(f"*.{suffix}"))


def folder_of(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES"


def kept(language: str) -> Catalog:
    """What is translated so far."""
    path = folder_of(language) / "django.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def joined(language: str) -> Catalog:
    """The texts of today with their translations; a text that is gone takes its own with it."""
    catalog = Catalog(
        locale=language,
        project="Rounds",
        header_comment=HEADER.format(language=language),
        fuzzy=False,
    )
    before = kept(language)
    for message in texts():
        if not message.id:
            continue
        known = before.get(message.id, message.context)
        catalog[message.id] = Message(
            message.id,
            known.string if known else "",
            locations=message.locations,
            flags=message.flags,
            context=message.context,
        )
    return catalog


def as_text(catalog: Catalog) -> bytes:
    written = io.BytesIO()
    write_po(written, catalog, width=100, sort_output=True, include_lineno=False)
    lines = written.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(LEFT_OUT))


def compiled(catalog: Catalog) -> bytes:
    catalog.creation_date = catalog.revision_date = NEVER
    written = io.BytesIO()
    write_mo(written, catalog)
    return written.getvalue()


def main() -> None:
    for language in LANGUAGES:
        folder = folder_of(language)
        folder.mkdir(parents=True, exist_ok=True)
        catalog = joined(language)
        (folder / "django.po").write_bytes(as_text(catalog))
        (folder / "django.mo").write_bytes(compiled(kept(language)))
        missing = sum(not message.string for message in catalog if message.id)
        sys.stdout.write(f"{language}: {len(catalog)} texts, {missing} of them to translate.\n")


if __name__ == "__main__":
    main()
