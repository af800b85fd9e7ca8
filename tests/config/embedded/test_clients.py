"""Django, Redis clients and psql reach the embedded servers, which start for them."""

import asyncio

import redis
import redis.asyncio
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.utils.module_loading import import_string

from config.embedded import lease, redis_server
from config.embedded.place import place_at
from config.embedded.postgres.base import DatabaseClient, DatabaseWrapper


def test_database_has_vectors_and_sorts_alike_everywhere(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT '[1,2]'::vector <-> '[1,4]'::vector, 'a' < 'B', lower('ÄÉ')")
        row = cursor.fetchone()

    assert row == (2.0, False, "äé")


def test_database_is_the_one_that_starts_itself():
    assert isinstance(connections["default"], DatabaseWrapper)


def test_psql_is_the_servers_own():
    words, environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, ["-l"])

    assert words[0].endswith("/pginstall18/bin/psql")
    assert words[words.index("-h") + 1] == str(place_at(settings.DATA_DIR).postgres_socket_dir)
    assert environment is None or "PGPASSWORD" not in environment


def test_cache_starts_redis():
    lease.close(place_at(settings.DATA_DIR))

    cache.set("word", "heard")

    assert cache.get("word") == "heard"


def test_pools_named_in_the_settings_reach_one_server(settings, place):
    settings.DATA_DIR = place.data
    url = f"unix://{place.redis_socket}?db=0"

    async def listen() -> bytes:
        pool = import_string(settings.REDIS_ASYNC_POOL).from_url(url)
        async with redis.asyncio.Redis.from_pool(pool) as client:
            return await client.get("word")

    pool = import_string(settings.REDIS_POOL).from_url(url)
    with redis.Redis.from_pool(pool) as client:
        client.set("word", "heard")

    assert asyncio.run(listen()) == b"heard"


def test_asynchronous_client_starts_redis_too(settings, place):
    settings.DATA_DIR = place.data
    assert not redis_server.answers(place)

    async def ask() -> bool:
        pool = import_string(settings.REDIS_ASYNC_POOL).from_url(f"unix://{place.redis_socket}")
        async with redis.asyncio.Redis.from_pool(pool) as client:
            return await client.ping()

    assert asyncio.run(ask()) is True
