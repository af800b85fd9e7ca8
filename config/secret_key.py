"""The signing key of an installation that was given none: made once, kept beside its data."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.management.utils import get_random_secret_key


def installation_key(path: Path) -> str:
    """Return the key kept at `path`, making it the first time. Two processes agree on one."""
    if not path.exists():
        _make(path)
    return path.read_text().strip()


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Mode 600 from its first byte; linked into place whole, so that nobody reads half a key.
    with NamedTemporaryFile("w", dir=path.parent) as draft:
        draft.write(get_random_secret_key())
        draft.flush()
        try:
            os.link(draft.name, path)
        except FileExistsError:
            return  # Another process was quicker; its key is the installation's.
