"""The schedule's cards on the first page: today, the call of four weeks, the rules, fairness."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest

from people.admin.home import put_card
from people.admin.scoped import Scope, signed_in
from people.models import Program
from scheduling.admin.pages import allows
from scheduling.engine.academic_year import Span
from scheduling.models import AcademicYear, ScheduleVersion
from scheduling.queries.call_equity import SharedCall
from scheduling.queries.glances import call_weeks, found_weeks
from scheduling.queries.share_strips import Strip, strip_of
from scheduling.queries.today import program_today, year_of
from scheduling.services.fair_call import fair_call
from scheduling.services.fairness import find_coverage

EIGHT_WEEKS = timedelta(weeks=8, days=-1)
FURTHEST = 3
"""How many people furthest from a fair share are named, on either side."""


@put_card("today", 20, "Today", "admin/scheduling/home_today.html", "view_draft", chief=10)
def today(request: HttpRequest, program: Program) -> dict[str, Any]:
    return {
        "state": program_today(program, Scope.of(request).at),
        "may_generate": allows(request, "generate_schedule", program),
        "may_manage": allows(request, "manage_calendar", program),
    }


@put_card(
    "call",
    30,
    "Call, the next four weeks",
    "admin/scheduling/home_call.html",
    "view_draft",
    chief=20,
)
def call(request: HttpRequest, program: Program) -> Any:
    """None before anything is published: nobody was asked to be on call."""
    version = _published(request, program)
    if version is None:
        return None
    year = version.schedule.academic_year
    day = program.today(Scope.of(request).at)
    return {"year": year, "found": call_weeks(program, day)}


@put_card(
    *("coverage", 35, "Rotations, the next eight weeks"),
    *("admin/scheduling/home_coverage.html", "view_equity"),
)
def coverage(request: HttpRequest, program: Program) -> Any:
    """On which rotations too few are, and whether that is so because of leave."""
    version = _published(request, program)
    if version is None:
        return None
    at, year = Scope.of(request).at, version.schedule.academic_year
    day = program.today(at)
    weeks = Span(day, day + EIGHT_WEEKS)
    found = find_coverage(version, by=signed_in(request), at=at, within=weeks)
    return {"year": year, "found": found}


@put_card(
    *("rules", 40, "Rules, week by week", "admin/scheduling/home_rules.html", "view_violations"),
    director=14,
)
def rules(request: HttpRequest, program: Program) -> Any:
    version = _published(request, program)
    if version is None:
        return None
    year, day = version.schedule.academic_year, program.today(Scope.of(request).at)
    return {"version": version, "found": found_weeks(version, year, day)}


@dataclass(frozen=True)
class Fairness:
    """One pool of a call: the picture, and who is furthest from a fair share."""

    title: str
    least: int
    most: int
    strip: Strip
    fair_least: int
    fair_most: int
    fair: int
    people: int
    over: tuple[tuple[str, int], ...]
    under: tuple[tuple[str, int], ...]

    @property
    def is_fair(self) -> bool:
        return self.fair == self.people


@put_card(
    *("fairness", 50, "Fairness of call", "admin/scheduling/home_fairness.html", "view_draft"),
    director=16,
)
def fairness(request: HttpRequest, program: Program) -> Any:
    version = _published(request, program)
    if version is None:
        return None
    shared = fair_call(version, at=Scope.of(request).at)
    pools = [pool for each in shared for pool in _pools(each)]
    if not pools:
        return None
    year = version.schedule.academic_year
    return {"year": year, "pools": pools, "all_fair": all(pool.is_fair for pool in pools)}


def _pools(shared: SharedCall) -> Iterator[Fairness]:
    for place, pool in enumerate(shared.pools):
        shares = [person.shares[place] for person in shared.people]
        off = [(each.name, each.shares[place].off) for each in shared.people]
        counts = [share.count for share in shares]
        off.sort(key=lambda each: (-each[1], each[0]))
        yield Fairness(
            title=f"{shared.title}, {pool}",
            least=min(counts, default=0),
            most=max(counts, default=0),
            strip=strip_of(distance for _, distance in off),
            fair_least=min((share.least for share in shares), default=0),
            fair_most=max((share.most for share in shares), default=0),
            fair=sum(distance == 0 for _, distance in off),
            people=len(off),
            over=tuple(each for each in off if each[1] > 0)[:FURTHEST],
            under=tuple((n, -d) for n, d in reversed(off) if d < 0)[:FURTHEST],
        )


def _published(request: HttpRequest, program: Program) -> ScheduleVersion | None:
    """What is published for today; read once for all cards."""
    kept: dict[int, ScheduleVersion | None] = request.__dict__.setdefault("published_of_home", {})
    if program.pk not in kept:
        kept[program.pk] = _read_published(
            program, year_of(program, program.today(Scope.of(request).at))
        )
    return kept[program.pk]


def _read_published(program: Program, year: AcademicYear | None) -> ScheduleVersion | None:
    if year is None:
        return None
    published = ScheduleVersion.objects.published().filter(schedule__academic_year=year)
    return published.select_related("schedule__program", "schedule__academic_year").first()
