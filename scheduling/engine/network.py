"""One person's lines as a network: all that can be done under the limits of their own, step by step.

A step decides all that begins at one moment. Of the steps before it, only this has to be
remembered: how much of each limit that reaches beyond the step has been used up. Whatever has used
up the same is one state, so that very many plans are a small network. A limit that can no longer be
broken is forgotten, which keeps the states few.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scheduling.engine.derived import Ints
from scheduling.engine.facts import Flags
from scheduling.engine.limits import NO_HIGH, NO_LOW
from scheduling.engine.linear import Rows

MOST_CHOICES = 256
MOST_STATES = 20_000
MOST_CELLS = 40_000_000
"""Of one step: its choices, its states, and the numbers that are looked at to tell states apart."""


class Unwieldy(Exception):
    """The limits of a person leave more states than a network is good for."""


@dataclass(frozen=True, eq=False)
class Step:
    """Arcs from the states before to the states after, sorted by the latter; each is a choice."""

    variables: Ints
    choices: Flags  # which of the variables each choice sets
    tail: Ints
    choice: Ints
    head: Ints
    states: int  # after it


@dataclass(frozen=True, eq=False)
class _Bound:
    """A sum that may not rise above `high`: what each choice of each step adds to it."""

    added: dict[int, Ints]
    high: int

    @cached_property
    def first(self) -> int:
        return min(self.added)

    @cached_property
    def last(self) -> int:
        return max(self.added)

    @cached_property
    def _after(self) -> tuple[list[int], list[int], list[int]]:
        """The steps, and what comes from each of them on at the least and at the most."""
        steps, least, most = sorted(self.added), [0], [0]
        for step in reversed(steps):
            added = self.added[step].tolist()
            least.append(least[-1] + min(added))
            most.append(most[-1] + max(added))
        return steps, least[::-1], most[::-1]

    def least_after(self, step: int) -> int:
        steps, least, _ = self._after
        return least[bisect_right(steps, step)]

    def most_after(self, step: int) -> int:
        steps, _, most = self._after
        return most[bisect_right(steps, step)]

    @property
    def can_break(self) -> bool:
        return self.most_after(-1) > self.high


def network_of(rows: Rows, own: Sequence[int], variables: Ints, moment: Ints) -> list[Step] | None:
    """The network of these variables under their `own` rows; None when nothing is possible.

    `moment` says when each variable of the model is decided. Raises Unwieldy.
    """
    moments = np.unique(moment[variables])
    at = np.searchsorted(moments, moment)  # the step of each variable
    members = [variables[at[variables] == step] for step in range(len(moments))]
    inside: list[list[int]] = [[] for _ in moments]
    beyond = []
    for row in own:
        steps = np.unique(at[rows.terms(row)[0]])
        if len(steps) == 1:
            inside[int(steps[0])].append(row)
        else:
            beyond.append(row)
    choices = [
        _choices(rows, of_step, own_rows) for of_step, own_rows in zip(members, inside, strict=True)
    ]
    if not all(len(each) for each in choices):
        return None
    bounds = [bound for row in beyond for bound in _bounds(rows, row, at, members, choices)]
    return _walk(members, choices, [bound for bound in bounds if bound.can_break])


def _choices(rows: Rows, variables: Ints, own: Sequence[int]) -> Flags:
    """All settings of the variables of a step that keep the rows which lie within it."""
    weights = np.zeros((len(own), len(variables)), dtype=np.int64)
    for number, row in enumerate(own):
        columns, factors = rows.terms(row)
        weights[number, np.searchsorted(variables, columns)] = factors
    low, high = rows.low[list(own)], rows.high[list(own)]
    found = np.zeros((1, 0), dtype=bool)
    sums = np.zeros((1, len(own)), dtype=np.int64)
    for column in range(len(variables)):
        rest = weights[:, column + 1 :]
        least, most = np.minimum(rest, 0).sum(axis=1), np.maximum(rest, 0).sum(axis=1)
        sums = np.concatenate([sums, sums + weights[:, column]])
        kept = ((sums + least <= high) & (sums + most >= low)).all(axis=1)
        bit = np.repeat([False, True], len(found))[kept]
        found = np.column_stack([np.tile(found, (2, 1))[kept], bit])
        sums = sums[kept]
        if len(found) > MOST_CHOICES:
            raise Unwieldy
    return found


def _bounds(
    rows: Rows, row: int, at: Ints, members: Sequence[Ints], choices: Sequence[Flags]
) -> list[_Bound]:
    """A row as one or two sums that are bounded from above."""
    columns, weights = rows.terms(row)
    added: dict[int, Ints] = {}
    for step in np.unique(at[columns]).tolist():
        mine = at[columns] == step
        places = np.searchsorted(members[step], columns[mine])
        added[step] = choices[step][:, places] @ weights[mine]
    found = []
    if rows.high[row] < NO_HIGH // 2:
        found.append(_Bound(added, int(rows.high[row])))
    if rows.low[row] > NO_LOW // 2:
        found.append(_Bound({step: -each for step, each in added.items()}, -int(rows.low[row])))
    return found


def _walk(
    members: Sequence[Ints], choices: Sequence[Flags], bounds: Sequence[_Bound]
) -> list[Step] | None:
    """Step after step, all states that can be reached."""
    steps: list[Step] = []
    active: list[_Bound] = []
    beginning: dict[int, list[_Bound]] = {}
    for bound in bounds:
        beginning.setdefault(bound.first, []).append(bound)
    used = np.zeros((1, 0), dtype=np.int64)
    for number, (variables, chosen) in enumerate(zip(members, choices, strict=True)):
        begun = beginning.get(number, [])
        active += begun
        used = np.column_stack([used, np.zeros((len(used), len(begun)), dtype=np.int64)])
        if len(used) * len(chosen) * max(1, len(active)) > MOST_CELLS:
            raise Unwieldy
        tail, choice, after = _after(number, active, used, len(chosen))
        if not len(tail):
            return None
        goes_on = [bound.last > number for bound in active]
        active = [bound for bound, stays in zip(active, goes_on, strict=True) if stays]
        used, head = _told_apart(after[:, goes_on])
        if len(used) > MOST_STATES:
            raise Unwieldy
        order = np.argsort(head, kind="stable")
        step = Step(variables, chosen, tail[order], choice[order], head[order], len(used))
        steps.append(step)
    return _without_dead_ends(steps)


def _after(
    number: int, active: Sequence[_Bound], used: Ints, count: int
) -> tuple[Ints, Ints, Ints]:
    """From where, by which choice, and what is used up then, for all that is possible."""
    shape = (count, len(active))
    added, least, most = np.zeros(shape, np.int64), np.zeros(shape[1]), np.zeros(shape[1])
    for column, bound in enumerate(active):
        added[:, column] = bound.added.get(number, 0)
        least[column], most[column] = bound.least_after(number), bound.most_after(number)
    high = np.array([bound.high for bound in active], dtype=np.int64)
    after = used[:, None, :] + added[None, :, :]
    tail, choice = np.nonzero((after <= high - least.astype(np.int64)).all(axis=2))
    # Below this the bound holds whatever follows: how far below need not be told apart.
    return tail, choice, np.maximum(after[tail, choice], high - most.astype(np.int64))


def _told_apart(states: Ints) -> tuple[Ints, Ints]:
    """The different rows of a table, and which of them each row is."""
    if not states.shape[1]:
        return states[:1], np.zeros(len(states), dtype=np.int64)
    draw = np.random.default_rng(states.shape[1])
    while True:
        factors = draw.integers(1, 1 << 62, size=states.shape[1], dtype=np.int64) | 1
        _, first, number = np.unique(states @ factors, return_index=True, return_inverse=True)
        if (states[first][number] == states).all():  # or else different rows met by chance
            return states[first], number


def _without_dead_ends(steps: Sequence[Step]) -> list[Step]:
    """Only states from which the end can be reached."""
    kept: list[Step] = []
    alive = np.ones(steps[-1].states, dtype=bool)
    for number in reversed(range(len(steps))):
        step, before = steps[number], steps[number - 1].states if number else 1
        arcs = alive[step.head]
        reaches = np.zeros(before, dtype=bool)
        reaches[step.tail[arcs]] = True
        kept.append(
            Step(
                step.variables,
                step.choices,
                (np.cumsum(reaches) - 1)[step.tail[arcs]],
                step.choice[arcs],
                (np.cumsum(alive) - 1)[step.head[arcs]],
                int(alive.sum()),
            )
        )
        alive = reaches
    return kept[::-1]
