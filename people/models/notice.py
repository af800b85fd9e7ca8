"""What one reader is told of one event, and whether they have seen it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Subquery
from django.utils.translation import gettext_lazy as _

from people.models.person import Person
from people.models.program import Program
from people.notice_kinds import NOTICE_KINDS, NoticeKind

if TYPE_CHECKING:
    from people.models.user import User


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices, by reader and by what they still wait for."""

    def to(self, user: "User") -> "NoticeQuerySet":
        """Those of the account, and of the person whose account it is.

        The person is asked for by itself: a join would have the database read all notices.
        """
        person = Person.objects.filter(user=user).values("pk")[:1]
        return self.filter(Q(person=Subquery(person)) | Q(user=user))

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)

    def unanswered(self) -> "NoticeQuerySet":
        """Those whose reader was asked to say that they have seen them, and has not."""
        return self.filter(needs_ack_by__isnull=False, acknowledged_at=None)


class Notice(models.Model):
    """Goes to a person of the schedule, or to an account that belongs to none."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="notices")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
    )
    # No choices: the table of kinds grows without a migration.
    kind = models.CharField(max_length=30)
    event = models.CharField(max_length=120, help_text="What happened, once for each reader.")
    language = models.CharField(
        max_length=10, default=settings.LANGUAGE_CODE, help_text="In which it was told."
    )
    subject = models.CharField(max_length=200)
    lines = ArrayField(models.TextField(), blank=True, default=list)
    url = models.CharField("address", max_length=300, help_text="The page that shows it.")
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    needs_ack_by = models.DateTimeField("seen by", null=True, blank=True)
    acknowledged_at = models.DateTimeField("said to be seen", null=True, blank=True)
    escalated_at = models.DateTimeField("passed on", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-told_at", "-pk")
        indexes = [
            models.Index(fields=("person", "-told_at"), name="notice_to_a_person"),
            models.Index(fields=("user", "-told_at"), name="notice_to_an_account"),
            models.Index(
                fields=("needs_ack_by",),
                name="notice_unanswered",
                condition=Q(needs_ack_by__isnull=False, acknowledged_at=None, escalated_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="notice_has_one_reader",
                condition=Q(person__isnull=False, user=None) | Q(person=None, user__isnull=False),
                violation_error_message=_("A notice goes to a person or to an account."),
            ),
            models.UniqueConstraint(
                fields=("person", "kind", "event"),
                name="notice_once_to_a_person",
                violation_error_message=_("This person was told of that already."),
            ),
            models.UniqueConstraint(
                fields=("user", "kind", "event"),
                name="notice_once_to_an_account",
                violation_error_message=_("This account was told of that already."),
            ),
            models.CheckConstraint(
                name="notice_acknowledged_is_read",
                condition=Q(acknowledged_at=None) | Q(read_at__lte=F("acknowledged_at")),
                violation_error_message=_("What is acknowledged has been read."),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def about(self) -> NoticeKind:
        """A notice outlives its kind: one that is told no more has its code for a title."""
        return NOTICE_KINDS.get(self.kind) or NoticeKind(self.kind, "")

    @property
    def account(self) -> "User | None":
        """Who can read it here; None for a person without an account."""
        return self.person.user if self.person else self.user

    @property
    def waits(self) -> bool:
        """Whether its reader still has to say that they have seen it."""
        return self.needs_ack_by is not None and self.acknowledged_at is None
