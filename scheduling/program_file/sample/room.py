"""Whether absences and weeks of leave leave an invented resident room for a year of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from scheduling.engine.academic_year import Half, Span, rotation_halves
from scheduling.program_file.program import Program

from .recipe import Service


class Room:
    """The halves of a year that nothing touches, and what has to fall into them."""

    def __init__(self, program: Program, services: Sequence[Service]) -> None:
        self._halves = rotation_halves(program.academic_year, program.block_calendar)
        self._weeks = program.leave_weeks_per_year
        self._services = services

    def is_left(self, pgy: int, away: Iterable[Span], wished: Iterable[Span]) -> bool:
        """Whether leave can be given so that the rotations which bar it find a place.

        Weeks of leave that are given begin in different blocks. How rotations follow each other
        is not looked at.
        """
        touched = self._touched(away)
        weeks = [(self._touched([week]), self._block_of(week)) for week in wished]
        return any(
            len({block for _, block in given}) == self._weeks
            and self._is_enough(pgy, touched.union(*(halves for halves, _ in given)))
            for given in combinations(weeks, self._weeks)
        )

    def _touched(self, spans: Iterable[Span]) -> set[Half]:
        return {half for span in spans for half in self._halves if _overlap(half, span)}

    def _block_of(self, week: Span) -> int:
        return next(half.block for half in self._halves if half.holds(week.starts_on))

    def _is_enough(self, pgy: int, touched: set[Half]) -> bool:
        blocks, halves = self._asked(pgy)
        clear = [half.block for half in self._halves if half not in touched]
        whole = sum(clear.count(block) == 2 for block in set(clear))
        return whole >= blocks and len(clear) >= 2 * blocks + halves

    def _asked(self, pgy: int) -> tuple[int, int]:
        """Whole blocks, and halves besides, of the rotations that planned leave may not touch."""
        barring = [s for s in self._services if not s.leave and pgy in s.shares]
        blocks = sum(s.shares[pgy].least for s in barring if s.length == "block")
        halves = {s.code: 2 * s.shares[pgy].least for s in barring if s.length == "half"}
        for service in barring:  # a combined rotation counts for each of its halves as well
            for code in set(halves).intersection(service.halves or ()):
                halves[code] = max(0, halves[code] - service.shares[pgy].least)
        return int(blocks), int(sum(halves.values()))


def _overlap(one: Span, other: Span) -> bool:
    return one.starts_on <= other.ends_on and other.starts_on <= one.ends_on
