"""Rotations of one sort that follow each other: the steps of a year, and windows of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scheduling.engine.derived import Ints
from scheduling.engine.facts import Facts, Flags
from scheduling.engine.limits import Limits, limits, spells
from scheduling.engine.problem import Kind

Bounds = dict[str, int]

RESIDENT = "resident"
"""The tag of those who rotate."""


@dataclass(frozen=True, eq=False)
class Steps:
    """The shortest pieces of time in which residents change rotations: halves of blocks, as a rule.

    Weeks of attending are rotations of the faculty and begin on other days. A rotation goes on in
    the steps from `first` to before `beyond`; entries are of the duties of the problem, and mean
    nothing for those that are no rotation.
    """

    starts: Ints  # of each step, in minutes
    ends: Ints
    first: Ints
    beyond: Ints

    @classmethod
    def of(cls, facts: Facts) -> Steps:
        column = np.flatnonzero(facts.of_kind(Kind.ROTATION)[facts.duty] & _of_residents(facts))
        rotations = np.unique(facts.duty[column])
        edges = np.unique(np.concatenate([facts.start[rotations], facts.end[rotations]]))
        first = np.searchsorted(edges, facts.start)
        return cls(edges[:-1], edges[1:], first, np.searchsorted(edges, facts.end))

    def __len__(self) -> int:
        return len(self.starts)


def _of_residents(facts: Facts) -> Flags:
    return facts.tagged(RESIDENT)[facts.person]


def windows(facts: Facts, trait: str, length: int, label: str, **bounds: int) -> Iterator[Limits]:
    """For each resident and each `length` steps in a row: how many of them have the trait.

    A window in which the person can do nothing of the sort is left out, unless the least is asked
    for; so is one in which they have nothing to do at all.
    """
    steps = Steps.of(facts)
    of_sort = np.array([trait in duty.traits for duty in facts.problem.duties], dtype=bool)
    rotation = facts.of_kind(Kind.ROTATION)
    for person in np.flatnonzero(facts.tagged(RESIDENT)).tolist():
        mine = facts.of_person(person)
        duty = facts.duty[mine]
        column = np.flatnonzero(rotation[duty]) + mine.start
        if len(column) and len(steps) >= length:
            yield _windows_of(facts, steps, column, of_sort, length, label, person, bounds)


def _windows_of(
    facts: Facts,
    steps: Steps,
    column: Ints,
    of_sort: np.ndarray,
    length: int,
    label: str,
    person: int,
    bounds: Bounds,
) -> Limits:
    duty = facts.duty[column]
    first, beyond = steps.first[duty], steps.beyond[duty]
    begins = np.arange(len(steps) - length + 1)
    inside = np.minimum(beyond, begins[:, None] + length) - np.maximum(first, begins[:, None])
    inside = np.maximum(inside, 0)
    weights = np.where(of_sort[duty], inside, 0)
    # Each step of the window must be one in which the person may be placed.
    busy = np.zeros(len(steps), dtype=bool)
    for start, end in zip(first.tolist(), beyond.tolist(), strict=True):
        busy[start:end] = True
    whole = np.convolve(busy, np.ones(length, dtype=np.int64), "valid") == length
    asked = np.flatnonzero(whole)
    row, term = np.nonzero(weights[asked])
    return limits(
        len(asked),
        row,
        column[term],
        weights[asked][row, term],
        person=person,
        first_day=facts.days(steps.starts[asked]),
        last_day=facts.days(steps.ends[asked + length - 1] - 1),
        label=lambda _: label,
        spells=spells(asked, asked + length),
        **bounds,
    )
