"""Health answers anybody, says what is down, and nothing else."""

import time

import pytest
from django.core.cache import cache

from config import heartbeat

pytestmark = pytest.mark.django_db


def test_livez_answers_anybody_without_asking_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/livez")

    assert (response.status_code, response.json()) == (200, {"live": True})
    assert "no-store" in response["Cache-Control"]


def test_readyz_is_ready_when_everything_was_seen_lately(client):
    heartbeat.report(["default", "mail", "solver", "beat"])

    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "database": "up",
        "redis": "up",
        "worker:default": "up",
        "worker:mail": "up",
        "worker:solver": "up",
        "beat": "up",
    }


def test_readyz_tells_a_silent_worker_from_one_never_seen(client):
    heartbeat.report(["default"])
    cache.set("heartbeat:mail", time.time() - heartbeat.WORKER_LATE_AFTER - 1)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {
        "ready": False,
        "database": "up",
        "redis": "up",
        "worker:default": "up",
        "worker:mail": "down",
        "worker:solver": "unknown",
        "beat": "unknown",
    }


def test_clock_has_longer_to_report_than_a_worker():
    half_a_minute_late = time.time() - heartbeat.WORKER_LATE_AFTER - 1

    assert heartbeat.state_of("beat", half_a_minute_late) == "up"
    assert heartbeat.state_of("beat", time.time() - heartbeat.BEAT_LATE_AFTER - 1) == "down"


def test_readyz_says_when_redis_is_down(client, settings, tmp_path):
    nowhere = settings.CACHES["default"] | {
        "LOCATION": f"unix://{tmp_path}/nobody.sock",
        "OPTIONS": {"pool_class": "redis.ConnectionPool"},
    }
    settings.CACHES = {"default": nowhere}

    response = client.get("/readyz")

    settings.CACHES = {}
    assert response.status_code == 503
    assert response.json() == {
        "ready": False,
        "database": "up",
        "redis": "down",
        "worker:default": "unknown",
        "worker:mail": "unknown",
        "worker:solver": "unknown",
        "beat": "unknown",
    }


def test_health_refuses_to_change_anything(client):
    assert client.post("/livez").status_code == 405
    assert client.post("/readyz").status_code == 405
