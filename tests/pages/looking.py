"""Pictures of pages that a test came by, for whoever wants to look: ROUNDS_LOOK names a directory."""

import os
from pathlib import Path

from playwright.sync_api import Page

LOOK = os.environ.get("ROUNDS_LOOK")


def look(page: Page, name: str) -> None:
    if LOOK:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=str(Path(LOOK) / f"{name}.png"), full_page=True)
