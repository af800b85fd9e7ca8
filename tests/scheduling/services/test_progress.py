"""News of a solve: what is kept, what is passed on, and how a gap is told."""

import json

import pytest

from scheduling.engine.result import Progress, TierResult
from scheduling.engine.rules.base import Tier
from scheduling.models import SolverRun
from scheduling.services.progress import (
    KEPT_SECONDS,
    channel,
    client,
    latest_progress,
    news_of,
    tell_progress,
    tier_news,
)
from tests.factories.scheduling import SolverRunFactory

PROGRESS = Progress(
    Tier.FAIRNESS, 40, 30, 2.345, (TierResult(Tier.EDUCATION, 7, 7, 1.0, proven=True),), None
)
TIERS = [
    {"tier": "Education", "best": 7, "bound": 7, "gap": 0.0, "done": True},
    {"tier": "Fairness", "best": 40, "bound": 30, "gap": 25.0, "done": False},
]


@pytest.fixture
def run(db):
    run = SolverRunFactory(status=SolverRun.Status.SOLVING)
    yield run
    client().delete(f"{channel(run.pk)}:latest")


@pytest.mark.parametrize(
    ("best", "bound", "gap"),
    [
        (40, 30, 25.0),
        (30, 30, 0.0),
        (3, 1, 66.7),
        (0, 0, 0.0),
        (0, -1, 100.0),
        (-10, -12, 20.0),
        (None, 30, None),
        (40, None, None),
        (None, None, None),
    ],
)
def test_gap_is_in_percent_of_the_best(best, bound, gap):
    assert tier_news(Tier.SHAPE, best, bound, done=False) == {
        "tier": "Shape",
        "best": best,
        "bound": bound,
        "gap": gap,
        "done": False,
    }


def test_news_tell_the_tiers_that_are_done_and_the_one_at_work(run):
    assert news_of(run, PROGRESS) == {
        "run": run.pk,
        "status": "solving",
        "status_words": "Solving",
        "seconds": 2.3,
        "tiers": TIERS,
    }


def test_run_of_which_nothing_was_heard_has_its_state_only(run):
    assert latest_progress(run) == {"status": "solving", "status_words": "Solving"}


def test_state_is_that_of_the_row_when_the_news_are_older(run):
    tell_progress(run, PROGRESS)
    run.status = SolverRun.Status.FAILED

    latest = latest_progress(run)

    assert (latest["status"], latest["status_words"]) == ("failed", "Failed")
    assert latest["tiers"] == TIERS


def test_news_are_forgotten_after_a_day(run):
    tell_progress(run, PROGRESS)

    assert KEPT_SECONDS - 60 < client().ttl(f"{channel(run.pk)}:latest") <= KEPT_SECONDS


def test_news_go_to_those_who_watch_this_run(run):
    with (
        client().pubsub(ignore_subscribe_messages=True) as watching,
        client().pubsub(ignore_subscribe_messages=True) as another,
    ):
        watching.subscribe(channel(run.pk))
        another.subscribe(channel(run.pk + 1))
        for listener in (watching, another):
            # The answer to the subscription itself, so that nothing is sent before it stands.
            listener.get_message(timeout=5)

        tell_progress(run, PROGRESS)

        heard = watching.get_message(timeout=5)
        assert json.loads(heard["data"]) == news_of(run, PROGRESS)
        assert another.get_message(timeout=0.1) is None
