"""The project's own task: a sign of life from the clock."""

from typing import Any

from celery import shared_task

from config import heartbeat


@shared_task
def note_beat(**_: Any) -> None:
    """Say that the clock, the broker and a worker work together."""
    heartbeat.report([heartbeat.BEAT])
