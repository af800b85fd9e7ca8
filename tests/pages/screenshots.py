"""Takes the pictures of the documentation from a running installation with a sample program.

    python -m tests.pages.screenshots http://localhost:8000 \\
        --resident EMAIL PASSWORD --faculty EMAIL PASSWORD --coordinator EMAIL PASSWORD
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext

from tests.pages.chromium import chromium

ROLES = ("resident", "faculty", "coordinator")
PHONE, DESK = 360, 1280
HEIGHTS = {PHONE: 780, DESK: 900}


@dataclass(frozen=True)
class Shot:
    """One picture: its file's name, what is on it, who looks, and how wide their screen is."""

    name: str
    address: str
    role: str | None = "resident"
    width: int = PHONE
    scheme: str = "light"
    whole: bool = False


SHOTS: tuple[Shot, ...] = (
    Shot("sign-in", "/accounts/login/", role=None),
    Shot("my-day", "/my/"),
    Shot("my-day-dark", "/my/", scheme="dark"),
    Shot("my-week", "/my/week/"),
    Shot("my-week-wide", "/my/week/", width=DESK),
    Shot("my-block", "/my/block/"),
    Shot("my-block-wide", "/my/block/", width=DESK),
    Shot("my-year", "/my/year/", width=DESK, whole=True),
    Shot("faculty-week", "/my/week/", role="faculty", width=DESK),
    Shot("who-is-on-call", "/on-call/"),
    Shot("who-is-on-call-wide", "/on-call/", width=DESK),
    Shot("account", "/account/", whole=True),
)


def take(browser: Browser, base: str, shot: Shot, accounts: dict[str, list[str]], to: Path) -> Path:
    """Take one picture; a page that does not answer 200 is an error."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": HEIGHTS[shot.width]},
        color_scheme="dark" if shot.scheme == "dark" else "light",
        device_scale_factor=2 if shot.width == PHONE else 1,
    )
    if shot.role is not None:
        sign_in(context, base, *accounts[shot.role])
    page = context.new_page()
    answer = page.goto(base + shot.address, wait_until="networkidle")
    if answer is None or answer.status != 200:
        raise SystemExit(f"{shot.address} answered {answer and answer.status}.")
    path = to / f"{shot.name}.png"
    page.screenshot(path=path, full_page=shot.whole)
    context.close()
    return path


def sign_in(context: BrowserContext, base: str, email: str, password: str) -> None:
    page = context.new_page()
    page.goto(f"{base}/accounts/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", password)
    page.click("[type=submit]")
    if "/accounts/login/" in page.url:
        raise SystemExit(f"{email} cannot sign in.")
    page.close()


def main(arguments: Sequence[str] | None = None) -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("base", nargs="?", default="http://localhost:8000")
    for role in ROLES:
        parser.add_argument(f"--{role}", nargs=2, metavar=("EMAIL", "PASSWORD"), required=True)
    parser.add_argument("--to", type=Path, default=Path("docs/screenshots"))
    given = parser.parse_args(arguments)
    given.to.mkdir(parents=True, exist_ok=True)
    accounts = {role: getattr(given, role) for role in ROLES}
    with chromium() as browser:
        for shot in SHOTS:
            path = take(browser, given.base.rstrip("/"), shot, accounts, given.to)
            sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
