"""Mends a roster that has lost something, with as few changes as possible, in several ways."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from scheduling.engine.control import Control
from scheduling.engine.hole import Hole
from scheduling.engine.model import RosterModel
from scheduling.engine.options import Options
from scheduling.engine.problem import Kind
from scheduling.engine.repair_near import Near
from scheduling.engine.repair_rules import repair_rules
from scheduling.engine.rules.base import Rule
from scheduling.engine.ways import Manner, Repair, Repairs

REACHES = (timedelta(days=2), timedelta(days=9), timedelta(days=30), None)
"""How far from the hole changes are looked for; the next is tried when the one before is too near."""
SWAP_REACH = timedelta(days=30)
MOST_SWAPPED = 3
FAR_MORE = 5
"""Times as many changes as the best has, beyond which an unfinished search is of no use."""


def repair(
    hole: Hole,
    rules: Sequence[Rule],
    options: Options | None = None,
    *,
    ways: int = 3,
    control: Control | None = None,
    tell: Callable[[Repair], None] = lambda _found: None,
) -> Repairs:
    """Up to so many ways, each by different people, and a swap of calls where there is one.

    First as little as possible stays open, then as few changes as possible come at short notice,
    then few people are touched, then few duties move, then wishes and fairness count.
    """
    search = _Search(hole, rules, options or Options(seconds=10), control or Control(), ways, tell)
    return search.run()


class _Search:
    """Looks near the hole first, and farther away only while that is not enough."""

    def __init__(
        self,
        hole: Hole,
        rules: Sequence[Rule],
        options: Options,
        control: Control,
        ways: int,
        tell: Callable[[Repair], None],
    ) -> None:
        self.hole, self.options, self.control = hole, options, control
        self.rules = repair_rules(hole, rules)
        self.ways, self.tell = ways, tell
        self.began = time.monotonic()

    def run(self) -> Repairs:
        best: list[Repair] = []
        bounds, seen = (0, 0), None
        reached: timedelta | None = REACHES[0]
        for reach in REACHES:
            if self._is_over() and best:
                break
            problem = self.hole.within(reach)
            if problem.candidates == seen:
                reached = reach
                continue
            seen = problem.candidates
            near = Near(self.hole, RosterModel(problem, self.rules), self)
            found = list(near.ways(self.ways))
            if found and (not best or found[0].rank[:4] <= best[0].rank[:4]):
                best, bounds = found, near.bounds
            reached = reach
            if best and best[0].shortage == 0 and len(best) >= self.ways:
                break
        best = list(_sensible(best)) + self._swaps(best)
        return Repairs(
            ways=tuple(sorted(best, key=lambda way: way.rank)),
            reach=reached,
            least_shortage=bounds[0],
            least_touched=bounds[1],
            proven=bool(best) and self._is_best(best[0], reached),
            cancelled=self.control.cancelled.is_set(),
            seconds=time.monotonic() - self.began,
        )

    def _is_best(self, first: Repair, reached: timedelta | None) -> bool:
        """Within all reach, or since less than one person cannot help."""
        return first.proven and reached is None

    def _swaps(self, known: Sequence[Repair]) -> list[Repair]:
        """Where calls were lost: somebody takes them and gives as many back."""
        calls = [duty for duty in self.hole.duties if duty.kind == Kind.CALL]
        alone = len(self.hole.losers) == 1 and not self.hole.wanted
        if not calls or len(calls) > MOST_SWAPPED or not alone or self._is_over():
            return []
        if not known or known[0].manner == Manner.NOTHING:
            return []
        model = RosterModel(self.hole.traded(REACHES[0], SWAP_REACH), self.rules)
        near = Near(self.hole, model, self, even=True, reached=(known[0].shortage,))
        found = next(near.ways(1), None)
        if found is None:
            return []
        return [] if any(found.add == way.add for way in known) else [found]

    def left(self) -> float:
        return max(0.2, self.options.seconds - (time.monotonic() - self.began))

    def _is_over(self) -> bool:
        over = time.monotonic() - self.began >= self.options.seconds
        return over or self.control.cancelled.is_set()


def _sensible(ways: Sequence[Repair]) -> Iterator[Repair]:
    """Without those found in a hurry that move far more than the best does."""
    least = min((way.changes for way in ways if way.shortage == ways[0].shortage), default=0)
    for way in ways:
        if way.proven or way.changes <= FAR_MORE * (least + 1):
            yield way
