"""Rotations in the right order, with time between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import numpy as np

from people.wording import said
from scheduling.engine.facts import Facts, minute
from scheduling.engine.limits import Limits, limits, limits_of_rows, spells
from scheduling.engine.rules.base import Broken, Rule


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
        yield self._precedences(facts)
        yield self._gaps(facts)

    def _precedences(self, facts: Facts) -> Limits:
        """What is done counts +1, each earlier chance to do what must come first -1."""
        row: list[int] = []
        column: list[int] = []
        weight: list[int] = []
        people: list[int] = []
        labels: list[str] = []
        for rule in facts.problem.precedences:
            first = [column for column, _ in facts.columns_of(rule.person, rule.first)]
            for then, _ in facts.columns_of(rule.person, rule.then):
                start = facts.start[facts.duty[then]]
                before = [c for c in first if facts.end[facts.duty[c]] <= start]
                row += [len(people)] * (1 + len(before))
                column += [then, *before]
                weight += [1, *([-1] * len(before))]
                people.append(facts.problem.person_index[rule.person])
                labels.append(rule.label)
        return limits(
            len(people),
            np.array(row, dtype=np.int64),
            np.array(column, dtype=np.int64),
            np.array(weight, dtype=np.int64),
            high=0,
            person=people,
            label=labels.__getitem__,
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
