"""What can be done with webhooks: set one up, change it, give it another secret, try it."""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_urlsafe
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import Program, User, Webhook, WebhookCall
from people.notice_kinds import WEBHOOK_KINDS
from people.permissions import require
from people.services.saving import save_checked
from people.services.webhook_plans import call_webhooks_soon
from people.webhook_http import place_of

PING = "ping"
Status = WebhookCall.Status


class WebhookChanges(TypedDict, total=False):
    """What may be changed of a webhook."""

    url: str
    kinds: Sequence[str]
    active: bool


@transaction.atomic
def add_webhook(
    program: Program, *, url: str, kinds: Sequence[str] = (), by: User, at: datetime
) -> Webhook:
    """Tell an address of what the program's people are told of."""
    require(by, "manage_webhooks", program, at=at)
    _check(url, kinds)
    webhook = Webhook(
        program=program,
        url=url,
        kinds=list(kinds),
        nonce=token_urlsafe(),
        created_by=by,
        created_at=at,
    )
    save_checked(webhook)
    return webhook


@transaction.atomic
def change_webhook(
    webhook: Webhook, *, by: User, at: datetime, **changes: Unpack[WebhookChanges]
) -> Webhook:
    """Calls that wait already go to the address as it is when they are made."""
    require(by, "manage_webhooks", webhook.program, at=at)
    stored = Webhook.objects.select_for_update().get(pk=webhook.pk)
    for name, value in changes.items():
        setattr(stored, name, value)
    _check(stored.url, stored.kinds)
    save_checked(stored)
    return stored


@transaction.atomic
def rotate_secret(webhook: Webhook, *, by: User, at: datetime) -> Webhook:
    """For a day calls are signed with both secrets, so that the receiver can change over."""
    require(by, "manage_webhooks", webhook.program, at=at)
    stored = Webhook.objects.select_for_update().get(pk=webhook.pk)
    stored.former_nonce, stored.nonce = stored.nonce, token_urlsafe()
    stored.rotated_at = at
    stored.save(update_fields=["former_nonce", "nonce", "rotated_at"])
    return stored


@transaction.atomic
def ping_webhook(webhook: Webhook, *, by: User, at: datetime) -> WebhookCall:
    """Call the address about nothing, to see whether it answers."""
    require(by, "manage_webhooks", webhook.program, at=at)
    call = WebhookCall.objects.create(
        webhook=webhook,
        kind=PING,
        event=f"{PING}:{at.isoformat()}",
        payload={"type": PING, "timestamp": at.isoformat(), "data": {}},
        due_at=at,
        created_at=at,
    )
    call_webhooks_soon()
    return call


def call_again(call: WebhookCall, *, by: User, at: datetime) -> WebhookCall:
    """Try once more what has failed."""
    require(by, "manage_webhooks", call.webhook.program, at=at)
    again = WebhookCall.objects.filter(pk=call.pk, status=Status.FAILED).update(
        status=Status.WAITING, due_at=at, settled_at=None, attempts=0
    )
    call.refresh_from_db()
    if not again:
        raise ValidationError(
            f"Only what has failed is sent again; this is {call.get_status_display()}.",
            code="not_failed",
        )
    call_webhooks_soon()
    return call


def _check(url: str, kinds: Sequence[str]) -> None:
    place_of(url)
    unknown = [kind for kind in kinds if kind not in WEBHOOK_KINDS]
    if unknown:
        raise ValidationError(
            f"No webhook is told of the kind “{unknown[0]}”.", code="unknown_kind"
        )
