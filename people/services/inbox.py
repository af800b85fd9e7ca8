"""What readers do with their notices: read them, and say that they have seen them."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.db.models.functions import Coalesce

from people.broadcast import announce
from people.models import Notice, User
from people.spoken import refused


def read_notice(notice: Notice, *, by: User, at: datetime) -> Notice:
    """Note when its reader first saw it; seeing it again changes nothing."""
    _require_own(notice, by)
    if Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at):
        announce("notices", accounts=[by.pk])
    notice.refresh_from_db()
    return notice


def read_all(user: User, *, by: User, at: datetime) -> int:
    """Note that everything was seen; what waits for an acknowledgement goes on waiting."""
    if user != by:
        raise PermissionDenied(OWN)
    read = Notice.objects.to(user).unread().filter(needs_ack_by=None).update(read_at=at)
    announce("notices", accounts=[by.pk])
    return read


def acknowledge(notice: Notice, *, by: User, at: datetime) -> Notice:
    """The reader says that they have seen it. Nobody says so for somebody else."""
    _require_own(notice, by)
    if notice.needs_ack_by is None:
        raise refused(
            "“{subject}” asks for no acknowledgement.", code="not_asked_for", subject=notice.subject
        )
    answered = Notice.objects.unanswered().filter(pk=notice.pk)
    done = answered.update(acknowledged_at=at, read_at=Coalesce(F("read_at"), at))
    notice.refresh_from_db()
    if not done:
        raise refused(
            "You have acknowledged “{subject}” already.",
            code="already_acknowledged",
            subject=notice.subject,
        )
    announce("notices", accounts=[by.pk])
    return notice


OWN = "Only the reader of a notice reads and acknowledges it."


def _require_own(notice: Notice, by: User) -> None:
    if not Notice.objects.to(by).filter(pk=notice.pk).exists():
        raise PermissionDenied(OWN)
