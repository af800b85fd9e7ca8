"""Where the servers live: a private place with paths short enough for sockets."""

import stat
from pathlib import Path

import pytest

from config.embedded.place import LONGEST_SOCKET, Place, UnsafePlace, place_at


def test_place_keeps_sockets_beside_the_data_when_the_path_is_short():
    place = Place(Path("/srv/rounds"))

    assert place.redis_socket == Path("/srv/rounds/run/redis.sock")
    assert place.postgres_socket_dir == Path("/srv/rounds/run/pg")


def test_place_keeps_sockets_in_a_short_directory_when_the_path_is_long():
    long, other = Place(Path("/srv") / ("a" * 90)), Place(Path("/srv") / ("b" * 90))

    assert len(str(long.postgres_socket_dir / ".s.PGSQL.5432")) <= LONGEST_SOCKET
    assert len(str(long.redis_socket)) <= LONGEST_SOCKET
    assert long.runtime != other.runtime
    assert long.runtime == Place(Path("/srv") / ("a" * 90)).runtime


def test_place_is_the_same_however_its_path_is_spelled(tmp_path: Path, monkeypatch):
    (tmp_path / "link").symlink_to(tmp_path / "data")
    monkeypatch.chdir(tmp_path)

    assert (
        place_at("data") == place_at(tmp_path / "link") == place_at(tmp_path / "x" / ".." / "data")
    )


def test_place_is_closed_to_other_users(tmp_path: Path):
    place = Place(tmp_path)

    place.prepare()

    assert stat.S_IMODE(place.runtime.stat().st_mode) == 0o700


def test_place_refuses_a_directory_that_somebody_else_could_have_put_there(tmp_path: Path):
    place = Place(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    place.runtime.symlink_to(elsewhere)

    with pytest.raises(UnsafePlace, match="belongs to another user of this machine"):
        place.prepare()
