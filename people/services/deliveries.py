"""Mail for notices: planned with them, sent when it is due, and recorded as it went."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from people.models import Delivery, Notice, NoticePreferences, Person
from people.notice_kinds import Way
from people.notice_mail import mail_of
from people.quiet import mail_due, resting_until

Status = Delivery.Status

WAITS: tuple[timedelta, ...] = tuple(timedelta(minutes=m) for m in (1, 5, 20, 60, 240))
"""How long after each attempt in vain the next one comes; after the last of them, none."""

PERMANENT = 500
"""From this code on a mail server means: never."""
REASON_LENGTH = 300

NO_ADDRESS = "No e-mail address is known."
NOT_WANTED = "Its reader wants no mail of this kind."
NOT_SET_UP = "Mail is not set up in this installation."


def plan_deliveries(notices: Sequence[Notice], *, at: datetime) -> None:
    """Decide for each of these new notices, all of one program, when its mail is due."""
    if not notices:
        return
    preferences = _preferences(notices)
    people = [notice.person for notice in notices if notice.person]
    rests = resting_until(people, notices[0].program, at)
    Delivery.objects.bulk_create(
        _plan(notice, preferences, rests.get(notice.person_id or 0), at) for notice in notices
    )
    transaction.on_commit(_send_soon, robust=True)


def _plan(
    notice: Notice,
    preferences: dict[int, NoticePreferences],
    rests_until: datetime | None,
    at: datetime,
) -> Delivery:
    account = notice.account
    wanted = preferences.get(account.pk if account else 0) or NoticePreferences()
    delivery = Delivery(notice=notice, address=_address(notice), due_at=at)
    if not delivery.address:
        return _settled(delivery, Status.NOT_SENT, NO_ADDRESS, at)
    if wanted.way(notice.kind) == Way.NEVER and notice.needs_ack_by is None:
        return _settled(delivery, Status.NOT_SENT, NOT_WANTED, at)
    due = mail_due(
        notice.kind,
        wanted,
        zone=notice.program.zone,
        at=at,
        rests_until=rests_until,
        needs_ack_by=notice.needs_ack_by,
    )
    delivery.due_at, delivery.reason = due.at, due.reason
    return delivery


def _preferences(notices: Iterable[Notice]) -> dict[int, NoticePreferences]:
    accounts = [notice.account for notice in notices if notice.account]
    rows = NoticePreferences.objects.filter(user__in=accounts)
    return {row.user_id: row for row in rows}


def _address(notice: Notice) -> str:
    """A person's account comes first: its owner keeps it up to date."""
    account = notice.account
    person: Person | None = notice.person
    return (account.email if account and account.is_active else "") or (
        person.email if person else ""
    )


def _send_soon() -> None:
    from people import tasks  # noqa: PLC0415 -- tasks are a door and call this module

    tasks.send_notices.delay()


def send_due_mail(*, at: datetime) -> None:
    """Send what is due; what is due to one reader in one program goes as one mail."""
    due = Delivery.objects.due(at).order_by("notice__program", "address")
    groups = list(due.values_list("notice__program", "address").distinct())
    connection = get_connection()
    try:
        for program, address in groups:
            _send(connection, program, address, at)
    finally:
        connection.close()


@transaction.atomic
def _send(connection: BaseEmailBackend, program: int, address: str, at: datetime) -> None:
    """The rows are held while the server is spoken to: a worker that dies leaves them waiting."""
    rows = Delivery.objects.due(at).filter(notice__program=program, address=address)
    rows = rows.select_related("notice__program", "notice__person__user", "notice__user")
    rows = rows.select_for_update(of=("self",), skip_locked=True)
    deliveries = list(rows.order_by("notice__told_at", "pk"))
    if not deliveries:
        return
    if settings.MAIL_STAYS_HERE:
        _settle(deliveries, Status.NOT_SENT, NOT_SET_UP, at)
        return
    try:
        connection.open()
        connection.send_messages([mail_of([row.notice for row in deliveries], to=address)])
    except (SMTPException, OSError) as error:
        connection.close()
        _try_again(deliveries, error, at)
    else:
        _settle(deliveries, Status.SENT, "", at)


def _try_again(deliveries: list[Delivery], error: Exception, at: datetime) -> None:
    """Later, unless the server will have none of it or there were attempts enough."""
    reason = f"{type(error).__name__}: {error}"[:REASON_LENGTH]
    for delivery in deliveries:
        if _is_final(error) or delivery.attempts >= len(WAITS):
            _settle([delivery], Status.FAILED, reason, at)
            continue
        delivery.due_at = at + WAITS[delivery.attempts]
        delivery.attempts += 1
        delivery.reason = reason
        delivery.save(update_fields=["due_at", "attempts", "reason"])


def _is_final(error: Exception) -> bool:
    """A refusal of this reader or of this mail; any other error may be the server's bad day."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _ in error.recipients.values())
    return isinstance(error, SMTPDataError) and error.smtp_code >= PERMANENT


def _settle(deliveries: list[Delivery], status: Status, reason: str, at: datetime) -> None:
    for delivery in deliveries:
        delivery.attempts += status in (Status.SENT, Status.FAILED)
        _settled(delivery, status, reason, at)
        delivery.save(update_fields=["status", "reason", "settled_at", "attempts"])


def _settled(delivery: Delivery, status: Status, reason: str, at: datetime) -> Delivery:
    delivery.status, delivery.reason, delivery.settled_at = status, reason, at
    return delivery
