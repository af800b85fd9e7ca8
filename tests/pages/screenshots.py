"""Takes the pictures of the documentation from a running installation with its sample program.

    python -m tests.pages.screenshots [ADDRESS] [--administrator EMAIL PASSWORD]
        [--resident EMAIL PASSWORD] [--to DIRECTORY]

The address and the sign-ins are those of the installation on this machine unless given. One
picture shows a solve at work: it fills the draft with the half-days of the next block.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402 -- Settings come first.
from playwright.sync_api import Browser, Page  # noqa: E402

from config.first_run import SIGN_INS  # noqa: E402
from config.sign_ins import read_sign_ins  # noqa: E402
from tests.pages.chromium import chromium  # noqa: E402
from tests.pages.palette import save  # noqa: E402

PHONE = {"width": 360, "height": 740}
# Just too narrow for the sidebar, which would take a quarter of the picture.
DESK = {"width": 1240, "height": 800}
ROLES = ("administrator", "resident")
YEAR_GRID = "/admin/scheduling/academicyear/now/"
BLOCK_GRID = f"{YEAR_GRID}block/"
SOLVE_SECONDS = "20"
PATIENCE = 60_000
TIERS = 3


@dataclass(frozen=True)
class Shot:
    """One picture: its file's name, where it is taken, who looks, and how they get there."""

    name: str
    address: str
    role: str
    size: dict[str, int]
    go: Callable[[Page], object] = lambda page: None


def show_published(page: Page) -> None:
    """A draft may be half done."""
    page.goto(f"{page.url.partition('?')[0]}?version=published")


def watch_next_block(page: Page) -> None:
    """Generate the half-days of the block after this one, until all of its tiers are to be seen."""
    page.locator("a[rel=next]").click()
    page.get_by_role("link", name="Generate", exact=True).first.click()
    page.locator("[name=seconds]").fill(SOLVE_SECONDS)
    page.get_by_role("button", name="Generate").click()
    page.locator(".progress-tiers tbody tr").nth(TIERS - 1).wait_for(timeout=PATIENCE)


SHOTS = (
    Shot("year-grid", YEAR_GRID, "administrator", DESK, show_published),
    Shot("block-grid", BLOCK_GRID, "administrator", DESK, show_published),
    Shot("my-schedule", "/my/week/", "resident", PHONE),
    Shot("on-call", "/on-call/", "resident", PHONE),
    Shot("generate", BLOCK_GRID, "administrator", DESK | {"height": 560}, watch_next_block),
)


def take(browser: Browser, base: str, shot: Shot, account: Sequence[str], to: Path) -> Path:
    """Take one picture; a page that does not answer 200 is an error."""
    context = browser.new_context(
        viewport={"width": shot.size["width"], "height": shot.size["height"]},
        device_scale_factor=2 if shot.size is PHONE else 1,
        reduced_motion="reduce",
    )
    page = context.new_page()
    sign_in(page, base, *account)
    answer = page.goto(base + shot.address, wait_until="networkidle")
    if answer is None or answer.status != 200:
        raise SystemExit(f"{shot.address} answered {answer and answer.status}.")
    shot.go(page)
    path = to / f"{shot.name}.png"
    picture = page.screenshot()
    blank = context.new_page()
    save(picture, path, blank=blank)
    context.close()
    return path


def sign_in(page: Page, base: str, email: str, password: str) -> None:
    page.goto(f"{base}/accounts/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", password)
    page.click("[type=submit]")
    if "/accounts/login/" in page.url:
        raise SystemExit(f"{email} cannot sign in.")
    page.wait_for_load_state("networkidle")


def accounts(given: Namespace) -> dict[str, Sequence[str]]:
    """The accounts given, else those that the installation was made with."""
    kept = read_sign_ins(settings.DATA_DIR / SIGN_INS)
    found = {each.who.lower(): (each.email, each.password) for each in kept}
    found |= {role: getattr(given, role) for role in ROLES if getattr(given, role)}
    missing = ", ".join(role for role in ROLES if role not in found)
    if missing:
        raise SystemExit(f"There is no sign-in for: {missing}. Give one, or use make run first.")
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("base", nargs="?", metavar="ADDRESS", default=settings.SITE_URL)
    for role in ROLES:
        parser.add_argument(f"--{role}", nargs=2, metavar=("EMAIL", "PASSWORD"))
    parser.add_argument("--to", type=Path, default=settings.BASE_DIR / "docs" / "images")
    given = parser.parse_args(arguments)
    by_role = accounts(given)
    given.to.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for shot in SHOTS:
            path = take(browser, given.base.rstrip("/"), shot, by_role[shot.role], given.to)
            sys.stdout.write(f"{path} {path.stat().st_size // 1024} KB\n")


if __name__ == "__main__":
    main()
