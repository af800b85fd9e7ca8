"""Rotations in the right order, with time between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.derived import Ints
from scheduling.engine.facts import Facts, minute
from scheduling.engine.limits import NO_HIGH, Limits, Spells, limits, limits_of_rows, spells
from scheduling.engine.rules.base import Broken, Rule

EVER = NO_HIGH
"""What was done too early was done too early from then on: the later, the less."""


@dataclass(frozen=True, kw_only=True)
class Sequence(Rule):
    """Prerequisites and spacing."""

    code: ClassVar[str] = "sequence"
    title: ClassVar[str] = "Prerequisites and spacing"
    text: ClassVar[str] = (
        "A rotation that builds on another comes after it, and rotations that must not follow "
        "each other closely have the days between them that the curriculum names."
    )

    def limits(self, facts: Facts) -> Iterator[Limits]:
        for label in sorted({each.label for each in facts.problem.precedences}):
            yield self._precedences(facts, label)
        yield self._gaps(facts)

    def _precedences(self, facts: Facts, label: str) -> Limits:
        """What is done counts +1, each earlier chance to do what must come first -1."""
        row: list[int] = []
        column: list[int] = []
        weight: list[int] = []
        people: list[int] = []
        begins: list[int] = []
        too_early: list[Ints] = []  # of each limit, what would be done without it as well by then
        for rule in (each for each in facts.problem.precedences if each.label == label):
            first = [column for column, _ in facts.columns_of(rule.person, rule.first)]
            thens = np.array([c for c, _ in facts.columns_of(rule.person, rule.then)], np.int64)
            starts = facts.start[facts.duty[thens]]
            for then, start in zip(thens.tolist(), starts.tolist(), strict=True):
                before = [c for c in first if facts.end[facts.duty[c]] <= start]
                row += [len(people)] * (1 + len(before))
                column += [then, *before]
                weight += [1, *([-1] * len(before))]
                people.append(facts.problem.person_index[rule.person])
                begins.append(start)
                too_early.append(thens[starts <= start])

        def until(row: int, values: Ints) -> tuple[int, ...]:
            return (EVER,) * int((values[too_early[row]] > 0).sum())

        begin = np.array(begins, dtype=np.int64)
        return limits(
            len(people),
            np.array(row, dtype=np.int64),
            np.array(column, dtype=np.int64),
            np.array(weight, dtype=np.int64),
            high=0,
            person=people,
            label=lambda _: label,
            spells=Spells(begin, np.full(len(begin), EVER), f"order: {label}", until),
        )

    def _gaps(self, facts: Facts) -> Limits:
        rows, people, days, labels = [], [], [], []
        short: list[tuple[int, int]] = []
        problem = facts.problem
        for gap in problem.gaps:
            mine = sorted(
                (problem.duty(duty).starts_at, problem.duty(duty).ends_at, column)
                for column, duty in facts.columns_of(gap.person, gap.duties)
            )
            for i, (_, end, column) in enumerate(mine):
                # On the clock: a day with a change of clocks is a day like any other.
                free_from = end + timedelta(days=gap.days)
                for start, _, other in mine[i + 1 :]:
                    if start >= free_from:
                        break
                    rows.append([column, other])
                    people.append(problem.person_index[gap.person])
                    days.append(facts.first_day[facts.duty[other]])
                    labels.append(gap.label)
                    short.append((minute(start), minute(free_from)))
        return limits_of_rows(
            rows,
            high=1,
            person=people,
            first_day=days,
            last_day=days,
            label=labels.__getitem__,
            spells=spells([since for since, _ in short], [due for _, due in short]),
        )

    def says(self, broken: Broken) -> str:
        return said("{name}, {label}.", name=broken.name, label=broken.label)
