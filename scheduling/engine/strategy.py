"""Which step comes when in the search for the best roster of one tier.

A short look gives a roster and a bound. Then, where everybody's lines make small networks, prices on
what people share (`columns`) give a bound that is nearly always as good as exact, rosters near it,
and a reason to leave most decisions out of what remains. Elsewhere the solver searches the whole,
and gives way to a search part by part where that is large.
"""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from scheduling.engine.columns import Master, Prices, improved, narrowed
from scheduling.engine.control import LEAST_SECONDS
from scheduling.engine.derived import Ints
from scheduling.engine.dive import dive
from scheduling.engine.leaning import Leaner
from scheduling.engine.limits import NO_HIGH
from scheduling.engine.linear import Rows
from scheduling.engine.lines import Lines, lines_of
from scheduling.engine.model import Cost
from scheduling.engine.neighbourhood import Improver
from scheduling.engine.result import Status, TierResult
from scheduling.engine.search import Search

from .rules.base import Tier

LOOK_EFFORT = 1.0
"""The solver's own time for a first look at a tier: some seconds for a year of call."""
AIM_EFFORT, AIM_SHARE = 1.5, 0.6
"""The same for asking for a bound outright, and the share of a tier's time that may go into it."""
FAR = 0.5
"""The gap from which on it is worth to ask; a search that is nearer soon gets there by itself."""

MANY_PAIRS = 1000
"""Open decisions from which on a search of the whole gives way to one of parts ..."""
WHOLE_SHARE = 0.3
"""... after this share of a tier's time, unless objective and bound are as NEAR as this."""
NEAR = 0.02
PATIENCE_SHARE, LAST_SECONDS = 0.2, 1.0
"""Of the time left, how long parts may be tried in vain; and what is too short to be of use."""

ANY_SHARE = 0.5
"""What finding any roster at all may take of a tier's time."""

THROUGHOUT = 0.5
"""The share of the decisions that have a price, from which on parts come before any relaxation."""
LEAN_SHARE = 0.4
"""Of the time left: for what is not settled where everything else leans ..."""
CLEAR_SHARE = 0.7
"""... and for a roster at the bound, where mixed lines leave little unsettled."""
GROUPS, LITTLE_EFFORT, LITTLE_SECONDS = 8, 0.05, 3.0
"""What cannot be settled all at once is settled in so many groups; how long each is looked at."""

PRICES_SHARE, CLIMB_SHARE, DIVE_SHARE = 0.4, 0.2, 0.4
"""Of the time left: for prices; for each question whether the bound itself can be had; for a dive."""
MOST_CLIMBED = 3000
"""Decisions that the bound leaves open: with more, asking for a roster at the bound leads nowhere."""
START_SECONDS = 5.0
"""How long may be spent on completing a roster with what follows from it."""


class TierSearch:
    """The search for the best roster of one tier, in the time that it is given."""

    def __init__(
        self,
        search: Search,
        tier: Tier,
        cost: Cost,
        seconds: float,
        *,
        look: float = LOOK_EFFORT,
    ) -> None:
        self.search, self.tier, self.cost, self.look = search, tier, cost, look
        self.until = search.clock.now() + seconds
        self.found: TierResult | None = None
        self.bound = cost.floor

    def run(self) -> TierResult | None:
        """None when nothing was found, or nothing new in the time given."""
        began = time.monotonic()
        self._learn(self.search.improve(self.tier, self.cost, self._left(), self.look))
        if not self._is_over():
            prices = self._prices() if self._may_race() else None
            if prices:
                self._by_prices(*prices)
            else:
                self._without_prices()
        return self.found and replace(self.found, seconds=time.monotonic() - began)

    def least(self) -> int | None:
        """What a relaxation proves that the tier costs at least; None if that is nothing new.

        Only where a tier is searched so that this tells nearly all: large, and sharing little.
        """
        if not self._may_go_by_parts():
            return None
        leaner = self._leaner()
        if leaner.shares_little:
            leaner.bound()
        return self.bound if self.bound > self.cost.floor else None

    # What is known

    def _left(self, share: float = 1.0) -> float:
        return max(LEAST_SECONDS, share * (self.until - self.search.clock.now()))

    def _goes_on(self, until: float) -> bool:
        return self.search.clock.now() < until and not self.search.control.cancelled.is_set()

    def _is_over(self) -> bool:
        return self.search.is_over(self.found)

    def _may_race(self) -> bool:
        """A repeatable answer is not found by what ends when its time is up."""
        return self.search.options.deterministic is None

    def _may_go_by_parts(self) -> bool:
        """Nor by threads that race each other."""
        is_large = len(self.search.model.open_pairs) >= MANY_PAIRS
        return is_large and self.search.options.workers > 1 and self._may_race()

    def _learn(self, better: TierResult | None) -> None:
        """The later of two results of a tier; a bound that was proven once stays proven."""
        self.found = better or self.found
        if better is not None:
            self._learn_bound(better.bound)

    def _learn_bound(self, bound: int) -> None:
        is_news, self.bound = bound > self.bound, max(self.bound, bound)
        if is_news:
            self.search.tell(self.tier, None, self.bound, None)
        if self.found is not None:
            bound = min(self.bound, self.found.objective)
            self.found = replace(self.found, bound=bound, proven=bound == self.found.objective)

    def _learn_roster(self, bound: int) -> None:
        """Of the roster that was taken last, whatever is known of the tier."""
        objective = self.cost.of(self.search.solution or [])
        bound = min(objective, bound)
        self._learn(TierResult(self.tier, objective, bound, 0.0, proven=objective == bound))

    # With prices on what people share

    def _prices(self) -> tuple[Master, Lines, Prices] | None:
        """None where the lines of people are too many to be looked through."""
        model, clock = self.search.model, self.search.clock
        rows = Rows.of(model.cp).tightened()
        known = lines_of(model, rows)
        if known is None:
            return None
        lines, kept_by = known
        master = Master(rows, lines, kept_by, self.cost.prices(len(rows.floor)))
        if self.search.solution is not None:
            master.add_all(np.array(self.search.solution, dtype=np.int64))
        until = clock.now() + self._left(PRICES_SHARE)
        best = None
        for best in improved(master, lambda: self._goes_on(until)):
            self.search.tell(self.tier, None, best.bound(self.cost.offset), None)
        return (master, lines, best) if best else None

    def _by_prices(self, master: Master, lines: Lines, prices: Prices) -> None:
        bound = self._climb(master, lines, prices)
        if not self._is_over():
            self._dive(master, bound)
        if self.found is None and not self._is_over():
            self._learn(self.search.any(self.tier, self.cost, self._left(ANY_SHARE)))
        self._learn_bound(bound)
        while not self._is_over() and self.found and self._left() > LAST_SECONDS:
            before = self.found.objective
            if self._may_go_by_parts():
                self._by_parts()
            if not self._is_over():
                self._rest(master, lines, prices)
            if self.found.objective == before:
                return

    def _climb(self, master: Master, lines: Lines, prices: Prices) -> int:
        """Ask for the bound itself; where that cannot be had, for one more, and so on."""
        bound = prices.bound(self.cost.offset)
        while not self._is_over() and self._left() > LAST_SECONDS:
            narrow = narrowed(master, lines, prices, prices.spare(bound - self.cost.offset))
            if self._still_open(narrow) > MOST_CLIMBED:
                break
            with self.search.model.narrowed(*narrow):
                status = self.search.at_most(
                    self.tier, self.cost, bound, self._left(CLIMB_SHARE), guided=True
                )
            if status in (Status.OPTIMAL, Status.FEASIBLE):
                self._learn_roster(bound)
            elif status == Status.UNKNOWN:
                break
            else:
                bound += 1
                self._learn_bound(bound)
        return bound

    def _still_open(self, narrow: tuple[Ints, Ints]) -> int:
        """How many decisions are left."""
        floor, ceiling = narrow
        decided = self.search.model.variable[self.search.model.open_pairs]
        return int(np.count_nonzero(floor[decided] < ceiling[decided]))

    def _dive(self, master: Master, bound: int) -> None:
        search, until = self.search, self.search.clock.now() + self._left(DIVE_SHARE)
        sets = dive(master, lambda: until - search.clock.now() if self._goes_on(until) else 0.0)
        if sets is None:
            return
        answer = master.rows.floor.copy()
        answer[sets] = 1
        roster = search.model.roster(answer.tolist())
        solution = search.completed(roster, min(START_SECONDS, self._left()))
        if solution is None:
            return
        known = None if search.solution is None else self.cost.of(search.solution)
        if known is None or self.cost.of(search.model.tightened(solution)) < known:
            objective = self.cost.of(search.take(solution))
            search.tell(self.tier, objective, None, search.model.roster(search.solution or []))
            self._learn_roster(bound)

    def _rest(self, master: Master, lines: Lines, prices: Prices) -> None:
        """All that can still better the roster, given to the solver at once."""
        if self.found is None:
            return
        most = self.found.objective - 1
        narrow = narrowed(master, lines, prices, prices.spare(most - self.cost.offset))
        with self.search.model.narrowed(*narrow):
            status = self.search.at_most(
                self.tier, self.cost, most, self._left(), guided=True, first_will_do=False
            )
        if status == Status.INFEASIBLE:
            self._learn_bound(self.found.objective)
        elif status != Status.UNKNOWN:
            self._learn_roster(self.found.bound)
            if status == Status.OPTIMAL:
                self._learn_bound(self.found.objective)

    # Without

    def _without_prices(self) -> None:
        """What is large is bounded and decided as its relaxation leans; the rest is searched.

        Parts come first where prices are everywhere.
        """
        self._begin()
        if self._may_go_by_parts() and self._is_priced_throughout():
            self._by_parts()
        if not (self._may_go_by_parts() and not self._is_over() and self._lean()):
            self._search_whole()
        if not self._may_go_by_parts() or self._is_over():
            return
        if self.found is None or self.found.gap <= NEAR:  # or nothing yet
            self._learn(self.search.improve(self.tier, self.cost, self._left()))
            return
        self._by_parts()
        if not self._is_over() and self._left() > LAST_SECONDS:
            # No part can be bettered: what is left may prove that, or better the whole.
            self._keep()
            self._learn(self.search.improve(self.tier, self.cost, self._left()))

    def _search_whole(self) -> None:
        """For all the time where a search by parts does not follow."""
        if self.found is not None and self.found.gap > FAR and not self._is_over():
            self._aim(self._left(AIM_SHARE))
        if not self._is_over():
            self._keep()
            share = WHOLE_SHARE if self._may_go_by_parts() else 1.0
            self._learn(self.search.improve(self.tier, self.cost, self._left(share)))

    def _leaner(self) -> Leaner:
        return Leaner(self.search, self.cost, self._left, self._learn_bound)

    def _is_priced_throughout(self) -> bool:
        """Where most decisions cost something, a relaxation mixes them all and leads nowhere."""
        price = self.cost.prices(len(self.search.model.cp.proto.variables))
        decided = self.search.model.variable[self.search.model.open_pairs]
        return bool(np.count_nonzero(price[decided]) > THROUGHOUT * len(decided))

    def _begin(self) -> None:
        """With any roster, if the look has found none; an earlier tier may have left one.

        Even a poor one leads a solver to better ones.
        """
        if self.found is not None:
            return
        if self.search.solution is not None:
            self._learn_roster(self.cost.floor)
        else:
            self._learn(self.search.any(self.tier, self.cost, self._left(ANY_SHARE)))

    def _keep(self) -> None:
        if self.found is not None:
            self.search.model.keep(self.cost, self.found.objective)

    def _aim(self, seconds: float, *, guided: bool = False) -> None:
        """Ask for a roster that costs no more than the bound; it is kept if there is one.

        Guided, within some ranges only: that there is none there proves nothing.
        """
        effort = None if guided else AIM_EFFORT
        status = self.search.at_most(
            self.tier, self.cost, self.bound, seconds, effort=effort, guided=guided
        )
        if status in (Status.OPTIMAL, Status.FEASIBLE):
            self._learn_roster(self.bound)
        elif status == Status.INFEASIBLE and not guided:
            self._learn_bound(self.bound + 1)

    def _lean(self) -> bool:
        """Learn a bound, and settle what costs something as a relaxation or mixed lines have it.

        Whether mixed lines led to a better roster: then parts of it can be bettered at once.
        """
        leaning = self._leaner().lean()
        if leaning is None or self._is_over():
            return False
        if leaning.is_mixture:
            if leaning.is_clear:
                with self.search.model.narrowed(*leaning.around):
                    self._aim(self._left(CLEAR_SHARE), guided=True)
            if self._is_over():
                return True
            status = self._better(*leaning.around)
            if status != Status.UNKNOWN:
                return status != Status.INFEASIBLE
        model = self.search.model
        sure = np.intersect1d(leaning.sure, model.variable[model.open_pairs])
        if len(sure) and not self._is_over():
            self._better(self._settled(leaning.rows, sure), leaning.rows.ceiling)
        return False

    def _better(self, floor: Ints, ceiling: Ints) -> Status:
        """Look for the best roster within these ranges, and no farther than the bound."""
        most, least = NO_HIGH if self.found is None else self.found.objective - 1, self.bound
        with self.search.model.narrowed(floor, ceiling):
            status = self.search.at_most(
                self.tier,
                self.cost,
                most,
                self._left(LEAN_SHARE),
                least=least,
                guided=True,
                first_will_do=False,
            )
        if status in (Status.OPTIMAL, Status.FEASIBLE):
            self._learn_roster(least)
        return status

    def _settled(self, rows: Rows, sure: Ints) -> Ints:
        """The least that each variable can be with these settled; in groups, if not all at once."""
        floor = rows.floor
        for group in (sure, *np.array_split(sure, GROUPS)):
            higher = floor.copy()
            higher[group] = 1
            with self.search.model.narrowed(higher, rows.ceiling):
                if self.search.may_be_possible(LITTLE_SECONDS, LITTLE_EFFORT):
                    floor = higher
            if group is sure and floor is higher:
                break
        return floor

    def _by_parts(self) -> None:
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
            seed=search.options.seed,
            on_better=on_better,
        )
        left = self._left()
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
