"""The search of a large tier that is settled as a relaxation, or as mixed lines, lean."""

from __future__ import annotations

from math import inf

import numpy as np

from scheduling.engine.branching import Branching
from scheduling.engine.course import Course
from scheduling.engine.derived import Ints
from scheduling.engine.descent import Descent
from scheduling.engine.facts import Flags
from scheduling.engine.known_lines import best_of_known
from scheduling.engine.leaning import Leaner
from scheduling.engine.limits import NO_HIGH
from scheduling.engine.linear import Rows
from scheduling.engine.result import Status
from scheduling.engine.searched import SearchedLines

HELD_SHARE = 0.2
"""Of the time left: for what is left open when everybody who is as good as settled has their line ..."""
LEAN_SHARE = 0.4
"""... for what is not settled where everything else leans ..."""
DESCENT_SHARE = 0.6
"""... for a roster made of the mixed lines ..."""
CHOICE_SHARE = 0.1
"""... for the best roster of lines that are known ..."""
BRANCH_SHARE = 0.2
"""... for trying either way what earlier tiers pay for ..."""
CLEAR_SHARE = 0.7
"""... and for a roster at the bound, where mixed lines leave little unsettled."""
GROUPS = 8
"""What cannot be settled all at once is settled in so many groups."""


class Leaned:
    """Learns a bound, and settles what costs something as a relaxation or mixed lines have it."""

    def __init__(self, course: Course, *, is_relaxed: bool = True) -> None:
        """Lines to be mixed are searched for near the prices of a relaxation, if it is to be solved."""
        self.course, self.search = course, course.search
        self.leaner = Leaner(
            course.search, course.cost, course.left, course.learn_bound, is_relaxed=is_relaxed
        )

    def run(self) -> bool:
        """Whether mixed lines led to a better roster: then parts of it can be bettered at once."""
        course, leaning = self.course, self.leaner.lean()
        if leaning is None:
            course.begin()
            return False
        if self.leaner.is_refuted:
            self.search.status = Status.INFEASIBLE
            return False
        paid = self._paid_before()
        is_clear = leaning.is_clear and not len(paid)
        if is_clear:
            self._at_the_bound(*leaning.held, HELD_SHARE)
        if not len(paid):
            self._choose()
        if not course.is_over():
            self._descend(paid)
        if not len(paid):
            self._choose()
        course.begin()
        if leaning.is_best and len(paid) and not course.is_over():
            self._branch(paid)
        if leaning.is_mixture:
            course.leads = leaning.values
            if not is_clear or course.is_over():
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

    def _descend(self, paid: Ints) -> None:
        """Make a roster of mixed lines, where there are any."""
        course, clock, mixed = self.course, self.search.clock, self.leaner.mixed
        if mixed is None:
            return
        until = clock.now() + course.left(DESCENT_SHARE)
        descent = Descent(*mixed, paid, lambda: course.goes_on(until), self._most())
        answer = descent.run()
        if answer is not None:
            course.learn_answer(answer, course.bound)
        elif not len(paid) and descent.surest:
            self._share_out_what_is_left(mixed[1], descent.surest)

    def _share_out_what_is_left(self, lines: SearchedLines, taken: dict[int, Ints]) -> None:
        """Some people have their lines; any lines will do for the others, if all is better than what is known."""
        course, search = self.course, self.search
        with search.model.narrowed(*self._held(lines, taken)):
            solution = search.decided(course.left(CHOICE_SHARE))
        if solution is not None:
            course.learn_solution(solution, course.bound)

    def _held(self, lines: SearchedLines, taken: dict[int, Ints]) -> tuple[Ints, Ints]:
        """The range of each variable where these people, as numbered in the lines, do what theirs say."""
        model, of_each = self.search.model, lines.of_each
        rows, decided = model.rows(), model.variable[model.open_pairs]
        floor, ceiling = rows.floor.copy(), rows.ceiling.copy()
        for person, sets in taken.items():
            mine = np.intersect1d(of_each[person], decided)
            floor[mine] = ceiling[mine] = np.isin(mine, sets)
        return floor, ceiling

    def _choose(self) -> None:
        """Of the lines that are known by now; there are more after a descent."""
        course, search, mixed = self.course, self.search, self.leaner.mixed
        if mixed is None or course.is_over() or not course.has_time():
            return
        master, seconds = mixed[0], course.left(CHOICE_SHARE)
        sets = best_of_known(master, search.clock, seconds, search.options.workers)
        if sets is not None:
            course.learn_answer(master.answer(sets), course.bound)

    def _branch(self, paid: Ints) -> None:
        """Decide what earlier tiers pay for one way and the other; bounds rise, and rosters come of it."""
        course, clock, mixed = self.course, self.search.clock, self.leaner.mixed
        if mixed is None:
            return
        until = clock.now() + course.left(BRANCH_SHARE)

        def is_found(decisions: Ints, done: Flags) -> bool:
            rows = self.search.model.rows()
            floor, ceiling = rows.floor.copy(), rows.ceiling.copy()
            floor[decisions] = ceiling[decisions] = done
            self._at_the_bound(floor, ceiling, HELD_SHARE)
            return course.is_over()

        Branching(
            *mixed,
            paid,
            offset=course.cost.offset,
            goes_on=lambda: course.goes_on(until) and not course.is_over(),
            below=lambda: inf if course.found is None else course.found.objective,
            learn_bound=course.learn_bound,
            is_found=is_found,
        ).run()

    def _most(self) -> float:
        """What a roster is to cost at the most, apart from what is paid in any case."""
        cost, known = self.course.cost, self.search.solution
        if known is not None:
            return cost.of(known) - cost.offset
        return float((np.maximum(self.leaner.price, 0) * self.leaner.rows.ceiling).sum())

    def _paid_before(self) -> Ints:
        """The decisions of which the cost of an earlier tier is made, which is kept.

        Where there are such, a roster at the bound is not found by asking for it outright.
        """
        rows = self.search.model.rows()
        kept = np.zeros(len(rows.low), dtype=bool)
        kept[self.search.model.kept] = True
        kept &= rows.high < NO_HIGH
        found: Ints = np.unique(rows.variable[kept[rows.row] & (rows.ceiling[rows.variable] == 1)])
        return found

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
                if self.search.may_be_possible():
                    floor = higher
            if group is sure and floor is higher:
                break
        return floor
