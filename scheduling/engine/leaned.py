"""The search of a large tier that is settled as a relaxation, or as mixed lines, lean."""

from __future__ import annotations

import numpy as np

from scheduling.engine.course import Course
from scheduling.engine.derived import Ints
from scheduling.engine.leaning import Leaner
from scheduling.engine.limits import NO_HIGH
from scheduling.engine.linear import Rows
from scheduling.engine.result import Status

HELD_SHARE = 0.2
"""Of the time left: for what is left open when everybody who is as good as settled has their line ..."""
LEAN_SHARE = 0.4
"""... for what is not settled where everything else leans ..."""
CLEAR_SHARE = 0.7
"""... and for a roster at the bound, where mixed lines leave little unsettled."""
GROUPS, LITTLE_EFFORT, LITTLE_SECONDS = 8, 0.05, 3.0
"""What cannot be settled all at once is settled in so many groups; how long each is looked at."""


class Leaned:
    """Learns a bound, and settles what costs something as a relaxation or mixed lines have it."""

    def __init__(self, course: Course) -> None:
        self.course, self.search = course, course.search
        self.leaner = Leaner(course.search, course.cost, course.left, course.learn_bound)

    def run(self) -> bool:
        """Whether mixed lines led to a better roster: then parts of it can be bettered at once."""
        course, leaning = self.course, self.leaner.lean()
        if leaning is None:
            course.begin()
            return False
        if leaning.is_clear:
            self._at_the_bound(*leaning.held, HELD_SHARE)
        course.begin()
        if leaning.is_mixture:
            course.leads = leaning.values
            if not leaning.is_clear or course.is_over():
                return course.found is not None
            self._at_the_bound(*leaning.around, CLEAR_SHARE)
            if course.is_over():
                return True
            status = self._better(*leaning.around)
            if status != Status.UNKNOWN:
                return status != Status.INFEASIBLE
        model = self.search.model
        sure = np.intersect1d(leaning.sure, model.variable[model.open_pairs])
        if len(sure) and not course.is_over():
            self._better(self._settled(leaning.rows, sure), leaning.rows.ceiling)
        return False

    def _at_the_bound(self, floor: Ints, ceiling: Ints, share: float) -> None:
        """That there is no roster within these ranges proves nothing."""
        course = self.course
        if course.is_over():
            return
        with self.search.model.narrowed(floor, ceiling):
            status = self.search.at_most(
                course.tier, course.cost, course.bound, course.left(share), guided=True
            )
        if status in (Status.OPTIMAL, Status.FEASIBLE):
            course.learn_roster(course.bound)

    def _better(self, floor: Ints, ceiling: Ints) -> Status:
        """Look for the best roster within these ranges, and no farther than the bound."""
        course = self.course
        most = NO_HIGH if course.found is None else course.found.objective - 1
        least = course.bound
        with self.search.model.narrowed(floor, ceiling):
            status = self.search.at_most(
                course.tier,
                course.cost,
                most,
                course.left(LEAN_SHARE),
                least=least,
                guided=True,
                first_will_do=False,
            )
        if status in (Status.OPTIMAL, Status.FEASIBLE):
            course.learn_roster(least)
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
