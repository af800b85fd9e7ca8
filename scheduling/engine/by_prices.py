"""The search of a tier where everybody's lines make small networks: prices on what people share.

They give a bound that is nearly always as good as exact, rosters near it, and a reason to leave
most decisions out of what remains.
"""

from __future__ import annotations

import numpy as np

from scheduling.engine.columns import Master, Prices, improved, narrowed
from scheduling.engine.course import ANY_SHARE, LAST_SECONDS, Course
from scheduling.engine.derived import Ints
from scheduling.engine.dive import dive
from scheduling.engine.lines import Lines, lines_of
from scheduling.engine.result import Status

PRICES_SHARE, CLIMB_SHARE, DIVE_SHARE = 0.4, 0.2, 0.6
"""Of the time left: for prices; for each question whether the bound itself can be had; for a dive."""
SMALL_CLIMB_SHARE = 0.6
"""For such a question where a search by parts does not follow: nothing else is as likely to end it."""
REST_SHARE, MOST_RESTING = 0.3, 1000
"""For all that is still open at once before parts are tried again; with no more decisions it is all the time."""
MOST_CLIMBED = 3000
"""Decisions that the bound leaves open: with more, asking for a roster at the bound leads nowhere, and
a dive that waits for the best prices does not come to its end."""


class ByPrices:
    """The lines of all people, and the best prices found."""

    def __init__(self, course: Course, master: Master, lines: Lines, prices: Prices) -> None:
        self.course, self.search = course, course.search
        self.master, self.lines, self.prices = master, lines, prices

    @classmethod
    def of(cls, course: Course) -> ByPrices | None:
        """None where the lines of people are too many to be looked through."""
        search, cost = course.search, course.cost
        rows = search.model.rows().tightened()
        known = lines_of(search.model, rows)
        if known is None:
            return None
        lines, kept_by = known
        master = Master(rows, lines, kept_by, cost.prices(len(rows.floor)))
        if search.solution is not None:
            master.add_all(np.array(search.solution, dtype=np.int64))
        until = search.clock.now() + course.left(PRICES_SHARE)
        best = None
        for best in improved(master, lambda: course.goes_on(until)):
            search.tell(course.tier, None, best.bound(cost.offset), None)
        return cls(course, master, lines, best) if best else None

    def run(self) -> None:
        course = self.course
        bound = self._climb()
        if not course.is_over():
            self._dive(bound)
        if course.found is None and not course.is_over():
            course.learn(self.search.any(course.tier, course.cost, course.left(ANY_SHARE)))
        course.learn_bound(bound)
        while not course.is_over() and course.found and course.has_time():
            if course.may_go_by_parts():
                course.by_parts()
            if not course.is_over():
                self._rest()

    def _climb(self) -> int:
        """Ask for the bound itself; where that cannot be had, for one more, and so on."""
        course, cost = self.course, self.course.cost
        bound = self.prices.bound(cost.offset)
        share = CLIMB_SHARE if course.may_go_by_parts() else SMALL_CLIMB_SHARE
        while not course.is_over() and course.left() > LAST_SECONDS:
            narrow = self._narrowed(bound)
            if self._still_open(narrow) > MOST_CLIMBED:
                break
            with self.search.model.narrowed(*narrow):
                status = self.search.at_most(
                    course.tier, cost, bound, course.left(share), guided=True
                )
            if status in (Status.OPTIMAL, Status.FEASIBLE):
                course.learn_roster(bound)
            elif status == Status.UNKNOWN:
                break
            else:
                bound += 1
                course.learn_bound(bound)
        return bound

    def _narrowed(self, most: int) -> tuple[Ints, Ints]:
        """The range that each variable is left where no more than so much is paid."""
        spare = self.prices.spare(most - self.course.cost.offset)
        return narrowed(self.master, self.lines, self.prices, spare)

    def _still_open(self, narrow: tuple[Ints, Ints]) -> int:
        """How many decisions are left."""
        floor, ceiling = narrow
        decided = self.search.model.variable[self.search.model.open_pairs]
        return int(np.count_nonzero(floor[decided] < ceiling[decided]))

    def _dive(self, bound: int) -> None:
        course, search = self.course, self.search
        until = search.clock.now() + course.left(DIVE_SHARE)
        sets = dive(
            self.master,
            lambda: until - search.clock.now() if course.goes_on(until) else 0.0,
            on_settled=self.lines.take,
            is_patient=self._still_open(self._narrowed(bound)) <= MOST_CLIMBED,
        )
        self.lines.release()
        if sets is None:
            return
        course.learn_answer(self.master.answer(sets), bound)

    def _rest(self) -> None:
        """All that can still better the roster, given to the solver at once.

        For all the time that is left only where no parts follow, or where little is still open.
        """
        course, found = self.course, self.course.found
        if found is None:
            return
        most = found.objective - 1
        narrow = self._narrowed(most)
        is_last = not course.may_go_by_parts() or self._still_open(narrow) <= MOST_RESTING
        seconds = course.left(1.0 if is_last else REST_SHARE)
        with self.search.model.narrowed(*narrow):
            status = self.search.at_most(
                course.tier, course.cost, most, seconds, guided=True, first_will_do=False
            )
        if status == Status.INFEASIBLE:
            course.learn_bound(found.objective)
        elif status != Status.UNKNOWN:
            course.learn_roster(found.bound)
            if status == Status.OPTIMAL and course.found:
                course.learn_bound(course.found.objective)
