"""Everybody's lines, under the limits that each person has alone, and the cheapest of them.

The networks of all people stand side by side and end together, so that one sweep of arrays over
the steps finds the best line of everybody, whatever the decisions are said to cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scheduling.engine.compiled import row_sums
from scheduling.engine.derived import Ints, ranges
from scheduling.engine.facts import Flags
from scheduling.engine.linear import Rows
from scheduling.engine.model import RosterModel
from scheduling.engine.network import Step, Unwieldy, network_of

NOBODY = -1
MOST_ARCS = 6_000_000
"""Of all people together: about 100 MB."""
MOST_SHARED = 3000
"""Limits that people share: with more, prices on them do not stand still in any useful time."""
FAR = 1 << 60


@dataclass(frozen=True, eq=False)
class _Layer:
    """The steps of all people that are as far from their end as each other."""

    begins: int  # how many people have their first step here
    tail: Ints
    choice: Ints  # numbered through all people
    head: Ints
    starts: Ints  # of the arcs of each state after
    set_by: Ints  # variables that are set, choice by choice
    set_from: Ints  # of each choice, where its variables begin
    variable: Ints  # all variables of the layer
    person: Ints  # of each choice
    owner: Ints  # of each of these variables

    def costs(self, price: Ints) -> Ints:
        return row_sums(price[self.set_by], self.set_from)


class Lines:
    """The networks of all people of a model."""

    def __init__(self, networks: Sequence[tuple[int, list[Step]]]) -> None:
        """Of each person the number and the steps."""
        ordered = sorted(networks, key=lambda one: (-len(one[1]), one[0]))
        self.people = [person for person, _ in ordered]
        self.taken: dict[int, Ints] = {}  # the only line left to people, as numbered here
        self._steps = [steps for _, steps in ordered]
        depth = max((len(steps) for steps in self._steps), default=0)
        self._layers = [self._layer(depth - number) for number in range(depth)]

    def take(self, person: int, line: Ints) -> None:
        """This person has this line."""
        self.taken[person] = line

    def release(self) -> None:
        """Everybody may have any line again."""
        self.taken.clear()

    @property
    def of_each(self) -> list[Ints]:
        """The variables that the lines of each person decide."""
        return [np.sort(_joined([step.variables for step in steps])) for steps in self._steps]

    @property
    def arcs(self) -> int:
        return sum(len(layer.tail) for layer in self._layers)

    def _layer(self, to_go: int) -> _Layer:
        """The steps that have so many steps to go, themselves included."""
        here = [steps[-to_go] for steps in self._steps if len(steps) >= to_go]
        first = [len(steps) == to_go for steps in self._steps if len(steps) >= to_go]
        before = [
            1 if begins else steps[-to_go - 1].states
            for begins, steps in zip(first, self._steps, strict=False)
        ]
        tails, heads = _offsets(before), _offsets([step.states for step in here])
        chosen = _offsets([len(step.choices) for step in here])
        head = _joined([step.head + heads[i] for i, step in enumerate(here)])
        is_set = [np.nonzero(step.choices) for step in here]
        sizes = _joined([step.choices.sum(axis=1) for step in here])
        return _Layer(
            begins=sum(first),
            tail=_joined([step.tail + tails[i] for i, step in enumerate(here)]),
            choice=_joined([step.choice + chosen[i] for i, step in enumerate(here)]),
            head=head,
            starts=np.searchsorted(head, np.arange(heads[-1] + 1)),
            set_by=_joined([here[i].variables[column] for i, (_, column) in enumerate(is_set)]),
            set_from=np.concatenate([[0], np.cumsum(sizes)]),
            variable=_joined([step.variables for step in here]),
            person=np.repeat(np.arange(len(here)), np.diff(chosen)),
            owner=np.repeat(np.arange(len(here)), [len(step.variables) for step in here]),
        )

    def _sweep(self, price: Ints) -> tuple[list[Ints], list[Ints]]:
        """The costs of the choices of each layer, and the least to each state before and after."""
        costs = [layer.costs(price) for layer in self._layers]
        reached = [np.zeros(0, dtype=np.int64)]
        for layer, cost in zip(self._layers, costs, strict=True):
            reached[-1] = np.concatenate([reached[-1], np.zeros(layer.begins, dtype=np.int64)])
            whole = reached[-1][layer.tail] + cost[layer.choice]
            reached.append(np.minimum.reduceat(whole, layer.starts[:-1]))
        return costs, reached

    def best(self, price: Ints) -> tuple[Ints, list[Ints]]:
        """What the cheapest line of each person costs, and which variables it sets."""
        costs, reached = self._sweep(price)
        least = reached[-1]
        at = np.arange(len(self.people))
        found: list[tuple[Ints, Ints]] = []  # variables, and whose they are
        for number in reversed(range(len(self._layers))):
            layer, cost = self._layers[number], costs[number]
            arcs = ranges(layer.starts[at], layer.starts[at + 1])
            who = np.repeat(np.arange(len(at)), layer.starts[at + 1] - layer.starts[at])
            whole = reached[number][layer.tail[arcs]] + cost[layer.choice[arcs]]
            is_best = whole == reached[number + 1][at][who]
            _, first = np.unique(who[is_best], return_index=True)
            arc = arcs[is_best][first]
            choice = layer.choice[arc]
            begin, end = layer.set_from[choice], layer.set_from[choice + 1]
            found.append(
                (layer.set_by[ranges(begin, end)], np.repeat(np.arange(len(at)), end - begin))
            )
            at = layer.tail[arc][: len(at) - layer.begins]
        variables, owners = (_joined(list(part)) for part in zip(*found, strict=True))
        order = np.lexsort((variables, owners))
        cuts = np.searchsorted(owners[order], np.arange(1, len(self.people)))
        best = np.split(variables[order], cuts)
        for person, line in self.taken.items():
            least[person], best[person] = price[line].sum(), line
        return least, best

    def within(self, price: Ints, spare: int, count: int) -> tuple[Flags, Flags]:
        """Which of `count` variables can be 0, and which 1, on lines that cost little enough.

        That is no more than `spare` above what the person's cheapest line costs.
        """
        can_be_0, can_be_1 = np.ones(count, dtype=bool), np.ones(count, dtype=bool)
        costs, reached = self._sweep(price)
        to_come = np.zeros(len(self.people), dtype=np.int64)
        for number in reversed(range(len(self._layers))):
            layer = self._layers[number]
            onward = costs[number][layer.choice] + to_come[layer.head]
            whole = np.full(len(layer.person), FAR)
            np.minimum.at(whole, layer.choice, reached[number][layer.tail] + onward)
            good = whole <= reached[-1][layer.person] + spare
            chosen = np.zeros(count, dtype=np.int64)  # how many of the good choices set it
            is_good = np.repeat(good, np.diff(layer.set_from))
            np.add.at(chosen, layer.set_by[is_good], 1)
            all_good = np.bincount(layer.person[good], minlength=len(self.people))
            can_be_1[layer.variable] = chosen[layer.variable] > 0
            can_be_0[layer.variable] = chosen[layer.variable] < all_good[layer.owner]
            to_come = np.full(len(reached[number]), FAR)
            np.minimum.at(to_come, layer.tail, onward)
            to_come = to_come[: len(to_come) - layer.begins]
        return can_be_0, can_be_1


def lines_of(model: RosterModel, rows: Rows) -> tuple[Lines, Ints] | None:
    """The lines of a model's people, and the person whose network keeps each row (or NOBODY).

    None where people share too much, where the networks would be too large, or where somebody has
    no line at all.
    """
    owner, moment = _owned(model, len(rows.floor))
    kept_by = rows.common(owner)
    if np.count_nonzero(kept_by == NOBODY) > MOST_SHARED:
        return None
    networks, arcs = [], 0
    for person in np.unique(owner[owner != NOBODY]).tolist():
        own = np.flatnonzero(kept_by == person).tolist()
        try:
            steps = network_of(rows, own, np.flatnonzero(owner == person), moment)
        except Unwieldy:
            return None
        arcs += sum(len(step.tail) for step in steps or ())
        if steps is None or arcs > MOST_ARCS:
            return None
        networks.append((person, steps))
    return (Lines(networks), kept_by) if networks else None


def _owned(model: RosterModel, count: int) -> tuple[Ints, Ints]:
    """The person of each variable and the minute at which it is decided.

    A pair is decided when its duty begins, "any of some pairs" with the last of these. All else is
    nobody's.
    """
    facts = model.facts
    owner = np.full(count, NOBODY, dtype=np.int64)
    moment = np.zeros(count, dtype=np.int64)
    pairs = model.open_pairs
    owner[model.variable[pairs]] = facts.person[pairs]
    moment[model.variable[pairs]] = facts.start[facts.duty[pairs]]
    for variable, members in model.groups():
        people = np.unique(facts.person[members])
        if owner[variable] == NOBODY and len(people) == 1:
            owner[variable] = people[0]
            moment[variable] = facts.start[facts.duty[members]].max()
    return owner, moment


def _offsets(sizes: Sequence[int]) -> Ints:
    return np.concatenate([[0], np.cumsum(np.array(sizes, dtype=np.int64))])


def _joined(arrays: Sequence[Ints]) -> Ints:
    return np.concatenate(arrays) if arrays else np.zeros(0, dtype=np.int64)
