"""One's own hours: the weeks to confirm, the rotation against each limit, and what was logged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from people.models import Person, Program
from scheduling.compliance.queries.confirmed import Confirmed
from scheduling.compliance.queries.forecast import Forecast, forecast
from scheduling.compliance.queries.person import StayLines, lines_of
from scheduling.compliance.services.ledgers import Ledger
from scheduling.engine.readings import Stay
from scheduling.engine.sums import Term
from scheduling.models import Assignment, CallType, LoggedWork, MoonlightingPermission
from scheduling.services.hours_lock import SIX_DAYS, WEEK, first_open_week, last_open_day, week_of

ONE_DAY = timedelta(days=1)
WEEKS = 5
"""Weeks back that the page shows where hours are never locked, and at most."""


@dataclass(frozen=True, slots=True)
class WorkedDay:
    """A day that is over: what counts of it, and whether it is confirmed."""

    on: date
    work: tuple[Term, ...]
    home_calls: tuple[str, ...]
    away: bool
    confirmed: bool

    @property
    def is_open(self) -> bool:
        return not (self.confirmed or self.away)

    @property
    def minutes(self) -> int:
        return sum(term.amount for term in self.work)


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Sunday, as far as it is over."""

    monday: date
    days: tuple[WorkedDay, ...]
    last_open_day: date | None

    @property
    def sunday(self) -> date:
        return self.monday + SIX_DAYS

    @property
    def open_days(self) -> list[WorkedDay]:
        return [day for day in self.days if day.is_open]

    @property
    def minutes(self) -> int:
        return sum(day.minutes for day in self.days)


@dataclass(frozen=True, slots=True)
class MyHours:
    weeks: tuple[Week, ...]
    now: StayLines | None
    forecast: Forecast
    logged: tuple[LoggedWork, ...]
    permission: MoonlightingPermission | None
    """To moonlight, today or next."""
    home_call: str
    """The home call that the person has now; else nothing."""

    @property
    def open_days(self) -> int:
        return sum(len(week.open_days) for week in self.weeks)


def my_hours(ledger: Ledger, person: Person, *, at: datetime) -> MyHours:
    """Five queries beside the ledger's own."""
    program = ledger.program
    today = program.today(at)
    stays = ledger.of(person)
    confirmed = Confirmed(program, ledger.year.starts_on, today, person=person)
    calls = _home_calls(ledger, person, today)
    now = next((stay for stay in stays if stay.first_day <= today <= stay.last_day), None)
    return MyHours(
        weeks=tuple(_weeks(ledger, stays, confirmed.of(person.pk), calls, today)),
        now=lines_of(now, person.pk, confirmed, {}, today) if now else None,
        forecast=forecast(ledger, today, person=person.pk),
        logged=tuple(_logged(program, person, today)),
        permission=MoonlightingPermission.objects.standing()
        .filter(program=program, person=person, ends_on__gte=today)
        .order_by("starts_on", "pk")
        .first(),
        home_call=_home_call_now(calls, at),
    )


def _weeks(
    ledger: Ledger,
    stays: Sequence[Stay],
    confirmed: set[date],
    calls: Sequence[Assignment],
    today: date,
) -> Iterator[Week]:
    """The last one first: those that are not locked, and not before the year or its rotations."""
    program = ledger.program
    earliest = week_of(today) - WEEKS * WEEK
    first = max(first_open_week(program, today) or earliest, earliest)
    work = _by_day(stays)
    away = {day for stay in stays for day in stay.away_days}
    known = {day for stay in stays for day in stay.days()} | away
    monday = week_of(today - ONE_DAY)
    while monday >= first:
        days = [monday + timedelta(days=n) for n in range(7)]
        over = [day for day in days if day < today and day in known]
        if over:
            found = (_day(day, work[day], calls, away, confirmed) for day in over)
            yield Week(monday, tuple(found), last_open_day(program, monday))
        monday -= WEEK


def _day(
    day: date,
    work: Sequence[Term],
    calls: Iterable[Assignment],
    away: set[date],
    confirmed: set[date],
) -> WorkedDay:
    names = tuple(call.call_type.name for call in calls if call.call_type and call.starts_on == day)
    return WorkedDay(day, tuple(work), names, day in away, day in confirmed)


def _by_day(stays: Iterable[Stay]) -> dict[date, list[Term]]:
    """What counts as hours, by the day on which it begins."""
    found: dict[date, list[Term]] = defaultdict(list)
    for stay in stays:
        for term in stay.work:
            found[term.starts_at.date()].append(term)
    return found


def _home_calls(ledger: Ledger, person: Person, today: date) -> list[Assignment]:
    rows = Assignment.objects.filter(
        version=ledger.version, person=person, kind=Assignment.Kind.CALL,
        call_type__kind=CallType.Kind.HOME,
    )  # fmt: skip
    near = rows.overlapping(today - (WEEKS + 1) * WEEK, today + ONE_DAY)
    return list(near.select_related("call_type").order_by("starts_at", "pk"))


def _home_call_now(calls: Iterable[Assignment], at: datetime) -> str:
    running = (call.call_type for call in calls if call.starts_at <= at < call.ends_at)
    return next((call_type.name for call_type in running if call_type), "")


def _logged(program: Program, person: Person, today: date) -> Iterator[LoggedWork]:
    rows = LoggedWork.objects.standing().filter(program=program, person=person)
    since = today - (WEEKS + 1) * WEEK
    rows = rows.filter(starts_at__date__gte=since).select_related("program", "person")
    yield from rows.order_by("-starts_at", "pk")
