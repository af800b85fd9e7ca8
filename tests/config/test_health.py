"""Health answers anybody, says what is down, and nothing else."""

import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

from config import heartbeat
from people.models import Delivery
from scheduling.models import SolverRun
from tests.factories.people import NoticeFactory, TokenFactory, UserFactory
from tests.factories.scheduling import SolverRunFactory

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


# The page for people


def shown(client) -> dict[str, tuple[str, str]]:
    page = client.get("/health/")
    return {sign.part: (sign.state.value, sign.words) for sign in page.context["signs"]}


def test_page_says_what_is_unknown_and_what_is_late(client, db, settings):
    settings.MAIL_STAYS_HERE = False
    client.force_login(UserFactory(is_superuser=True))
    heartbeat.report(["default"])

    first = shown(client)
    due_at = timezone.now() - timedelta(hours=1)
    Delivery.objects.create(notice=NoticeFactory(), address="ada@example.org", due_at=due_at)
    TokenFactory(scope="feed", last_used_at=timezone.now())
    SolverRunFactory(
        status=SolverRun.Status.SOLVING,
        requested_at=timezone.now() - timedelta(hours=2),
        started_at=timezone.now() - timedelta(hours=2),
        heartbeat_at=timezone.now() - timedelta(hours=1),
    )
    then = shown(client)

    assert first["Worker: notices, matches, clean-up"] == ("works", "Reports in time.")
    assert first["Worker: mail"][0] == first["Clock (beat)"][0] == "unknown"
    assert first["Mail"] == ("nothing to do yet", "0 due, 0 failed in the last 24 hours.")
    assert first["Solves"][0] == first["Calendar feeds"][0] == "nothing to do yet"
    assert then["Mail"] == ("late", "1 due, 0 failed in the last 24 hours.")
    assert then["Solves"][0] == "late"
    assert then["Calendar feeds"] == ("works", "1 addresses are open.")


def test_page_says_that_mail_is_not_set_up_and_redis_away(client, db, monkeypatch):
    client.force_login(UserFactory(is_superuser=True))

    def away():
        raise RedisError

    monkeypatch.setattr(heartbeat, "last_seen", away)

    found = shown(client)

    assert found["Redis"][0] == "down"
    assert found["Worker: mail"][0] == "unknown"
    assert found["Mail"][0] == "not set up"
