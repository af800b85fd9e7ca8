"""The pages on fairness: shares by person, the load of every week, and how rotations are covered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from scheduling.admin.grids import no_year, open_year, shown, this_year
from scheduling.admin.links import address
from scheduling.admin.manifest import PUBLISHED
from scheduling.admin.pages import routes, show
from scheduling.admin.tables import as_csv
from scheduling.engine.academic_year import Span
from scheduling.engine.equity import Held, SharedOut
from scheduling.pictures import Line, Strip, heat, strip
from scheduling.queries.coverage import Coverage, Heads
from scheduling.queries.equity import Equity, Measure, Period, Sharer
from scheduling.queries.week_load import WeekLoad
from scheduling.services.fairness import find_coverage, find_equity, find_week_load

NAMED = 3
"""Names at an end of a range; of more their number is told."""
LOADS = ((81, "6"), (70, "5"), (60, "4"), (45, "3"), (25, "2"), (1, "1"), (0, "0"))
"""Hours of a week from which a cell is so dark."""

put(
    Group.SCHEDULE,
    24,
    "Fairness",
    "balance",
    "scheduling_fairness_now",
    "view_equity",
    holds=(
        "scheduling_academicyear_fairness",
        "scheduling_academicyear_weeks",
        "scheduling_academicyear_coverage",
    ),
)


@dataclass(frozen=True, slots=True)
class Card:
    """A measure in one of its groups: a picture, and who is at the ends."""

    measure: Measure
    group: SharedOut
    strip: Strip
    fewest: str
    most: str


@dataclass(frozen=True, slots=True)
class Row:
    """A person with what they have of each measure."""

    sharer: Sharer
    held: tuple[Held | None, ...]


def urls(owner: ProgramScopedAdmin) -> list[URLPattern]:
    return routes(
        owner,
        pages=[
            ("<int:pk>/fairness/", shares_page, "academicyear_fairness"),
            ("<int:pk>/fairness/weeks/", weeks_page, "academicyear_weeks"),
            ("<int:pk>/fairness/coverage/", coverage_page, "academicyear_coverage"),
            ("now/fairness/", fairness_now, "fairness_now"),
        ],
    )


def shares_page(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Counts beside fair shares, of the whole year or of what lies behind."""
    context = _context(owner, request, pk, "shares")
    version, group = context["shown"].version, context["group"]
    if version is None:
        return show(owner, request, "fairness", "Fairness", **context)
    period = Period.SO_FAR if request.GET.get("period") == Period.SO_FAR else Period.YEAR
    at, by = Scope.of(request).at, signed_in(request)
    whole = find_equity(version, by=by, at=at, period=period)
    found = whole.within(group)
    if "csv" in request.GET:
        return as_csv(f"fairness-{version.schedule}", _header(found), _lines(found))
    context |= {
        "found": found,
        "groups": whole.groups,
        "period": period,
        "cards": list(_cards(found)),
        "rows": list(_rows(found)),
        "moved": any(sharer.taken or sharer.given for sharer in found.people),
    }
    return show(owner, request, "fairness", "Fairness", **context)


def weeks_page(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Hours of each person in each week, as a picture."""
    context = _context(owner, request, pk, "weeks")
    version = context["shown"].version
    if version is not None:
        whole = find_week_load(version, by=signed_in(request), at=Scope.of(request).at)
        load = whole.within(context["group"])
        if "csv" in request.GET:
            header = ["Name", "Group", *(week.starts_on for week in load.weeks)]
            lines = ([each.name, each.group, *each.hours] for each in load.people)
            return as_csv(f"weeks-{version.schedule}", header, lines)
        picture = heat(_loads(load), load.weeks, context["today"])
        context |= {"load": load, "heat": picture, "groups": whole.groups}
    return show(owner, request, "fairness_weeks", "Load by week", **context)


def coverage_page(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Residents on each rotation in each week, as a picture."""
    context = _context(owner, request, pk, "coverage")
    version = context["shown"].version
    if version is not None:
        found = find_coverage(version, by=signed_in(request), at=Scope.of(request).at)
        if "csv" in request.GET:
            header = ["Rotation", "Asks for", *(week.starts_on for week in found.weeks)]
            lines = ([s.code, s.asks, *(h.there for h in s.heads)] for s in found.services)
            return as_csv(f"coverage-{version.schedule}", header, lines)
        context |= {
            "found": found,
            "heat": heat(_services(found), found.weeks, context["today"]),
            "heat_counts": {state: found.count(state) for state in ("short", "thin")},
        }
    return show(owner, request, "fairness_coverage", "Coverage by week", **context)


def fairness_now(owner: ProgramScopedAdmin, request: HttpRequest) -> HttpResponse:
    year = this_year(owner, request)
    if year is None:
        return no_year(request)
    return HttpResponseRedirect(address("academicyear_fairness", year.pk))


def _context(owner: ProgramScopedAdmin, request: HttpRequest, pk: int, tab: str) -> dict[str, Any]:
    year = open_year(owner, request, pk)
    part = shown(request, year, rather=PUBLISHED)
    return {
        "year": year,
        "shown": part,
        "tab": tab,
        "group": request.GET.get("group", ""),
        "today": year.program.today(Scope.of(request).at),
    }


# Shares


def _cards(found: Equity) -> Iterator[Card]:
    """Of groups in which there is something to compare."""
    people = {str(sharer.person) for sharer in found.people}
    for measure in found.measures:
        for group in measure.groups:
            if group.is_compared and people & group.by_person.keys():
                picture = strip(group.levels, middle=group.middle)
                fewest, most = (_names(found, who) for who in (group.fewest, group.most))
                yield Card(measure, group, picture, fewest, most)


def _names(found: Equity, people: Iterable[str]) -> str:
    """Those of another group than the chosen one are not named."""
    names = [found.names.get(person, "somebody of another group") for person in people]
    if len(names) <= NAMED:
        return ", ".join(names)
    return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more"


def _rows(found: Equity) -> Iterator[Row]:
    for sharer in found.people:
        held = (measure.of(sharer.person) for measure in found.measures)
        yield Row(sharer, tuple(each and each[1] for each in held))


def _header(found: Equity) -> list[str]:
    columns = [
        words
        for measure in found.measures
        for words in (measure.title, f"{measure.title}, least", f"{measure.title}, most")
    ]
    moved = ["Calls taken over", "Calls given away"]
    return ["Name", "Group", "Percent of a full share", *columns, *moved]


def _lines(found: Equity) -> Iterator[list[object]]:
    for row in _rows(found):
        sharer = row.sharer
        cells = [c for h in row.held for c in ((h.count, h.least, h.most) if h else ("", "", ""))]
        yield [sharer.name, sharer.group, sharer.weight, *cells, sharer.taken, sharer.given]


# Pictures by week


def _loads(load: WeekLoad) -> Iterator[Line]:
    for each in load.people:
        cells = [
            (_shade(hours), f"{each.name}, {_week(week)}: {hours} hours" if hours else "", "")
            for hours, week in zip(each.hours, load.weeks, strict=True)
        ]
        yield Line(each.name, each.group, f"most {each.most} h", cells)


def _shade(hours: int) -> str:
    return next(shade for least, shade in LOADS if hours >= least)


def _services(found: Coverage) -> Iterator[Line]:
    for service in found.services:
        cells = [
            (
                _heads(heads),
                f"{service.code}, {_week(week)}: {_says(heads)}, asks for {service.asks}",
                str(heads.there),
            )
            for heads, week in zip(service.heads, found.weeks, strict=True)
        ]
        yield Line(service.code, "", service.asks, cells)


def _heads(heads: Heads) -> str:
    return heads.state if heads.state != "fine" or heads.on else "0"


def _says(heads: Heads) -> str:
    return f"{heads.on}, {heads.away} of them away" if heads.away else str(heads.on)


def _week(week: Span) -> str:
    return f"week of {week.starts_on:%b} {week.starts_on.day}"
