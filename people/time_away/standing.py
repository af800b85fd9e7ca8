"""How somebody stands against the limits of a board, and what that does to the end of training."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from people.time_away.boards import Board, BoardLimit, Effect, Over
from people.time_away.counting import Stretch, halves_of
from people.wording import said


@dataclass(frozen=True, slots=True)
class TrainingYear:
    """A year of somebody's training; `known` when its absences are kept here."""

    pgy: int
    first_day: date
    last_day: date
    known: bool = True

    @property
    def label(self) -> str:
        years = f"{self.first_day.year}-{self.last_day.year % 100:02}"
        return said("PGY-{pgy}, {years}", pgy=self.pgy, years=years)


@dataclass(frozen=True)
class Count:
    """What a limit allows in its time, and what is used of it, in half-days."""

    limit: BoardLimit
    years: tuple[TrainingYear, ...]
    allowed: int
    used: int

    @property
    def label(self) -> str:
        if len(self.years) == 1:
            return self.years[0].label
        return said("PGY-{first} to PGY-{last}", first=self.years[0].pgy, last=self.years[-1].pgy)

    @property
    def left(self) -> int:
        return self.allowed - self.used

    @property
    def beyond(self) -> int:
        return max(0, -self.left)

    @property
    def is_whole(self) -> bool:
        """Whether the absences of all of its years until now are kept here."""
        return all(year.known for year in self.years)


def counts(
    board: Board, years: Sequence[TrainingYear], away: Iterable[Stretch], on: date
) -> tuple[Count, ...]:
    """Each limit in force on the day, over each time that it counts in."""
    away = tuple(away)
    return tuple(count for limit in board.on(on) for count in _counts_of(limit, tuple(years), away))


def _counts_of(
    limit: BoardLimit, years: tuple[TrainingYear, ...], away: Sequence[Stretch]
) -> Iterator[Count]:
    spans = [span for span in _spans(limit, years) if span]
    extra = {span: _more(limit, span, away) for span in spans}
    best = max(spans, key=lambda span: extra[span], default=())
    for span in spans:
        more = extra[span] if span == best or not limit.more_once else 0
        used = sum(_used(limit, year, away) for year in span)
        yield Count(limit, span, limit.allowed(len(span)) + more, used)


def _spans(
    limit: BoardLimit, years: tuple[TrainingYear, ...]
) -> Iterator[tuple[TrainingYear, ...]]:
    if limit.over == Over.YEAR:
        yield from ((year,) for year in years)
    elif limit.over == Over.YEARS:
        yield tuple(year for year in years if year.pgy in limit.pgys)
    else:
        yield years


def _used(limit: BoardLimit, year: TrainingYear, away: Sequence[Stretch]) -> int:
    return halves_of(away, limit.counts, year.first_day, year.last_day, limit.counted)


def _more(limit: BoardLimit, span: Sequence[TrainingYear], away: Sequence[Stretch]) -> int:
    """Half-days on top, as far as leave of the right kind fills them."""
    taken = sum(
        halves_of(away, limit.more_for, year.first_day, year.last_day, limit.counted)
        for year in span
    )
    return min(2 * limit.more_days, taken)


def days_longer(found: Iterable[Count]) -> int:
    """Days by which training gets longer.

    What is beyond a limit is added over all its times; of limits of different codes, which count
    the same days in different ways, the one that asks for most.
    """
    beyond: Counter[str] = Counter()
    for count in found:
        if count.limit.effect == Effect.EXTENDS:
            beyond[count.limit.code] += count.beyond
    return -(-max(beyond.values(), default=0) // 2)


def completion(years: Sequence[TrainingYear], longer: int) -> date | None:
    """The last day of training, so many days later; None when its years are not known."""
    return years[-1].last_day + timedelta(days=longer) if years else None
