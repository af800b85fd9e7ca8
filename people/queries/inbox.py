"""One reader's notices, and how many of them still want to be looked at."""

from django.db.models import Q

from people.models import Notice, NoticeQuerySet, User


def inbox_of(user: User) -> NoticeQuerySet:
    """The newest first, with what a page says of each."""
    return Notice.objects.to(user).select_related("program", "delivery")


def open_count(user: User) -> int:
    """Those that are unread or wait for an acknowledgement."""
    asks = Q(needs_ack_by__isnull=False, acknowledged_at=None)
    return Notice.objects.to(user).filter(Q(read_at=None) | asks).count()
