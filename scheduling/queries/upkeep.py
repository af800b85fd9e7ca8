"""How a year's schedule held up: what people changed of what was solved, and of what was published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import (
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Greatest, TruncDate, TruncMonth

from people.models import Notice
from scheduling.models import (
    AcademicYear,
    Assignment,
    AssignmentChange,
    ChangeSet,
    ScheduleVersion,
    SolverRun,
)

_PAIR = ("kind", "count")
CELL = ("person", "kind", "starts_on", "slot", "call_type")
Kind, Scope, Status = Assignment.Kind, SolverRun.Scope, SolverRun.Status
NOT_BY_HAND = (ChangeSet.Kind.OPEN, ChangeSet.Kind.SOLVE, ChangeSet.Kind.ROLLOVER)
DECIDED = {
    Scope.YEAR: (Kind.ROTATION, Kind.LEAVE),
    Scope.CALL: (Kind.CALL, Kind.ROTATION),
    Scope.BLOCK: (Kind.HALF_DAY,),
}
"""What a solve of each scope decides; attending weeks go with the call."""
SHOWN = 20
"""Solves that are told one by one, the last first."""


@dataclass(frozen=True, slots=True)
class KindKept:
    """Of the cells of one kind that a solve filled: those that stand, and those changed by hand."""

    kind: str
    standing: int
    changed: int

    @property
    def percent(self) -> float:
        return 100 * self.changed / (self.standing + self.changed)


@dataclass(frozen=True, slots=True)
class MonthChanged:
    """What was changed in a month of what was published; `soon` with less notice than promised."""

    first_day: date
    cells: int
    soon: int
    people: int


@dataclass(frozen=True, slots=True)
class ScopeRuns:
    """The solves of one scope, and how long they took together."""

    scope: str
    count: int
    solved: int
    seconds: float


@dataclass(frozen=True, slots=True)
class SolveHeld:
    """A solve that was written down, and the cells of its days that were changed by hand since."""

    run: SolverRun
    changed: int

    @property
    def seconds(self) -> float | None:
        run = self.run
        if run.started_at is None or run.finished_at is None:
            return None
        return (run.finished_at - run.started_at).total_seconds()


@dataclass(frozen=True, slots=True)
class NoticesSeen:
    """Notices of the year that asked their readers to say that they have seen them."""

    asked: int
    seen: int
    waiting: int
    late: int
    passed_on: int


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Without a version nothing is planned yet."""

    year: AcademicYear
    version: ScheduleVersion | None
    publications: int
    kinds: tuple[KindKept, ...]
    months: tuple[MonthChanged, ...]
    scopes: tuple[ScopeRuns, ...]
    solves: tuple[SolveHeld, ...]
    notices: NoticesSeen

    @property
    def solved(self) -> int:
        return sum(kind.standing + kind.changed for kind in self.kinds)

    @property
    def changed(self) -> int:
        return sum(kind.changed for kind in self.kinds)

    @property
    def percent(self) -> float | None:
        """None before anything was solved."""
        return 100 * self.changed / self.solved if self.solved else None

    @property
    def runs(self) -> int:
        return sum(scope.count for scope in self.scopes)

    @property
    def seconds(self) -> float:
        return sum(scope.seconds for scope in self.scopes)

    @property
    def churn(self) -> int:
        return sum(month.cells for month in self.months)


def upkeep(year: AcademicYear, *, at: datetime) -> Upkeep:
    """Eleven queries, however much was changed."""
    versions = list(
        ScheduleVersion.objects.filter(schedule__academic_year=year, scenario="")
        .exclude(status=ScheduleVersion.Status.WITHDRAWN)
        .select_related("schedule__program", "schedule__academic_year")
        .order_by("-status")
    )
    version = versions[0] if versions else None
    return Upkeep(
        year=year,
        version=version,
        publications=_published(year).count(),
        kinds=tuple(_kinds(version)) if version else (),
        months=tuple(_months(year)),
        scopes=tuple(_scopes(year)),
        solves=tuple(_solves(year)),
        notices=_notices(year, at),
    )


def _published(year: AcademicYear) -> QuerySet[ScheduleVersion]:
    rows = ScheduleVersion.objects.filter(schedule__academic_year=year, published_at__isnull=False)
    return rows.order_by("published_at")


def _changes(year: AcademicYear) -> QuerySet[AssignmentChange]:
    """Those of the year that are more than a lock put on or taken off; scenarios are only thoughts."""
    rows = AssignmentChange.objects.lasting().order_by()
    rows = rows.filter(
        change_set__version__schedule__academic_year=year, change_set__version__scenario=""
    )
    keys = {"was": KeyTextTransform("id", "before"), "came": KeyTextTransform("id", "after")}
    found: QuerySet[Any] = rows.annotate(**keys)
    return found.exclude(was=F("came"))


def _cells() -> Count:
    """Each cell counts once, however often it was changed."""
    cell = Func(*CELL, function="ROW", output_field=models.TextField())
    return Count(cell, distinct=True)


# What became of what was solved


def _kinds(version: ScheduleVersion) -> Iterator[KindKept]:
    solved = Assignment.objects.filter(version=version, source=Assignment.Source.SOLVER)
    standing = dict(
        solved.order_by().values_list("kind").annotate(count=Count("pk")).values_list(*_PAIR)
    )
    there = solved.annotate(call=Coalesce("call_type_id", 0)).filter(
        call=OuterRef("call"), **{name: OuterRef(name) for name in CELL[:-1]}
    )
    rows = _changes(version.schedule.academic_year)
    rows = rows.filter(before__source=Assignment.Source.SOLVER)
    rows = rows.exclude(change_set__kind__in=NOT_BY_HAND)
    rows = rows.annotate(call=Coalesce("call_type_id", 0)).filter(~Exists(there))
    changed = dict(rows.values_list("kind").annotate(count=_cells()).values_list(*_PAIR))
    for kind in Kind:
        if standing.get(kind) or changed.get(kind):
            yield KindKept(kind.label, standing.get(kind, 0), changed.get(kind, 0))


def _solves(year: AcademicYear) -> list[SolveHeld]:
    """Those that were written to a version that is still there, with one query for each scope."""
    runs = SolverRun.objects.of_year(year).filter(
        status__in=(Status.SOLVED, Status.PARTIAL), finished_at__isnull=False
    )
    changed: dict[int, int] = {}
    for scope, kinds in DECIDED.items():
        since = _changes(year).filter(
            change_set__version=OuterRef("version"),
            change_set__at__gt=OuterRef("finished_at"),
            kind__in=kinds,
            starts_on__range=(OuterRef("starts_on"), OuterRef("ends_on")),
        )
        since = since.exclude(change_set__kind__in=NOT_BY_HAND)
        counted = since.values("change_set__version").annotate(count=_cells()).values("count")
        rows = runs.filter(scope=scope).annotate(hand=Coalesce(models.Subquery(counted), 0))
        changed |= dict(rows.values_list("pk", "hand"))
    return [SolveHeld(run, changed[run.pk]) for run in runs[:SHOWN]]


def _scopes(year: AcademicYear) -> Iterator[ScopeRuns]:
    runs = SolverRun.objects.filter(version__schedule__academic_year=year).order_by()
    took = ExpressionWrapper(F("finished_at") - F("started_at"), output_field=DurationField())
    rows = runs.values("scope").annotate(
        count=Count("pk"), solved=Count("pk", filter=Q(status=Status.SOLVED)), took=Sum(took)
    )
    by_scope = {row["scope"]: row for row in rows}
    for scope in Scope:
        if row := by_scope.get(scope):
            seconds = row["took"].total_seconds() if row["took"] else 0.0
            yield ScopeRuns(scope.label, row["count"], row["solved"], seconds)


# What became of what was published


def _months(year: AcademicYear) -> Iterator[MonthChanged]:
    """By the month in which people came to live by the change: when it was made, or published."""
    first = _published(year).values_list("published_at", flat=True).first()
    if first is None:
        return
    program = year.program
    since = Greatest("change_set__at", "change_set__version__published_at")
    rows = _changes(year).filter(change_set__version__published_at__isnull=False)
    # What was made in the first version before that was published changed nobody's days.
    rows = rows.filter(
        Q(change_set__version__published_at__gt=first) | Q(change_set__at__gt=first),
        change_set__carries=None,
    ).exclude(change_set__kind=ChangeSet.Kind.OPEN)
    notice = Value(timedelta(days=program.notice_days), output_field=DurationField())
    day = Cast(TruncDate(since, tzinfo=program.zone), models.DateTimeField())
    until = ExpressionWrapper(day + notice, output_field=models.DateTimeField())
    rows = rows.annotate(month=TruncMonth(since, tzinfo=program.zone), until=until)
    found = rows.values("month").annotate(
        cells=_cells(),
        soon=_soon(),
        people=Count("person", distinct=True),
    )
    by_month = {row["month"].date(): row for row in found}
    for month in _calendar(first.astimezone(program.zone).date(), by_month):
        row = by_month.get(month, {"cells": 0, "soon": 0, "people": 0})
        yield MonthChanged(month, row["cells"], row["soon"], row["people"])


def _soon() -> Count:
    counted = _cells()
    counted.filter = Q(starts_on__lt=F("until"))
    return counted


def _calendar(first: date, changed: Iterable[date]) -> Iterator[date]:
    """Every month from the first publication to the last change."""
    month = first.replace(day=1)
    last = max([month, *changed])
    while month <= last:
        yield month
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _notices(year: AcademicYear, at: datetime) -> NoticesSeen:
    zone = year.program.zone
    begins = datetime.combine(year.starts_on, time(), zone)
    ends = datetime.combine(year.ends_on + timedelta(days=1), time(), zone)
    rows = Notice.objects.filter(
        program=year.program,
        needs_ack_by__isnull=False,
        told_at__gte=begins,
        told_at__lt=ends,
    )
    waits = Q(acknowledged_at=None)
    found: dict[str, Any] = rows.aggregate(
        asked=Count("pk"),
        seen=Count("pk", filter=~waits),
        waiting=Count("pk", filter=waits & Q(needs_ack_by__gte=at)),
        late=Count("pk", filter=waits & Q(needs_ack_by__lt=at)),
        passed_on=Count("pk", filter=Q(escalated_at__isnull=False)),
    )
    return NoticesSeen(**found)
