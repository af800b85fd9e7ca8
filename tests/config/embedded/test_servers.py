"""The servers can only be reached from this machine and by this user."""

import stat

import psutil
import pytest

from config.embedded import lease, postgres_server, redis_server
from config.embedded.postgres_server import PostgresNotStarted
from config.embedded.redis_server import RedisNotStarted


def test_servers_listen_on_no_network_port(place):
    lease.start_redis(place)
    lease.start_postgres(place)

    listening = {connection.pid for connection in psutil.net_connections("inet")}

    redis = int((place.redis_data / "redis.pid").read_text())
    postgres = int((place.pgdata / "postmaster.pid").read_text().split()[0])
    assert listening & {redis, postgres} == set()


def test_servers_sockets_are_private(place):
    lease.start_redis(place)
    lease.start_postgres(place)

    assert stat.S_IMODE(place.redis_socket.stat().st_mode) == 0o700
    assert stat.S_IMODE(place.postgres_socket_dir.stat().st_mode) == 0o700
    assert stat.S_IMODE(place.pgdata.stat().st_mode) == 0o700


def test_postgres_refuses_the_files_of_another_version(place):
    place.prepare()
    place.pgdata.mkdir()
    (place.pgdata / "PG_VERSION").write_text("16\n")

    with pytest.raises(PostgresNotStarted, match=r"was made by PostgreSQL 16; .* has 18\.$"):
        postgres_server.start(place)


def test_postgres_says_why_it_did_not_start(place, monkeypatch):
    lease.start_postgres(place)
    lease.close(place)
    (place.pgdata / "postgresql.conf").write_text("no_such_setting = 1\n")
    monkeypatch.setattr(postgres_server, "START_ATTEMPTS", 1)

    with pytest.raises(PostgresNotStarted, match="no_such_setting"):
        lease.start_postgres(place)


def test_redis_says_why_it_did_not_start(place, monkeypatch):
    lease.start_redis(place)
    lease.close(place)
    (place.redis_data / "redis.rdb").write_bytes(b"not a Redis file")
    monkeypatch.setattr(redis_server, "PATIENCE", 0.5)

    with pytest.raises(RedisNotStarted, match="Wrong signature"):
        lease.start_redis(place)
