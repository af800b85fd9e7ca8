"""Calls of webhooks are planned with the notices of an event, in the same transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from people.models import Notice, Webhook, WebhookCall
from people.notice_kinds import WEBHOOK_KINDS


def plan_calls(notices: Sequence[Notice], *, at: datetime) -> None:
    """One call of each webhook for an event, however many hear of it."""
    if not notices or notices[0].kind not in WEBHOOK_KINDS:
        return
    first = notices[0]
    webhooks = Webhook.objects.filter(program=first.program, active=True)
    calls = [
        WebhookCall(
            webhook=webhook,
            kind=first.kind,
            event=first.event,
            payload=_payload(notices, at),
            due_at=at,
            created_at=at,
        )
        for webhook in webhooks
        if webhook.tells(first.kind)
    ]
    if calls:
        WebhookCall.objects.bulk_create(calls)
        call_webhooks_soon()


def _payload(notices: Sequence[Notice], at: datetime) -> dict[str, object]:
    """Keys and no names: what it is about is read over REST, by whoever may."""
    first = notices[0]
    return {
        "type": first.kind,
        "timestamp": at.isoformat(),
        "data": {
            "program": first.program.slug,
            "event": first.event,
            "people": sorted(n.person_id for n in notices if n.person_id),
            "needs_ack_by": first.needs_ack_by and first.needs_ack_by.isoformat(),
            "site": settings.SITE_URL,
        },
    }


def call_webhooks_soon() -> None:
    """After commit; the clock asks again for what waits."""
    transaction.on_commit(_call_soon, robust=True)


def _call_soon() -> None:
    from people import tasks  # noqa: PLC0415 -- tasks are a door and call this module

    tasks.call_webhooks.delay()
