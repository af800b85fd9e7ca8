"""Leaves work for a worker, by the name of its task: tasks are a door and call services."""

from __future__ import annotations

from celery import current_app
from django.db import transaction


def enqueue(task: str, **arguments: object) -> None:
    """A worker takes it up once what was written is committed."""
    transaction.on_commit(current_app.signature(task, kwargs=arguments).delay)
