"""What the documents point at is there: files, headings, pictures, commands."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
COMMAND = re.compile(r"(?:python )?manage\.py ([a-z_]+)")
TARGET = re.compile(r"\bmake ([a-z]+)\b")
ELSEWHERE = ("https://", "http://", "mailto:")


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def links(page: Path) -> Iterator[str]:
    text = CODE.sub("", page.read_text())
    found = (match[1] or match[2] for match in LINK.finditer(text))
    return (target for target in found if not target.startswith(ELSEWHERE))


def anchors(page: Path) -> set[str]:
    """The names that headings are linked by."""
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page):
    broken = []
    for target in links(page):
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            broken.append(target)

    assert broken == []


def test_commands_that_are_named_exist():
    apps = (ROOT / app / "management" / "commands" for app in ("config", "people", "scheduling"))
    ours = {file.stem for folder in apps if folder.exists() for file in folder.glob("*.py")}
    known = ours | {
        "spectacular",
        "check",
        "migrate",
        "createsuperuser",
        "makemigrations",
        "dbshell",
        "shell",
    }
    named = {name for page in PAGES for name in COMMAND.findall(page.read_text())}

    assert named - known == set()


def test_targets_of_make_that_are_named_exist():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    code = (match for page in PAGES for match in CODE.findall(page.read_text()))
    named = {name for words in code for name in TARGET.findall(words)}

    assert named - targets == set()


def test_every_page_is_reached_from_the_readme():
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in reached:
            reached.add(page)
            targets = ((page.parent / link.partition("#")[0]).resolve() for link in links(page))
            waiting += [file for file in targets if file.suffix == ".md" and file.exists()]

    assert {name_of(page) for page in set(PAGES) - reached} == set()
