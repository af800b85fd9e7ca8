"""Work for Celery: closing the admin site, invitations, notices, webhooks, seals of the history."""

from celery import shared_task
from django.utils import timezone

from people.models import User
from people.services import history
from people.services.deliveries import send_due_mail
from people.services.escalation import pass_on_unseen
from people.services.invitations import mail_invitation
from people.services.roles import settle_admin_entry
from people.services.webhook_calls import make_due_calls


@shared_task(name="people.tasks.settle_admin_entries")
def settle_admin_entries(**_: object) -> None:
    """Roles grant nothing after their last day in any case; this takes the way in as well."""
    at = timezone.now()
    for user in User.objects.filter(is_staff=True, is_superuser=False).order_by("pk"):
        settle_admin_entry(user, at=at)


@shared_task(name="people.tasks.send_invitation", autoretry_for=(OSError,), retry_backoff=60)
def send_invitation(user_id: int, **_: object) -> None:
    """Again and again later when the mail server is away."""
    mail_invitation(User.objects.get(pk=user_id))


@shared_task(name="people.tasks.send_notices")
def send_notices(**_: object) -> None:
    """Mail what is due: asked for when somebody is told, and by the clock for what waits."""
    send_due_mail(at=timezone.now())


@shared_task(name="people.tasks.pass_on_unseen_notices")
def pass_on_unseen_notices(**_: object) -> None:
    """Tell the office of notices that were not seen in time."""
    pass_on_unseen(at=timezone.now())


@shared_task(name="people.tasks.seal_history")
def seal_history(**_: object) -> None:
    """Chain what was written down since the last time."""
    history.seal_history(at=timezone.now())


@shared_task(name="people.tasks.call_webhooks")
def call_webhooks(**_: object) -> None:
    """Call the addresses that are to be called: after a commit, and by the clock for what waits.

    Not in the queue of the mail, which an address that does not answer would hold up.
    """
    make_due_calls(at=timezone.now())
