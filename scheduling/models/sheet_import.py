"""A spreadsheet of the schedule that somebody brought, and names that the program learned from it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from people.models import Person, Program
from scheduling.models.calendar import AcademicYear
from scheduling.models.change import ChangeSet
from scheduling.models.schedule import ScheduleVersion


class SheetImportQuerySet(models.QuerySet["SheetImport"]):
    """Uploads, by their state."""

    def staged(self) -> "SheetImportQuerySet":
        return self.filter(status=SheetImport.Status.STAGED)


class SheetImport(models.Model):
    """What was read from a file, kept as JSON; nothing changes before it is applied."""

    class Subject(models.TextChoices):
        SCHEDULE = "schedule", "Schedule"
        PEOPLE = "people", "People"
        ABSENCES = "absences", "Absences"

    class Status(models.TextChoices):
        STAGED = "staged", "To be looked at"
        APPLIED = "applied", "Applied"
        DISCARDED = "discarded", "Put aside"
        UNDONE = "undone", "Taken back"

    program = models.ForeignKey(Program, models.PROTECT, related_name="sheet_imports")
    academic_year = models.ForeignKey(AcademicYear, models.PROTECT, related_name="sheet_imports")
    subject = models.CharField(max_length=8, choices=Subject, default=Subject.SCHEDULE)
    version = models.ForeignKey(
        ScheduleVersion,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="sheet_imports",
        help_text="The version that it changes; empty for people and absences.",
    )
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    layout = models.CharField(max_length=80, help_text="What kind of file it is.")
    # It tells who is away, so it is kept no longer than it is needed.
    entries = models.JSONField(default=list, blank=True)
    remarks = models.JSONField(default=list, blank=True)
    beside = models.JSONField(
        default=dict, blank=True, help_text="The PGY that stands beside names nobody knows yet."
    )
    new_names = models.JSONField(
        default=list, blank=True, help_text="People and codes that are made when it is applied."
    )
    unchanged = models.PositiveIntegerField(
        default=0, help_text="Cells that are as they were when the workbook was exported."
    )
    status = models.CharField(max_length=9, choices=Status, default=Status.STAGED)
    change_set = models.OneToOneField(
        ChangeSet, models.SET_NULL, null=True, blank=True, related_name="sheet_import"
    )
    outcome = models.JSONField(default=dict, blank=True, help_text="What came of it.")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = SheetImportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        verbose_name = "spreadsheet"
        constraints = [
            models.CheckConstraint(
                condition=Q(status="staged", decided_at__isnull=True, decided_by__isnull=True)
                | ~Q(status="staged") & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="sheet_import_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(subject="schedule", version__isnull=False)
                | ~Q(subject="schedule") & Q(version__isnull=True),
                name="sheet_of_a_schedule_names_its_version",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class NameMatch(models.Model):
    """What a program means by a name or a code that a file of its own writes."""

    class Sort(models.TextChoices):
        PERSON = "person", "A person"
        HALF_DAY = "half-day", "What fills a half-day"
        ROTATION = "rotation", "A rotation"
        CALL = "call", "A line of the call roster"
        SHIFT = "shift", "An assignment of another program"

    program = models.ForeignKey(Program, models.CASCADE, related_name="name_matches")
    sort = models.CharField(max_length=8, choices=Sort)
    written = models.CharField(max_length=120, help_text="As it is written, made alike.")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    means = models.CharField(
        max_length=10,
        blank=True,
        help_text="rotation, half-day, call or leave; empty: it is left out.",
    )
    code = models.CharField(max_length=12, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["program", "sort", "written"]
        verbose_name = "remembered name"
        constraints = [
            models.UniqueConstraint(
                fields=["program", "sort", "written"], name="name_is_remembered_once"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(sort="person", code=""),
                name="name_of_a_person_has_no_code",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.written}: {self.person or self.code or 'left out'}"
