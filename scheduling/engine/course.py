"""What is known of a tier while it is searched, and how much of its time is left."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scheduling.engine.control import LEAST_SECONDS
from scheduling.engine.cost import Cost
from scheduling.engine.derived import Ints
from scheduling.engine.neighbourhood import Improver
from scheduling.engine.result import TierResult
from scheduling.engine.search import START_SECONDS, Search

from .rules.base import Tier

MANY_PAIRS = 1000
"""Open decisions from which on a search of the whole gives way to one of parts."""
PATIENCE_SHARE, LAST_SECONDS = 0.2, 1.0
"""Of the time left, how long parts may be tried in vain; and what is too short to be of use."""
ANY_SHARE, BRIEF_SHARE, FIRST_SHARE = 0.5, 0.25, 0.08
"""What finding any roster at all may take of the time left; and what a brief attempt may, after which
another one follows; and one that is only to spare lines of people their first rounds."""


class Course:
    """The best result of a tier so far, its bound, and when it has to end."""

    def __init__(self, search: Search, tier: Tier, cost: Cost, seconds: float) -> None:
        self.search, self.tier, self.cost = search, tier, cost
        self.until = search.clock.now() + seconds
        self.found: TierResult | None = None
        self.bound = cost.floor
        self.turns = 0  # how often parts have been tried
        self.leads: NDArray[np.float64] | None = (
            None  # values of a mixture of lines, if there is one
        )

    def left(self, share: float = 1.0) -> float:
        return max(LEAST_SECONDS, share * (self.until - self.search.clock.now()))

    def goes_on(self, until: float) -> bool:
        return self.search.clock.now() < until and not self.search.control.cancelled.is_set()

    def is_over(self) -> bool:
        return self.search.is_over(self.found)

    def may_race(self) -> bool:
        """A repeatable answer is not found by what ends when its time is up."""
        return self.search.options.deterministic is None

    def may_go_by_parts(self) -> bool:
        """Nor by threads that race each other."""
        is_large = len(self.search.model.open_pairs) >= MANY_PAIRS
        return is_large and self.search.options.workers > 1 and self.may_race()

    def learn(self, better: TierResult | None) -> None:
        """The later of two results of a tier; a bound that was proven once stays proven."""
        self.found = better or self.found
        if better is not None:
            self.learn_bound(better.bound)

    def learn_bound(self, bound: int) -> None:
        is_news, self.bound = bound > self.bound, max(self.bound, bound)
        if is_news:
            self.search.tell(self.tier, None, self.bound, None)
        if self.found is not None:
            bound = min(self.bound, self.found.objective)
            self.found = replace(self.found, bound=bound, proven=bound == self.found.objective)

    def learn_roster(self, bound: int) -> None:
        """Of the roster that was taken last, whatever is known of the tier."""
        objective = self.cost.of(self.search.solution or [])
        bound = min(objective, bound)
        self.learn(TierResult(self.tier, objective, bound, 0.0, proven=objective == bound))

    def learn_answer(self, answer: Ints, bound: int) -> None:
        """Take the roster of an answer, if it is possible and better than the one that is known."""
        search = self.search
        roster = search.model.roster(answer.tolist())
        solution = search.completed(roster, min(START_SECONDS, self.left()))
        if solution is not None:
            self.learn_solution(solution, bound)

    def learn_solution(self, solution: list[int], bound: int) -> None:
        """Take this answer, if it is better than the one that is known."""
        search = self.search
        known = None if search.solution is None else self.cost.of(search.solution)
        if known is None or self.cost.of(search.model.tightened(solution)) < known:
            objective = self.cost.of(search.take(solution))
            search.tell(self.tier, objective, None, search.model.roster(search.solution or []))
            self.learn_roster(bound)

    def keep(self) -> None:
        if self.found is not None:
            self.search.model.keep(self.cost, self.found.objective)

    def has_time(self) -> bool:
        """Whether enough is left for a step to be of use."""
        return self.left() > LAST_SECONDS

    def begin(self, *, briefly: bool = False, share: float = BRIEF_SHARE) -> None:
        """With any roster, if there is none yet; an earlier tier may have left one.

        Even a poor one leads a solver to better ones.
        """
        if self.found is not None or self.is_over():
            return
        if self.search.solution is not None:
            self.learn_roster(self.cost.floor)
        else:
            seconds = self.left(share if briefly else ANY_SHARE)
            self.learn(self.search.any(self.tier, self.cost, seconds, briefly=briefly))

    def by_parts(self) -> None:
        """Decide parts of the roster anew for the rest of the time; the bound stays what it is."""
        if self.found is None:
            return
        search, found = self.search, self.found

        def on_better(solution: list[int], objective: int) -> None:
            search.solution = solution
            search.tell(self.tier, objective, found.bound, search.model.roster(solution))

        improver = Improver(
            search.model,
            self.cost,
            search.solution or [],
            seed=search.options.seed + self.turns,
            on_better=on_better,
            leads=self.leads,
        )
        self.turns += 1
        left = self.left()
        search.solution = improver.improve(
            clock=search.clock,
            seconds=left,
            workers=search.options.workers,
            bound=found.bound,
            is_over=search.control.cancelled.is_set,
            patience=PATIENCE_SHARE * left,
        )
        proven = improver.cost == found.bound
        self.found = replace(found, objective=improver.cost, proven=proven)
