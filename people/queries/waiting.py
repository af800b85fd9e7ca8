"""What waits in a program of people's own things: credentials, notices, mail, webhooks."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from people.models import (
    Credential,
    Delivery,
    Enrolment,
    Notice,
    Program,
    User,
    WebhookCall,
    academic_year_of,
)
from people.models.credential import CredentialQuerySet
from people.waiting import Waiting, counted, waits

RENEW_WITHIN = timedelta(days=90)
"""How long before a credential ends somebody is reminded of it."""
LATELY = timedelta(days=14)
"""How long a failure is told of."""


def credentials_to_renew(
    rows: CredentialQuerySet, program: Program, at: datetime, within: timedelta = RENEW_WITHIN
) -> CredentialQuerySet:
    """Those of the people of this year that end soon or have, and that no later one replaces."""
    today = program.today(at)
    here = Enrolment.objects.filter(
        program=program, academic_year=academic_year_of(today), person=OuterRef("person")
    )
    later = Credential.objects.filter(
        Q(expires_on=None) | Q(expires_on__gt=OuterRef("expires_on")),
        person=OuterRef("person"),
        kind=OuterRef("kind"),
    )
    ending = rows.expiring_before(today + within).filter(program=program)
    return ending.filter(Exists(here), ~Exists(later))


@waits("credentials", 50, "verified", "manage_credentials")
def credentials(program: Program, user: User, at: datetime) -> Waiting | None:
    rows = credentials_to_renew(Credential.objects.all(), program, at)
    found = list(rows.select_related("person", "kind").order_by("expires_on", "pk"))
    if not found:
        return None
    first, ends = found[0], found[0].expires_on or program.today(at)
    over = ends < program.today(at)
    return Waiting(
        len(found),
        counted(len(found), "credential to renew", "credentials to renew"),
        f"{reverse('admin:people_credential_changelist')}?due=soon",
        hint=f"{first.kind} of {first.person.roster_name} "
        f"{'ended' if over else 'ends'} {ends:%b} {ends.day}.",
        pressing=over,
    )


@waits("unseen", 60, "mark_email_unread", "view_notices")
def unseen_notices(program: Program, user: User, at: datetime) -> Waiting | None:
    due = list(
        Notice.objects.unanswered()
        .filter(program=program)
        .order_by("needs_ack_by")
        .values_list("needs_ack_by", flat=True)
    )
    if not due:
        return None
    late = sum(by is not None and by <= at for by in due)
    return Waiting(
        len(due),
        counted(len(due), "change not acknowledged", "changes not acknowledged"),
        f"{reverse('admin:people_notice_changelist')}?seen=waits",
        hint=f"{late} of them later than asked for." if late else "",
        pressing=late > 0,
    )


@waits("mail", 80, "unsubscribe", "view_notices")
def failed_mail(program: Program, user: User, at: datetime) -> Waiting | None:
    failed = Delivery.objects.filter(
        notice__program=program, status=Delivery.Status.FAILED, settled_at__gte=at - LATELY
    ).count()
    if not failed:
        return None
    return Waiting(
        failed,
        counted(failed, "mail that did not arrive", "mails that did not arrive"),
        f"{reverse('admin:people_notice_changelist')}?delivery__status__exact=failed",
        hint="In the last two weeks.",
    )


@waits("webhooks", 85, "webhook", "manage_webhooks")
def failed_webhooks(program: Program, user: User, at: datetime) -> Waiting | None:
    """Addresses whose latest settled call failed."""
    settled = WebhookCall.objects.filter(settled_at__gte=at - LATELY, webhook__program=program)
    latest = settled.filter(webhook=OuterRef("webhook")).order_by("-settled_at", "-pk")
    failed = (
        settled.filter(status=WebhookCall.Status.FAILED, webhook__active=True)
        .filter(pk=latest.values("pk")[:1])
        .values(address=F("webhook__url"))
        .distinct()
    )
    addresses = [row["address"] for row in failed]
    if not addresses:
        return None
    return Waiting(
        len(addresses),
        counted(len(addresses), "webhook is not reached", "webhooks are not reached"),
        f"{reverse('admin:people_webhookcall_changelist')}?status__exact=failed",
        hint=addresses[0],
    )
