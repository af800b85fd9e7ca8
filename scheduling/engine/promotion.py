"""What becomes of somebody when the academic year turns, from where they stand in their training."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from scheduling.engine.academic_year import ONE_DAY, year_span


class Turn(StrEnum):
    """What the new year brings."""

    PROMOTE = "promote"
    STAY = "stay"
    GRADUATE = "graduate"
    LEAVE = "leave"

    @property
    def goes(self) -> bool:
        return self in (Turn.GRADUATE, Turn.LEAVE)


@dataclass(frozen=True, slots=True)
class Trainee:
    """Where a resident stands in the year that ends."""

    pgy: int
    length: int | None
    """Years of training in the program; None where it does not say."""
    completes_on: date | None
    """The last day of training, whatever made it later or earlier than a 30 June."""
    left_on: date | None = None
    """The last day of their enrollment, where that is within the year that ends."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed, and why; without a turn somebody has to say."""

    turn: Turn | None
    pgy: int
    ends_on: date | None
    """Within the new year, where training ends before it does."""
    why: str


def propose(trainee: Trainee, year: int) -> Proposal:
    """For the academic year that begins on 1 July of `year`.

    The year has one PGY for each resident: off cycle, the one of most of it.
    """
    days = year_span(year)
    if trainee.left_on is not None:
        turn = Turn.GRADUATE if trainee.pgy == trainee.length else Turn.LEAVE
        why = f"The enrollment ended on {said(trainee.left_on)}."
        return Proposal(turn, trainee.pgy, None, why)
    if trainee.length is None or trainee.completes_on is None:
        why = "The program does not say how many years training lasts."
        return Proposal(None, trainee.pgy + 1, None, why)
    if trainee.completes_on < days.starts_on:
        why = f"Training ends on {said(trainee.completes_on)}."
        return Proposal(Turn.GRADUATE, trainee.pgy, None, why)
    pgy = _pgy_of_most(trainee, trainee.length, trainee.completes_on, year)
    return Proposal(
        Turn.PROMOTE if pgy > trainee.pgy else Turn.STAY,
        pgy,
        trainee.completes_on if trainee.completes_on < days.ends_on else None,
        _why(trainee.completes_on, pgy, year),
    )


def _pgy_of_most(trainee: Trainee, length: int, completes_on: date, year: int) -> int:
    """In the middle of the year; never back, and never two years at once."""
    day = min(date(year + 1, 1, 1), completes_on)
    pgy = length - _years_between(day, completes_on)
    return min(max(pgy, trainee.pgy), trainee.pgy + 1)


def _years_between(first: date, last: date) -> int:
    """Whole years that still lie between two days."""
    years = last.year - first.year
    return years - ((last.month, last.day) < (first.month, first.day))


def _why(completes_on: date, pgy: int, year: int) -> str:
    days, turns_on = year_span(year), _turns_on(completes_on, year)
    if turns_on == days.starts_on:
        return ""
    if completes_on <= days.ends_on:
        return f"Off cycle: training ends on {said(completes_on)}."
    if turns_on < date(year + 1, 1, 1):
        return f"Off cycle: PGY-{pgy} from {said(turns_on)}, which is most of the year."
    return f"Off cycle: PGY-{pgy + 1} only from {said(turns_on)}."


def _turns_on(completes_on: date, year: int) -> date:
    """The day within the year on which a year of this training begins."""
    first = year_span(year).starts_on
    after = completes_on + ONE_DAY
    for calendar_year in (year, year + 1):
        # 29 February has no anniversary of its own in most years.
        day = date(calendar_year, after.month, 1) + timedelta(days=after.day - 1)
        if day >= first:
            return day
    raise AssertionError("A year holds each day.")


def said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
