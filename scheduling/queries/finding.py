"""How the schedule's things are found: days, blocks, rotations, activities, calls, findings, rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import chain, islice

from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from people.finding import EACH, Asked, Hit, searches
from scheduling.engine.rules import BY_CODE
from scheduling.models import AcademicYear, Activity, Block, CallType, Rotation, ScheduleVersion
from scheduling.queries.days_said import days_said

BLOCK = re.compile(r"(?:block|b)\s*(\d{1,2})", re.IGNORECASE)
Status = ScheduleVersion.Status


def _page(name: str, *args: object) -> str:
    return reverse(f"admin:scheduling_{name}", args=args)


@searches("Days", 20, "calendar_today", "view_draft")
def days(asked: Asked) -> Iterator[Hit]:
    """For each program the nearest day that is in one of its years."""
    rows = AcademicYear.objects.filter(program__in=asked.programs)
    years = list(rows.select_related("program").prefetch_related("blocks"))
    for program in asked.programs:
        mine = [year for year in years if year.program_id == program.pk]
        said = days_said(asked.text, program.today(asked.at))
        meant = ((day, y) for day in said for y in mine if y.starts_on <= day <= y.ends_on)
        for day, year in islice(meant, 1):
            yield from _pages_of(day, year)


def _pages_of(day: date, year: AcademicYear) -> Iterator[Hit]:
    name = f"{day:%a %b} {day.day}, {day.year}"
    for words, page in (("Who is where", "manifest"), ("Call roster", "roster")):
        address = f"{_page(f'academicyear_{page}', year.pk)}?on={day}"
        yield Hit(f"{words}, {name}", address, str(year.program))
    for block in year.blocks.all():
        if block.holds(day):
            yield _block_hit(block, year)


def _block_hit(block: Block, year: AcademicYear) -> Hit:
    until = f"{block.starts_on:%b} {block.starts_on.day} to {block.ends_on:%b} {block.ends_on.day}"
    return Hit(
        f"Block {block.number} of {year}",
        _page("academicyear_block", year.pk, max(block.number, 1)),
        f"{until}, {year.program}",
    )


@searches("Blocks", 30, "view_week", "view_draft")
def blocks(asked: Asked) -> Iterator[Hit]:
    """Of years that are not over, the nearest first."""
    said = BLOCK.fullmatch(asked.text)
    if said is None:
        return
    rows = Block.objects.filter(
        number=int(said[1]),
        academic_year__program__in=asked.programs,
        academic_year__ends_on__gte=asked.at.date(),
    )
    for block in rows.select_related("academic_year__program").order_by("starts_on"):
        yield _block_hit(block, block.academic_year)


@searches("Rotations, activities and calls", 40, "sync_alt", "view_draft")
def coded(asked: Asked) -> Iterator[Hit]:
    found = chain.from_iterable(
        _coded(asked, rows, page)
        for rows, page in (
            (Rotation.objects.all(), "rotation_change"),
            (Activity.objects.all(), "activity_change"),
            (CallType.objects.all(), "calltype_change"),
        )
    )
    yield from found


def _coded(asked: Asked, rows: QuerySet[Model], page: str) -> Iterator[Hit]:
    named = Q(code__iexact=asked.text)
    every = Q()
    for word in asked.words:
        every &= Q(name__icontains=word) | Q(code__icontains=word)
    wanted = rows.filter(named | every, program__in=asked.programs).select_related("program")
    for row in list(wanted[: EACH + 1]):
        what = row._meta.verbose_name
        yield Hit(f"{row.name} ({row.code})", _page(page, row.pk), f"{what}, {row.program}")  # type: ignore[attr-defined]


@searches("Findings of the last check", 60, "rule", "view_violations")
def findings(asked: Asked) -> Iterator[Hit]:
    versions = ScheduleVersion.objects.filter(
        schedule__program__in=asked.programs,
        schedule__academic_year__ends_on__gte=asked.at.date(),
        status__in=(Status.DRAFT, Status.PUBLISHED),
        scenario="",
    ).exclude(report=None)
    for version in versions.select_related("schedule__program", "schedule__academic_year"):
        for number, row in enumerate((version.report or {})["findings"]):
            if asked.all_in(row["title"], row["message"]):
                yield Hit(
                    row["message"],
                    _page("scheduleversion_found", version.pk, number),
                    f"{row['title']}, {version.get_status_display().lower()}",
                )


@searches("Rules", 70, "gavel", "view_draft")
def rules(asked: Asked) -> Iterator[Hit]:
    """In the rule book of the first of the programs."""
    book = _page("rule_book", next(iter(asked.programs)).pk)
    for code, rule in BY_CODE.items():
        if asked.all_in(rule.title, code):
            yield Hit(rule.title, f"{book}#{code}", rule.source)
