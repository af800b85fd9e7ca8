"""Not too many duties close together: the shape that rules on spacing share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from people.wording import said
from scheduling.engine.derived import Ints
from scheduling.engine.facts import Facts
from scheduling.engine.limits import Limits, limits_of_rows
from scheduling.engine.problem import Window
from scheduling.engine.rules.base import Broken, Rule


@dataclass(frozen=True, kw_only=True)
class SpacingRule(Rule):
    """The problem's windows that carry this rule's code."""

    def limits(self, facts: Facts) -> Iterator[Limits]:
        for window in facts.problem.windows:
            if window.rule == self.code:
                yield _limits(facts, window)

    def says(self, broken: Broken) -> str:
        return said(
            "{name}, {label}: {total} within {days}; at most {high} are meant to be so close.",
            name=broken.name,
            label=broken.label,
            total=broken.total,
            days=broken.days,
            high=broken.high,
        )


def _limits(facts: Facts, window: Window) -> Limits:
    column = np.array([c for c, _ in facts.columns_of(window.person, window.duties)], np.int64)
    day = facts.first_day[facts.duty[column]]
    order = np.argsort(day, kind="stable")
    column, day = column[order], day[order]
    starts = _starts(day, window)
    left = np.searchsorted(day, starts, "left")
    right = np.searchsorted(day, starts + window.days, "left")
    full = right - left > window.most
    return limits_of_rows(
        [column[a:b] for a, b in zip(left[full], right[full], strict=True)],
        high=window.most,
        person=facts.problem.person_index[window.person],
        first_day=starts[full],
        last_day=starts[full] + window.days - 1,
        label=lambda _: window.label,
    )


def _starts(day: Ints, window: Window) -> Ints:
    """The first days of all windows that can hold two of the duties."""
    if not len(day):
        return day
    return np.arange(day[0] - (window.days - 1) // window.step * window.step, day[-1], window.step)
