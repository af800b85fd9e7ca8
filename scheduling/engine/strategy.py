"""Which step comes when in the search for the best roster of one tier.

A short look gives a roster and a bound. Then, where everybody's lines make small networks, prices on
what people share (`by_prices`) give a bound that is nearly always as good as exact, rosters near it,
and a reason to leave most decisions out of what remains. Elsewhere the solver searches the whole,
and gives way to a search part by part where that is large.
"""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from scheduling.engine.by_prices import ByPrices
from scheduling.engine.cost import Cost
from scheduling.engine.course import FIRST_SHARE, Course
from scheduling.engine.leaned import Leaned
from scheduling.engine.result import Status, TierResult
from scheduling.engine.search import Search

from .rules.base import Tier

LOOK_EFFORT = 1.0
"""The solver's own time for a first look at a tier: some seconds for a year of call."""
AIM_EFFORT, AIM_SHARE = 1.5, 0.6
"""The same for asking for a bound outright, and the share of a tier's time that may go into it."""
FAR = 0.7
"""The gap from which on it is worth to ask; a search that is nearer soon gets there by itself."""

WHOLE_SHARE = 0.3
"""Of a tier's time, what a search of the whole takes before parts, where these follow ..."""
NEAR = 0.02
"""... unless objective and bound are as near as this."""

THROUGHOUT = 0.5
"""The share of the decisions that have a price, from which on parts come before any relaxation ..."""
MOST_WHOLE, WHOLE_FIRST_SHARE = 15_000, 0.6
"""... and after the whole has been searched for so long, where no more decisions are open."""


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
        self.course = Course(search, tier, cost, seconds)

    def run(self) -> TierResult | None:
        """None when nothing was found, or nothing new in the time given."""
        course, began = self.course, time.monotonic()
        if not self._is_for_parts():
            self._improve(self.look)
        if not course.is_over():
            may_price = course.may_race() and not self.search.model.clear_spans
            by_prices = ByPrices.of(course) if may_price else None
            if by_prices:
                by_prices.run()
            else:
                self._without_prices()
        return course.found and replace(course.found, seconds=time.monotonic() - began)

    def least(self) -> int | None:
        """What a relaxation proves that the tier costs at least; None if that is nothing new.

        Only where a tier is searched so that this tells nearly all: large, and sharing little. There it is also
        seen whether somebody's own limits leave them nothing at all.
        """
        if not self.course.may_go_by_parts():
            return None
        leaner = Leaned(self.course).leaner
        if leaner.shares_little and not leaner.is_possible():
            self.search.status = Status.INFEASIBLE
        elif leaner.shares_little:
            leaner.bound()
        return self.course.bound if self.course.bound > self.cost.floor else None

    def _improve(self, effort: float | None = None, share: float = 1.0) -> None:
        """Search the whole."""
        seconds = self.course.left(share)
        self.course.learn(self.search.improve(self.tier, self.cost, seconds, effort))

    def _without_prices(self) -> None:
        """What is large is bounded and decided as its relaxation leans; the rest is searched.

        Parts come first where prices are everywhere.
        """
        course, is_led = self.course, False
        if not course.may_go_by_parts():
            course.begin()
        elif self._is_priced_throughout():
            is_led = self._is_led_by_lines_alone()
            if not is_led:
                self._begin_with_parts()
            if not course.is_over():
                course.by_parts()
            if not course.has_time():
                return
        if not is_led and not self._is_led():
            self._search_whole()
        if not course.may_go_by_parts() or course.is_over():
            return
        if course.found is not None and self._is_for_parts():
            self._go_on_by_parts()
            return
        if course.found is None or course.found.gap <= NEAR:  # or nothing yet
            self._improve()
            return
        course.by_parts()
        if not course.is_over() and course.has_time():
            # No part can be bettered: what is left may prove that, or better the whole.
            course.keep()
            self._improve()

    def _is_led(self) -> bool:
        """Whether mixed lines led to a better roster, near the prices of a relaxation."""
        course = self.course
        if course.found is None and self._is_for_parts():
            return False  # a relaxation takes longer than is left, and finds no roster
        if self.search.model.clear_spans or not course.may_go_by_parts() or course.is_over():
            return False
        return Leaned(course).run()

    def _is_led_by_lines_alone(self) -> bool:
        """The same without a relaxation, which would take longer than it spares."""
        course = self.course
        leaned = Leaned(course, is_relaxed=False)
        if course.is_over() or not leaned.leaner.may_be_mixed():
            return False
        course.begin(briefly=True, share=FIRST_SHARE)
        return leaned.run()

    def _begin_with_parts(self) -> None:
        """With any roster, and with a search of the whole where that is not too large."""
        course, is_for_parts = self.course, self._is_for_parts()
        if is_for_parts:
            course.begin(briefly=True)
        course.begin()
        if not is_for_parts and not course.is_over():
            self._improve(share=WHOLE_FIRST_SHARE)

    def _go_on_by_parts(self) -> None:
        """Others each time. The solver of so much would be late to stop, and would find nothing."""
        while self.course.has_time() and not self.course.is_over():
            self.course.by_parts()

    def _search_whole(self) -> None:
        """For all the time where a search by parts does not follow."""
        course = self.course
        if course.found is not None and course.found.gap > FAR and not course.is_over():
            self._aim()
        if not course.is_over():
            course.keep()
            share = WHOLE_FIRST_SHARE if self.search.model.clear_spans else WHOLE_SHARE
            self._improve(share=share if course.may_go_by_parts() else 1.0)

    def _is_for_parts(self) -> bool:
        """Where a look at the whole would be in vain, however long: parts come first of all."""
        is_large = len(self.search.model.open_pairs) > MOST_WHOLE
        return is_large and self.course.may_go_by_parts() and self._is_priced_throughout()

    def _is_priced_throughout(self) -> bool:
        """Where most decisions cost something, a relaxation mixes them all and leads nowhere."""
        price = self.cost.prices(len(self.search.model.cp.proto.variables))
        decided = self.search.model.variable[self.search.model.open_pairs]
        return bool(np.count_nonzero(price[decided]) > THROUGHOUT * len(decided))

    def _aim(self) -> None:
        """Ask for a roster that costs no more than the bound; it is kept if there is one."""
        course, seconds = self.course, self.course.left(AIM_SHARE)
        status = self.search.at_most(self.tier, self.cost, course.bound, seconds, effort=AIM_EFFORT)
        if status in (Status.OPTIMAL, Status.FEASIBLE):
            course.learn_roster(course.bound)
        elif status == Status.INFEASIBLE:
            course.learn_bound(course.bound + 1)
