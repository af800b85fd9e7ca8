"""Mends a roster that has lost something, with as few changes as possible, in several ways."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from ortools.sat.python import cp_model

from scheduling.engine.control import Control
from scheduling.engine.cost import Cost
from scheduling.engine.hole import Hole
from scheduling.engine.model import RosterModel
from scheduling.engine.options import Options
from scheduling.engine.problem import Kind, Pair, Work
from scheduling.engine.repair_rules import repair_rules
from scheduling.engine.rules.base import Rule, Tier

REACHES = (timedelta(days=2), timedelta(days=9), timedelta(days=30), None)
"""How far from the hole changes are looked for; the next is tried when the one before is too near."""
SWAP_REACH = timedelta(days=30)
MOST_SWAPPED = 3
STAGE_SHARE = 0.5
"""Of the time left, what one stage may take."""

OF_CHANGES = 2
"""The first stages: what stays open, and how much changes."""

FAR_MORE = 5
"""Times as many changes as the best has, beyond which an unfinished search is of no use."""

SHORTAGE = Tier.NEARNESS
"""The tier of a repair's own model that holds what stays open."""

FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)


class Manner(StrEnum):
    """How a repair goes about it."""

    NOTHING = "nothing"  # nobody can help
    DIRECT = "direct"  # one person takes over
    BACKUP = "backup"  # the person on backup takes over
    SEVERAL = "several"  # each of several people takes some of it over
    CHAIN = "chain"  # somebody takes over, and hands on what is then too much
    SWAP = "swap"  # somebody takes over, and gives as much in return


@dataclass(frozen=True)
class Repair:
    """One way to mend the hole. `remove` holds what was lost as well."""

    add: frozenset[Pair]
    remove: frozenset[Pair]
    manner: Manner
    shortage: int  # the price of what stays open
    late: int  # changes at short notice
    touched: tuple[str, ...]  # people who lost nothing and yet are changed
    changes: int
    costs: dict[Tier, int]  # of the soft rules, near the hole, in the order in which they count
    proven: bool  # nothing better near the hole

    @property
    def rank(self) -> tuple[int, ...]:
        return (
            *(self.shortage, self.late, len(self.touched), self.changes),
            *self.costs.values(),
        )


@dataclass(frozen=True)
class Repairs:
    """The ways found, best first, and what is known of those not found."""

    ways: tuple[Repair, ...]
    reach: timedelta | None  # how far was looked
    least_shortage: int  # whatever is done within reach
    least_touched: int
    proven: bool  # the first is the best of all, not only of those within reach
    cancelled: bool
    seconds: float


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
            near = _Near(self.hole, RosterModel(problem, self.rules), self)
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
        near = _Near(self.hole, model, self, even=True, reached=(known[0].shortage,))
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


@dataclass
class _Counts:
    """The changes of a model, as costs."""

    late: Cost = field(default_factory=Cost)
    people: Cost = field(default_factory=Cost)
    cells: Cost = field(default_factory=Cost)

    def whole(self) -> Cost:
        """Late changes before people before cells: each weighs more than all of the next."""
        people = 1 + len(self.cells.variables)
        whole = Cost()
        for cost, weight in (
            (self.cells, 1),
            (self.people, people),
            (self.late, people * (1 + len(self.people.variables))),
        ):
            whole.variables += cost.variables
            whole.coefficients += [weight * one for one in cost.coefficients]
            whole.offset += weight * cost.offset
        return whole


class _Near:
    """The repairs within some reach of the hole."""

    def __init__(
        self,
        hole: Hole,
        model: RosterModel,
        search: _Search,
        *,
        even: bool = False,
        reached: tuple[int, ...] = (),
    ) -> None:
        self.hole, self.model, self.search, self.even = hole, model, search, even
        self.reached = reached  # of the first stages, below which no other way can come
        self.bounds = (0, 0)
        self.touched: dict[str, int] = {}  # by person, the variable that says so
        self.counts = _Counts()
        self._count_changes()
        if even:
            self._keep_counts_of_calls()

    # The model

    def _count_changes(self) -> None:
        facts, hole = self.model.facts, self.hole
        for column in self.model.open_pairs.tolist():
            person = facts.problem.people[facts.person[column]].id
            duty = facts.problem.duties[facts.duty[column]]
            if duty.id in hole.unplanned:
                continue
            variable = int(self.model.variable[column])
            stood = (person, duty.id) in hole.kept.pairs
            costs = [self.counts.cells]
            if duty.starts_at < hole.notice_until:
                costs.append(self.counts.late)
            for cost in costs:
                cost.add(variable, -1 if stood else 1)
                cost.offset += stood
            if person not in hole.losers:
                # Changed, therefore touched.
                self._clause([variable if stood else -variable - 1, self._touches(person)])

    def _touches(self, person: str) -> int:
        if person not in self.touched:
            self.touched[person] = self.model.cp.new_bool_var("").index
            self.counts.people.add(self.touched[person], 1)
        return self.touched[person]

    def _keep_counts_of_calls(self) -> None:
        """Everybody has as many calls of the kinds that were lost as before."""
        facts = self.model.facts
        codes = {duty.code for duty in self.hole.duties if duty.kind == Kind.CALL}
        mine: dict[tuple[str, str], list[int]] = {}
        for column in self.model.open_pairs.tolist():
            duty = facts.problem.duties[facts.duty[column]]
            if duty.kind == Kind.CALL and duty.code in codes:
                person = facts.problem.people[facts.person[column]].id
                mine.setdefault((person, duty.code), []).append(column)
        for (person, code), columns in mine.items():
            names = {facts.problem.duties[facts.duty[column]].id for column in columns}
            names |= {d.id for d in self.hole.duties if d.code == code}
            stood = sum(
                1 for who, duty in self.hole.before.pairs if who == person and duty in names
            )
            linear = self.model.cp.proto.constraints.add().linear
            linear.vars.extend(int(self.model.variable[column]) for column in columns)
            linear.coeffs.extend([1] * len(columns))
            linear.domain.extend([stood, stood])

    def _clause(self, literals: list[int]) -> None:
        self.model.cp.proto.constraints.add().bool_or.literals.extend(literals)

    # The search

    def ways(self, most: int) -> Iterator[Repair]:
        """One after the other, each by other people than those before."""
        for number in range(most):
            found = self._best()
            if found is None or (number and not found.touched):
                return
            self.search.tell(found)
            yield found
            if not found.touched:
                return
            self._clause([-self._touches(person) - 1 for person in found.touched])

    def _best(self) -> Repair | None:
        """The next way may well be as good as the one before in all that counts more than the last."""
        stages = self._stages()
        for known in self._beginnings(len(stages)):
            found = self._stage_by_stage(stages, known)
            if found is not None or self.search.control.cancelled.is_set():
                return found
        return None

    def _stages(self) -> list[Cost]:
        soft = self.search.options.ordered(set(self.model.costs) - {SHORTAGE})
        first = [self.model.costs.get(SHORTAGE, Cost()), self.counts.whole()]
        return first + [self.model.costs[tier] for tier in soft]

    def _beginnings(self, stages: int) -> list[int]:
        """How many stages are taken as reached: as many as possible first."""
        if len(self.reached) < stages:
            return [len(self.reached)]
        return sorted({stages - 1, min(stages - 1, OF_CHANGES), 0}, reverse=True)

    def _stage_by_stage(self, stages: Sequence[Cost], known: int) -> Repair | None:
        """What a stage has reached is kept while the next is looked at."""
        values, bounds = list(self.reached[:known]), list(self.reached[:known])
        kept = [self.model.keep(*each) for each in zip(stages, values, strict=False)]
        solution = None
        for cost in stages[known:]:
            if solution is not None and self.search.control.cancelled.is_set():
                break
            answer = self._solve(cost, solution)
            if answer is None:
                break
            solution, objective, bound = answer
            values.append(objective)
            bounds.append(bound)
            kept.append(self.model.keep(cost, objective))
        for one in kept:
            self.model.release(one)
        if solution is None:
            return None
        proven = len(values) == len(stages) and values == bounds
        self.reached = tuple(values) if proven else ()
        found = self._read(solution, proven=proven)
        if self.bounds == (0, 0) and len(bounds) >= OF_CHANGES:
            fewest = values[:OF_CHANGES] == bounds[:OF_CHANGES]
            self.bounds = (bounds[0], len(found.touched) if fewest else int(found.shortage == 0))
        return found

    def _solve(self, cost: Cost, start: Sequence[int] | None) -> tuple[list[int], int, int] | None:
        search = self.search
        self.model.minimise(cost)
        if start is None:
            self.model.hint_roster(self.hole.kept)
        else:
            self.model.hint(start)
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = search.left() * STAGE_SHARE
        solver.parameters.num_workers = search.options.workers
        solver.parameters.random_seed = search.options.seed
        search.control.watch(solver)
        status = solver.solve(self.model.cp)
        search.control.watch(None)
        if status not in FOUND:
            return None
        objective = round(solver.objective_value)
        bound = min(objective, math.ceil(solver.best_objective_bound - 1e-6))
        return list(solver.response_proto.solution), objective, bound

    # The answer

    def _read(self, solution: Sequence[int], *, proven: bool) -> Repair:
        hole, answer = self.hole, self.model.roster(solution)
        stood = hole.kept.pairs & self.model.facts.problem.candidates
        add, gone = answer.pairs - hole.kept.pairs, stood - answer.pairs
        told = frozenset(p for p in add | gone if p[1] not in hole.unplanned)
        touched = tuple(sorted({person for person, _ in told} - hole.losers))
        found = self.model.true_costs(solution)
        served = self.search.options.ordered(set(found) - {SHORTAGE})
        return Repair(
            add=add,
            remove=gone | hole.lost,
            manner=self._manner(add, gone, touched),
            shortage=found.get(SHORTAGE, 0),
            late=sum(hole.problem.duty(d).starts_at < hole.notice_until for _, d in told),
            touched=touched,
            changes=len(told),
            costs={tier: found[tier] for tier in served},
            proven=proven,
        )

    def _manner(
        self, add: frozenset[Pair], gone: frozenset[Pair], touched: tuple[str, ...]
    ) -> Manner:
        if not touched:
            return Manner.NOTHING
        if self.even:
            return Manner.SWAP
        names = {duty.id for duty in self.hole.duties}
        covers = {person for person, duty in add if duty in names}
        if handed_on(self.hole, gone, answer=add):
            return Manner.CHAIN
        if len(covers) > 1:
            return Manner.SEVERAL
        return Manner.BACKUP if self._are_on_backup(covers) else Manner.DIRECT

    def _are_on_backup(self, people: set[str]) -> bool:
        """Whether each of them was on backup at the time of something that was lost."""
        on_backup = {
            person
            for person, name in self.hole.kept.pairs
            for duty in [self.hole.problem.duty(name)]
            if person in people and duty.kind == Kind.CALL and duty.work == Work.NONE
            for lost in self.hole.duties
            if duty.starts_at < lost.ends_at and lost.starts_at < duty.ends_at
        }
        return bool(people) and people == on_backup


def handed_on(hole: Hole, gone: frozenset[Pair], answer: frozenset[Pair]) -> frozenset[str]:
    """Duties that somebody gave up and somebody else took, beyond what was lost."""
    taken = {duty for _, duty in answer}
    return frozenset(duty for _, duty in gone if duty in taken)
