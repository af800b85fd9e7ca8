"""The repairs within some reach of a hole: the model of what changes, and its stages one by one."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ortools.sat.python import cp_model

from scheduling.engine.control import Control
from scheduling.engine.cost import Cost
from scheduling.engine.hole import Hole
from scheduling.engine.model import RosterModel
from scheduling.engine.options import Options
from scheduling.engine.problem import Kind, Pair, Work
from scheduling.engine.rules.base import Tier
from scheduling.engine.statements import negated
from scheduling.engine.ways import Manner, Repair

STAGE_SHARE = 0.5
"""Of the time left, what one stage may take."""

OF_CHANGES = 2
"""The first stages: what stays open, and how much changes."""

SHORTAGE = Tier.NEARNESS
"""The tier of a repair's own model that holds what stays open."""

FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)


class Searching(Protocol):
    """The search that this is a part of."""

    options: Options
    control: Control
    tell: Callable[[Repair], None]

    def left(self) -> float:
        """Seconds."""


@dataclass
class _Changes:
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


class Near:
    """The repairs within some reach of the hole."""

    def __init__(
        self,
        hole: Hole,
        model: RosterModel,
        search: Searching,
        *,
        even: bool = False,
        reached: tuple[int, ...] = (),
    ) -> None:
        self.hole, self.model, self.search, self.even = hole, model, search, even
        self.reached = reached  # of the first stages, below which no other way can come
        self.bounds = (0, 0)
        self.touched: dict[str, int] = {}  # by person, the variable that says so
        self.counts = _Changes()
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
                as_before = variable if stood else negated(variable)
                self.model.says.clause([as_before, self._touches(person)])

    def _touches(self, person: str) -> int:
        if person not in self.touched:
            self.touched[person] = self.model.says.decision()
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
            mine_now = [int(self.model.variable[column]) for column in columns]
            self.model.says.linear(mine_now, [1] * len(columns), stood, stood)

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
            self.model.says.clause([negated(self._touches(person)) for person in found.touched])

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
