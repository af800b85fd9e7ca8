"""The six paid weeks of medical, parental or caregiver leave that an institution owes once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from people.time_away.counting import HALVES_IN_A_WEEK, Stretch, in_days
from people.wording import said

SIX_WEEKS = 6 * HALVES_IN_A_WEEK
WHOLE_PAY = 100
SOURCE = "ACGME Institutional Requirements IV.H, in effect since 1 July 2022"
FIRST, LAST = date.min, date.max


@dataclass(frozen=True, slots=True)
class PaidStretch:
    """A time away that counts toward the six weeks; None: what was paid is not recorded."""

    away: Stretch
    pay_percent: int | None

    @property
    def halves(self) -> int:
        return self.away.halves(FIRST, LAST)


@dataclass(frozen=True)
class SixWeeks:
    """What somebody has had of them, and what is amiss, in half-days."""

    taken: tuple[PaidStretch, ...]
    vacation_a_year: int | None
    """Half-days of vacation in a year by the calendar; None where nothing says."""

    @property
    def used(self) -> int:
        return sum(paid.halves for paid in self.taken)

    @property
    def left(self) -> int:
        return max(0, SIX_WEEKS - self.used)

    @property
    def vacation_in_it(self) -> int:
        return sum(paid.halves for paid in self.taken if paid.away.kind == "vacation")

    def remarks(self) -> tuple[str, ...]:
        """What does not agree with the requirement, or cannot be told, in sentences."""
        return (*self._of_pay(), *self._of_the_week_aside())

    def _of_pay(self) -> Iterable[str]:
        for paid, halves in _first(self.taken, SIX_WEEKS):
            since = said("{day:%B %-d, %Y}", day=paid.away.first_day)
            if paid.pay_percent is None:
                yield said(
                    "What was paid in the {days} from {since} is not recorded.",
                    days=in_days(halves),
                    since=since,
                )
            elif paid.pay_percent < WHOLE_PAY:
                yield (
                    said(
                        "{pay_percent} % is paid in the {days} from {since}; the first six weeks "
                        "are paid in full.",
                        pay_percent=paid.pay_percent,
                        days=in_days(halves),
                        since=since,
                    )
                )

    def _of_the_week_aside(self) -> Iterable[str]:
        if self.vacation_a_year is None or not self.taken:
            return
        aside = self.vacation_a_year - self.vacation_in_it
        if aside < HALVES_IN_A_WEEK:
            yield (
                said(
                    "{days} of vacation are left outside the six weeks; one week is kept aside.",
                    days=in_days(max(0, aside)),
                )
            )


def _first(taken: Sequence[PaidStretch], halves: int) -> Iterable[tuple[PaidStretch, int]]:
    """The stretches that make up the first so many half-days, and their part of them."""
    for paid in sorted(taken, key=lambda p: p.away.first_day):
        part = min(halves, paid.halves)
        if part:
            yield paid, part
        halves -= part
