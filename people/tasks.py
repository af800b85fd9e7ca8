"""Work for Celery: roles that have ended close the admin site to their holders."""

from celery import shared_task
from django.utils import timezone

from people.models import User
from people.services.roles import settle_admin_entry


@shared_task(name="people.tasks.settle_admin_entries")
def settle_admin_entries(**_: object) -> None:
    """Roles grant nothing after their last day in any case; this takes the way in as well."""
    at = timezone.now()
    for user in User.objects.filter(is_staff=True, is_superuser=False).order_by("pk"):
        settle_admin_entry(user, at=at)
