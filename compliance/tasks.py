"""Work for Celery: reminders of hours."""

from celery import shared_task
from django.utils import timezone

from compliance.services.reminders import remind_of_open_days


@shared_task(name="compliance.tasks.remind_of_hours")
def remind_of_hours(**_: object) -> int:
    """Once a day; who was told of a week is not told the same again."""
    return remind_of_open_days(at=timezone.now())
