"""A question that a worker answers: what is common to all of them."""

from django.db import models


class Search(models.Model):
    """Asked for, looked at, answered. The answer is a row's own."""

    class Progress(models.TextChoices):
        WAITING = "waiting", "Waiting"
        LOOKING = "looking", "Looking"
        ANSWERED = "answered", "Answered"
        FAILED = "failed", "Failed"

    search_status = models.CharField(max_length=8, choices=Progress, default=Progress.WAITING)
    search_asked_at = models.DateTimeField()
    search_ended_at = models.DateTimeField(null=True, blank=True)
    search_message = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def is_searching(self) -> bool:
        return self.search_status in (self.Progress.WAITING, self.Progress.LOOKING)
