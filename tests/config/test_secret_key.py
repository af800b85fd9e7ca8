"""An installation makes one key, for its owner's eyes only, and keeps it."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from config.secret_key import installation_key


def test_installation_key_is_made_once_and_private(tmp_path: Path):
    path = tmp_path / "data" / "secret_key"

    key = installation_key(path)

    assert len(key) == 50
    assert installation_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_installation_key_is_one_when_many_ask_at_once(tmp_path: Path):
    path = tmp_path / "secret_key"

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: installation_key(path), range(32)))

    assert keys == {path.read_text()}
