"""A real worker takes tasks from the real broker, each once, and is seen while it lives."""

from typing import Any

import pytest
from celery.exceptions import QueueNotFound
from django.conf import settings

from config import heartbeat
from config.celery import app
from config.tasks import note_beat
from tests.conftest import wait_until

pytestmark = [pytest.mark.worker, pytest.mark.slow]


def test_worker_takes_each_task_of_each_queue_once(real_queue):
    """Three queues that shared a key each brought a copy of every task."""
    before = processed()
    results = [
        app.send_task("celery.accumulate", (2, 3), queue=queue, ignore_result=False)
        for queue in settings.QUEUES
    ]

    assert [result.get(timeout=20) for result in results] == [[2, 3]] * 3
    assert processed() - before == 3


def processed() -> int:
    """A question that is asked before the worker listens is not answered, so it is asked again."""
    answer: dict[str, Any] = {}

    def is_answered() -> bool:
        answer.update(app.control.inspect(timeout=2, limit=1).stats() or {})
        return bool(answer)

    wait_until(is_answered, what="the worker says what it did")
    [stats] = answer.values()
    return int(stats["total"].get("celery.accumulate", 0))


def test_unknown_queue_is_refused():
    with pytest.raises(QueueNotFound, match="misspelled"):
        app.amqp.router.route({"queue": "misspelled"}, "celery.accumulate")


def test_worker_is_seen_and_notes_the_clock(real_queue):
    note_beat.delay()

    wait_until(lambda: None not in heartbeat.last_seen().values(), what="all are seen")
