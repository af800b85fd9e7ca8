"""Waivers: where a rule holds with other parameters, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from scheduling.engine.facts import Facts, Flags
from scheduling.engine.limits import Limits
from scheduling.engine.problem import Waiver

from .rules.base import Rule


def waived_limits(rule: Rule, facts: Facts) -> Iterator[tuple[Limits, Rule]]:
    """The limits of a rule, each with the rule as it holds for them.

    A waiver takes over the limits about its people that lie within its days as a whole; what only
    touches its days, or is about no day, holds as ever. Of two waivers the first one holds.
    """
    alike = _alike(rule, facts.problem.waivers)
    for found in rule.limits(facts):
        if alike:
            covered = _covered(found, [w for group in alike for w in group], facts)
            found = found.chosen(~covered)
        yield found, rule
    for number, group in enumerate(alike):
        changed = rule.waived(group[0].parameters)
        for found in changed.limits(facts) if changed else ():
            earlier = [w for before in alike[:number] for w in before]
            chosen = _covered(found, group, facts) & ~_covered(found, earlier, facts)
            yield found.chosen(chosen), changed or rule


def _alike(rule: Rule, waivers: Sequence[Waiver]) -> list[list[Waiver]]:
    """The waivers of a rule, together when they change it in the same way."""
    found: list[list[Waiver]] = []
    for waiver in waivers:
        if waiver.rule == rule.code:
            same = (group for group in found if group[0].parameters == waiver.parameters)
            group = next(same, None)
            if group is None:
                found.append(group := [])
            group.append(waiver)
    return found


def _covered(found: Limits, waivers: Sequence[Waiver], facts: Facts) -> Flags:
    """Limits that lie within the days of a waiver and are about somebody it is for."""
    covered = np.zeros(len(found), dtype=bool)
    for waiver in waivers:
        within = (found.first_day >= waiver.first_day.toordinal()) & (
            found.last_day <= waiver.last_day.toordinal()
        )
        if waiver.person:
            within &= found.person == facts.problem.person_index[waiver.person]
        covered |= within & (found.last_day > 0)
    return covered
