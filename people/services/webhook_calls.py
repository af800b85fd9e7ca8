"""Calls of webhooks: made when they are due, tried again, recorded, and told of when in vain."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from people.models import Webhook, WebhookCall
from people.permissions import accounts_that_may
from people.services.notices import tell
from people.webhook_http import NotAnswered, post, secrets_of
from people.wording import said

Status = WebhookCall.Status

WAITS: tuple[timedelta, ...] = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 300, 600))
"""How long after each call in vain the next one comes; after the last of them, none."""
GONE = 410
"""The answer of an address that wants no calls any more."""
REASON_LENGTH = 300


def make_due_calls(*, at: datetime) -> None:
    """Make the calls that are due, each in its own transaction."""
    for key in WebhookCall.objects.due(at).order_by("due_at", "pk").values_list("pk", flat=True):
        _call(key, at=at)


@transaction.atomic
def _call(key: int, *, at: datetime) -> None:
    """The row is held while the address is called: a worker that dies leaves it waiting."""
    rows = WebhookCall.objects.due(at).select_related("webhook__program")
    call = rows.select_for_update(of=("self",), skip_locked=True).filter(pk=key).first()
    if call is None:
        return
    call.attempts += 1
    try:
        call.answer = post(
            call.webhook.url,
            call.payload,
            secrets_of(call.webhook.nonces(at)),
            name=f"msg_{call.pk}",
            moment=int(at.timestamp()),
        )
        call.reason = "" if call.answer < 300 else f"It answered {call.answer}."
    except (NotAnswered, ValidationError) as error:
        call.answer = None
        call.reason = " ".join(getattr(error, "messages", [str(error)]))[:REASON_LENGTH]
    _settle(call, at=at)
    call.save()


def _settle(call: WebhookCall, *, at: datetime) -> None:
    if call.answer is not None and call.answer < 300:
        call.status, call.settled_at = Status.TAKEN, at
    elif call.answer == GONE or call.attempts > len(WAITS):
        call.status, call.settled_at = Status.FAILED, at
        _tell_of(call, at=at)
    else:
        call.due_at = at + WAITS[call.attempts - 1]


def _tell_of(call: WebhookCall, *, at: datetime) -> None:
    """Those who set it up hear of it, once a day at most; an address that is gone is left alone."""
    webhook = call.webhook
    program = webhook.program
    gone = call.answer == GONE
    if gone:
        Webhook.objects.filter(pk=webhook.pk).update(active=False)
    tell(
        "webhook_failed",
        program=program,
        people=accounts_that_may("manage_webhooks", program, at=at),
        subject=said("A webhook does not reach {url}", url=webhook.url),
        lines=[call.reason, *([said("It is switched off now.")] if gone else [])],
        url=reverse("admin:people_webhook_change", args=[webhook.pk]),
        at=at,
        event=f"webhook:{webhook.pk}:failed:{program.today(at)}",
    )
