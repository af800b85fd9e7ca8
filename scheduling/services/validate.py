"""Whether the days between two dates keep the rules, as far as a schedule can say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Count

from people.models import Program, User
from people.permissions import require
from scheduling.bridge.rules import rules_of, rules_of_year
from scheduling.engine.academic_year import Span
from scheduling.engine.rules import Force
from scheduling.models import Assignment, ScheduleVersion
from scheduling.models.assignment import AssignmentQuerySet
from scheduling.services.check import Finding, check_version

WORK_HOURS = frozenset({"weekly-hours"})
SUPERVISION = frozenset({"supervision"})
REST_PERIODS = frozenset({"day-off", "post-call", "rest-after-call", "rest-between"})
CONSECUTIVE_DUTY = frozenset({"call-frequency", "continuous-duty", "night-run"})

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Validation:
    """What was looked at, what was found there, and which days nothing is known of."""

    rules: tuple[str, ...]
    versions: tuple[ScheduleVersion, ...]
    assignments: dict[str, int]
    unknown: tuple[Span, ...]
    findings: tuple[Finding, ...]
    checked_at: datetime

    @property
    def is_valid(self) -> bool | None:
        """False when a rule that must hold is broken, by whoever says so; None when unknown."""
        if any(found.hard or found.force == Force.MUST for found in self.findings):
            return False
        return None if self.unknown else True

    def count(self, force: Force) -> int:
        return sum(found.force == force for found in self.findings)


def validate_range(
    program: Program,
    first_day: date,
    last_day: date,
    *,
    without: Iterable[str] = (),
    draft: bool = False,
    by: User,
    at: datetime,
) -> Validation:
    """Check the published versions (or drafts) of these days by every rule that is not left out.

    Each version is checked whole, about a second for 40 people, since averages reach beyond the
    range; what touches the range is reported, and so is what concerns the year as a whole.
    """
    require(by, "view_violations", program, at=at)
    if draft:
        require(by, "view_draft", program, at=at)
    if last_day < first_day:
        raise ValidationError(
            f"The range ends on {last_day}, before it starts on {first_day}.",
            code="ends_before_start",
        )
    days = Span(first_day, last_day)
    versions = _versions(program, days, draft=draft)
    in_force = _codes_of(program, versions, program.today(at))
    rules = [code for code in in_force if code not in frozenset(without)]
    found = [finding for version in versions for finding in check_version(version, by=by, at=at)]
    return Validation(
        rules=tuple(rules),
        versions=versions,
        assignments=_assignments(versions, days),
        unknown=tuple(_empty(days, versions)),
        findings=tuple(f for f in found if f.rule in rules and _touches(f, days)),
        checked_at=at,
    )


def _codes_of(program: Program, versions: Sequence[ScheduleVersion], today: date) -> list[str]:
    """Of the rules by which these versions are read; of those of today where there is none."""
    books = [rules_of_year(version.schedule.academic_year, today) for version in versions]
    every = books or [rules_of(program, today)]
    return list(dict.fromkeys(rule.code for book in every for rule in book))


def _versions(program: Program, days: Span, *, draft: bool) -> tuple[ScheduleVersion, ...]:
    """Those that assign something in these days."""
    versions = ScheduleVersion.objects.of_program(program)
    versions = versions.draft() if draft else versions.published()
    touching = Assignment.objects.overlapping(days.starts_on, days.ends_on).order_by()
    rows = versions.filter(pk__in=touching.values("version"))
    rows = rows.select_related("schedule__program", "schedule__academic_year")
    return tuple(rows.order_by("schedule__academic_year__starts_on"))


def _rows(versions: Iterable[ScheduleVersion], days: Span) -> AssignmentQuerySet:
    rows = Assignment.objects.filter(version__in=versions)
    return rows.overlapping(days.starts_on, days.ends_on).order_by()


def _assignments(versions: Iterable[ScheduleVersion], days: Span) -> dict[str, int]:
    counted = _rows(versions, days).values_list("kind").annotate(count=Count("pk"))
    return dict(sorted(counted))


def _empty(days: Span, versions: Iterable[ScheduleVersion]) -> Iterator[Span]:
    """The days on which nobody is assigned anything: a rule kept by nobody is not kept."""
    start = days.starts_on
    spans = _rows(versions, days).values_list("starts_on", "ends_on").distinct()
    for first_day, last_day in sorted(spans):
        if start < first_day:
            yield Span(start, first_day - ONE_DAY)
        start = max(start, last_day + ONE_DAY)
    if start <= days.ends_on:
        yield Span(start, days.ends_on)


def _touches(finding: Finding, days: Span) -> bool:
    """What has no date concerns the year, and so every day of it."""
    if finding.first_day is None or finding.last_day is None:
        return True
    return finding.first_day <= days.ends_on and days.starts_on <= finding.last_day
