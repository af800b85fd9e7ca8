"""The pages that show how a program, and how one person, stands to the rules on work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse

from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from people.models import Person, Program
from scheduling.admin.leave_pages import program_of
from scheduling.admin.links import address
from scheduling.admin.pages import allows, show
from scheduling.compliance.queries.forecast import forecast
from scheduling.compliance.queries.overview import overview
from scheduling.compliance.queries.person import StayLines, person_lines
from scheduling.compliance.queries.reconciled import reconciled
from scheduling.compliance.queries.trend import Month
from scheduling.compliance.services.ledgers import Ledger, find_own_ledger, latest_ledger
from scheduling.engine.readings import Stay
from scheduling.pictures import Column, columns


def overview_page(owner: ProgramScopedAdmin, request: HttpRequest) -> HttpResponse:
    """Everybody against every rule, the next eight weeks, and the months of the year."""
    program, at = program_of(request, "view_violations"), Scope.of(request).at
    latest = latest_ledger(program, year=year_asked(request), by=signed_in(request), at=at)
    ledger, today = latest.ledger, program.today(at)
    page = overview(ledger, today) if ledger.is_known else None
    return show(
        owner,
        request,
        "overview",
        "Compliance",
        program=program,
        programs=_programs(request),
        latest=latest,
        ledger=ledger,
        years=program.academic_years.order_by("-year"),
        today=today,
        page=page,
        trend=columns([_column(month) for month in page.months]) if page else None,
    )


def _column(month: Month) -> Column:
    """Must below, should on it, the program's own on top."""
    return Column(
        f"{month.first_day:%b}",
        (("must", month.must), ("should", month.should), ("local", month.local)),
        f"{month.first_day:%B}: {month.must} must, {month.should} should, {month.local} own",
        pale=not month.is_over,
    )


def reconciled_page(owner: ProgramScopedAdmin, request: HttpRequest) -> HttpResponse:
    """What was logged beside what was scheduled, and what is worth a look."""
    program, at = program_of(request, "view_violations"), Scope.of(request).at
    latest = latest_ledger(program, year=year_asked(request), by=signed_in(request), at=at)
    ledger = latest.ledger
    rows = reconciled(ledger, program.today(at)) if ledger.is_known else []
    return show(
        owner,
        request,
        "reconciled",
        "Logged and scheduled hours",
        program=program,
        programs=_programs(request),
        latest=latest,
        ledger=ledger,
        years=program.academic_years.order_by("-year"),
        rows=rows,
        any_pattern=any(row.patterns for row in rows),
    )


def person_page(owner: ProgramScopedAdmin, request: HttpRequest, person: int) -> HttpResponse:
    """One person's rotations with every clause; `?stay=` names the one whose sum is shown."""
    ledger, someone = ledger_of_request(request, person)
    at = Scope.of(request).at
    today = ledger.program.today(at)
    lines = person_lines(ledger, someone, today)
    asked = request.GET.get("stay", "")
    return show(
        owner,
        request,
        "person",
        someone.roster_name,
        person=someone,
        program=ledger.program,
        ledger=ledger,
        lines=lines,
        today=today,
        forecast=forecast(ledger, today, person=someone.pk),
        summed=_stay_of(lines, _day(asked)) if asked else None,
        may_settle=allows(request, "settle_findings", ledger.program),
    )


def _stay_of(lines: Iterable[StayLines], day: date) -> Stay | None:
    return next((e.stay for e in lines if e.stay.first_day <= day <= e.stay.last_day), None)


def ledger_of_request(request: HttpRequest, person: int) -> tuple[Ledger, Person]:
    """The year of somebody in a program whose violations the reader may see."""
    program = program_of(request, "view_violations")
    someone = Person.objects.in_programs([program]).filter(pk=person).first()
    if someone is None:
        raise Http404("There is no such person.")
    by, at = signed_in(request), Scope.of(request).at
    return find_own_ledger(someone, program, year=year_asked(request), by=by, at=at), someone


def person_address(ledger: Ledger, person: Person) -> str:
    asked = urlencode({"program": ledger.program.slug, "year": ledger.year.year})
    return f"{address('case_person', person.pk, app='compliance')}?{asked}"


def year_asked(request: HttpRequest) -> int | None:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and len(asked) == 4 else None


def day_of(values: Mapping[str, str], name: str) -> date:
    return date.fromisoformat(values.get(name, ""))


def _day(asked: str) -> date:
    try:
        return date.fromisoformat(asked)
    except ValueError as error:
        raise BadRequest(f"“{asked}” is not a date like 2026-07-01.") from error


def _programs(request: HttpRequest) -> list[Program]:
    scope = Scope.of(request)
    programs = Program.objects.filter(active=True).order_by("name", "pk")
    if not scope.is_unlimited:
        programs = programs.filter(pk__in=scope.programs("view_violations"))
    return list(programs)
