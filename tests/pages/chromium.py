"""Debian's chromium, for the browser tests and the screenshots."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

# The shell draws no window and is a fifth faster; the whole browser shows the same pages.
INSTALLED = tuple(map(Path, ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")))
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


class NoChromium(Exception):
    """No browser is where Debian puts it."""


@contextmanager
def chromium() -> Iterator[Browser]:
    found = next((each for each in INSTALLED if each.exists()), None)
    if found is None:
        raise NoChromium("There is no browser; install it: apt-get install chromium-headless-shell")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield browser
        browser.close()
