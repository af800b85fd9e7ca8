"""What a look has to be enough for: the call of four weeks, and what the check found week by week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from people.models import Program
from scheduling.engine.academic_year import Span, weeks
from scheduling.models import AcademicYear, ScheduleVersion
from scheduling.queries.on_call import OnCall, on_call_between

FOUR_WEEKS = timedelta(weeks=4, days=-1)
BAR, GAP, TALLEST = 16, 4, 40
"""Of a picture of weeks, in its own units."""


@dataclass(frozen=True, slots=True)
class CallDay:
    """The calls of a night that nobody has, or that somebody has who is away."""

    on: date
    is_shown: bool
    """Days before today only fill the first week."""
    due: int
    gaps: tuple[OnCall, ...]
    away: tuple[OnCall, ...]

    @property
    def words(self) -> str:
        """What is wrong, call by call."""
        told = [f"{call.name}: nobody" for call in self.gaps]
        told += [f"{call.name}: {call.roster_name} is away" for call in self.away]
        return "; ".join(dict.fromkeys(told))

    @property
    def style(self) -> str:
        if not self.is_shown:
            return "is-past"
        return "is-hard" if self.gaps else "is-advisory" if self.away else ""


@dataclass(frozen=True, slots=True)
class CallWeeks:
    """Weeks from Monday to Sunday."""

    weeks: tuple[tuple[CallDay, ...], ...]

    @property
    def wrong(self) -> tuple[CallDay, ...]:
        return tuple(day for week in self.weeks for day in week if day.words)


def call_weeks(program: Program, today: date) -> CallWeeks:
    """Six queries, however many nights."""
    shown = weeks(today, today + FOUR_WEEKS)
    by_night: dict[date, list[OnCall]] = {}
    for call in on_call_between(program, today, shown[-1].ends_on):
        by_night.setdefault(call.night, []).append(call)
    return CallWeeks(
        tuple(
            tuple(_call_day(day, by_night.get(day, []), day >= today) for day in week.days())
            for week in shown
        )
    )


def _call_day(day: date, calls: Sequence[OnCall], is_shown: bool) -> CallDay:
    return CallDay(
        on=day,
        is_shown=is_shown,
        due=len(calls),
        gaps=tuple(call for call in calls if call.is_gap),
        away=tuple(call for call in calls if call.away),
    )


@dataclass(frozen=True, slots=True)
class WeekBar:
    """What the check found about a week, those that must hold below."""

    first: date
    hard: int
    soft: int
    x: int
    hard_height: int
    soft_height: int

    @property
    def hard_y(self) -> int:
        return TALLEST - self.hard_height

    @property
    def soft_y(self) -> int:
        return self.hard_y - self.soft_height


@dataclass(frozen=True, slots=True)
class FoundWeeks:
    """A picture of weeks to come, and what is about none of them alone."""

    bars: tuple[WeekBar, ...]
    hard: int
    soft: int
    rules: tuple[tuple[str, int], ...]
    """The rules that are broken most often."""

    @property
    def width(self) -> int:
        return len(self.bars) * (BAR + GAP)

    @property
    def words(self) -> str:
        told = [f"week of {b.first:%b} {b.first.day}: {b.hard + b.soft}" for b in self.bars]
        return "Findings by week: " + ", ".join(told)


def found_weeks(version: ScheduleVersion, year: AcademicYear, today: date) -> FoundWeeks | None:
    """The last check's findings about the twelve weeks to come; None when it is out of date.

    What is about more than four weeks is counted and not drawn. Reads the report and nothing else.
    """
    if version.report is None:
        return None
    rows = [row for row in version.report["findings"] if _is_ahead(row, today)]
    shown = list(weeks(today, min(year.ends_on, today + timedelta(weeks=12, days=-1))))
    of_weeks = list(_of_weeks(rows))
    counts = [(week, *_counts(of_weeks, week)) for week in shown]
    most = max((hard + soft for _, hard, soft in counts), default=0) or 1
    bars = tuple(
        WeekBar(
            week.starts_on, hard, soft, place * (BAR + GAP), _tall(hard, most), _tall(soft, most)
        )
        for place, (week, hard, soft) in enumerate(counts)
    )
    hard = sum(bool(row["hard"]) for row in rows)
    rules = Counter(row["title"] for row in rows).most_common(4)
    return FoundWeeks(bars, hard, len(rows) - hard, tuple(rules))


def _is_ahead(row: dict[str, str | None], today: date) -> bool:
    last = row["last_day"]
    return last is None or last >= today.isoformat()


def _of_weeks(rows: Iterable[dict[str, str | None]]) -> Iterator[tuple[date, date, bool]]:
    """The days of what is about no more than four weeks, and whether it must hold."""
    for row in rows:
        first, last = row["first_day"], row["last_day"]
        if first is not None and last is not None:
            begins, ends = date.fromisoformat(first), date.fromisoformat(last)
            if ends - begins <= FOUR_WEEKS:
                yield begins, ends, bool(row["hard"])


def _counts(found: Iterable[tuple[date, date, bool]], week: Span) -> tuple[int, int]:
    touching = [
        must for begins, ends, must in found if begins <= week.ends_on and week.starts_on <= ends
    ]
    return sum(touching), len(touching) - sum(touching)


def _tall(count: int, most: int) -> int:
    return -(-TALLEST * count // most)
