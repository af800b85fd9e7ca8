"""Whether a trade breaks anything new, what it costs, and the arithmetic of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from people.wording import said
from scheduling.engine.check import Standing
from scheduling.engine.facts import Flags
from scheduling.engine.problem import Expectation, Problem
from scheduling.engine.rules.base import Broken, Force, Rule, Tier
from scheduling.engine.why import Asking
from swaps.engine.floor import Floor
from swaps.engine.plan import Plan, Way, plan_of
from swaps.engine.trade import Trade

MEASURED = frozenset(
    {
        "weekly-hours", "service-hours", "day-off", "call-frequency", "weekly-share", "block-share",
        "rotation-quota", "attending-load", "totals",
    }
)  # fmt: skip
"""Rules whose sums say something to people; others count what only their sentences explain."""


def is_advice(force: str, tier: Tier) -> bool:
    """Whether a soft rule speaks against a trade: the others say what it costs, which is ranked."""
    return force in (Force.MUST, Force.SHOULD) or tier == Tier.EDUCATION


@dataclass(frozen=True, slots=True)
class Measured:
    """A limit that must hold, of one person: where the trade takes its sum."""

    person: str
    rule: str
    title: str
    label: str
    before: int
    after: int
    low: int | None
    high: int | None

    @property
    def slack(self) -> int:
        """How far the sum stays from the nearer bound."""
        room = [] if self.high is None else [self.high - self.after]
        room += [] if self.low is None else [self.after - self.low]
        return min(room)


@dataclass(frozen=True)
class Judged:
    """A trade as it would be carried out, and what is to be said of it."""

    trade: Trade
    way: Way
    against: tuple[Broken, ...]  # rules that must hold and would not
    advised_against: tuple[Broken, ...]
    mends: tuple[Broken, ...]
    costs: dict[Tier, int]
    arithmetic: tuple[Measured, ...] = ()  # only where it was asked for

    @property
    def allowed(self) -> bool:
        return not self.against

    @property
    def advice(self) -> tuple[Broken, ...]:
        """What should hold, or serves the program, and would not."""
        return tuple(b for b in self.advised_against if is_advice(b.rule.force, b.rule.tier))

    @property
    def order(self) -> tuple[object, ...]:
        """What breaks nothing first, then what costs least in the tiers that come first."""
        return (len(self.against), *(self.costs.get(tier, 0) for tier in Tier))


class Judge:
    """The trades in question, opened in one compiled problem: each of them is then a quick move."""

    def __init__(self, floor: Floor, rules: Sequence[Rule], trades: Iterable[Trade]) -> None:
        self.floor = floor
        self.plans = {trade: plan_of(floor, trade) for trade in trades}
        self.rules = tuple(r for r in rules if r.tier != Tier.NEARNESS or r.weight is None)

    @cached_property
    def standing(self) -> Standing:
        opened = frozenset(pair for plan in self.plans.values() for pair in plan.pairs)
        return self.floor.whole(self.rules).around(opened, costs=True, adjust=self._adjusted)

    def _adjusted(self, sort: str, things: list[Any]) -> list[Any]:
        """Only of what is opened something is expected."""
        return list(self._expectations()) if sort == "expectations" else things

    @cached_property
    def _asking(self) -> Asking:
        return Asking(self.standing)

    def _expectations(self) -> Iterator[Expectation]:
        """Half-days that may be filled anew hold one of their options, or what they held."""
        options: dict[tuple[str, str], dict[str, None]] = {}
        for plan in self.plans.values():
            for opening in plan.openings:
                found = options.setdefault((opening.person, opening.cell), {})
                half_day = self.floor.look(opening.person, opening.cell)
                usual = half_day.usual if half_day else ()
                after = half_day.after.values() if half_day else ()
                found |= dict.fromkeys(name for name in (*usual, *after) if name)
        for (person, _cell), duties in options.items():
            if duties and not self.floor.untold.issuperset(duties):
                yield Expectation(person, tuple(duties), label=_label(self.floor.problem, duties))

    def judge(self, trade: Trade) -> Judged:
        """As it would be carried out: the first way that breaks nothing, or else the least bad."""
        plan, tried = self.plans[trade], list[Judged]()
        for way in plan.ways():
            tried.append(self._judge(plan, way))
            if tried[-1].allowed:
                return tried[-1]
        return min(tried, key=lambda judged: judged.order)

    def measured(self, judged: Judged) -> Judged:
        """The same with the arithmetic."""
        people = judged.trade.people
        return replace(judged, arithmetic=tuple(self._arithmetic(judged.way, people)))

    def _judge(self, plan: Plan, way: Way) -> Judged:
        broken, mended, costs = self._asking.weigh(way.add, way.remove)
        return Judged(
            trade=plan.trade,
            way=way,
            against=tuple(b for b in broken if b.hard),
            advised_against=tuple(b for b in broken if not b.hard),
            mends=mended,
            costs=costs,
        )

    def _arithmetic(self, way: Way, people: Sequence[str]) -> Iterator[Measured]:
        """Of each person and rule the limit that is nearest to its bound, among those that move."""
        nearest: dict[tuple[str, str], Measured] = {}
        for found in self._moved_limits(way):
            key = (found.person, found.rule)
            if found.person in people and (key not in nearest or found.slack < nearest[key].slack):
                nearest[key] = found
        for person in people:
            yield from (found for key, found in nearest.items() if key[0] == person)

    def _moved_limits(self, way: Way) -> Iterator[Measured]:
        compiled = self.standing.checker.compiled
        columns, after = self.standing.after(way.add, way.remove)
        rows = compiled.rows_of(columns)
        totals, now = compiled.totals_of(rows, after), self.standing.totals[rows]
        told = self._telling[rows] & (totals != now)
        for row, total, before in zip(rows[told], totals[told], now[told], strict=True):
            limit = compiled.broken(row, total, 0)
            if limit.person is None or (limit.low is None and limit.high is None):
                continue
            yield Measured(
                limit.person,
                limit.rule.code,
                limit.rule.title,
                limit.label,
                int(before),
                limit.total,
                limit.low,
                limit.high,
            )

    @cached_property
    def _telling(self) -> Flags:
        """The limits that must hold and whose sums are told."""
        compiled = self.standing.checker.compiled
        codes = np.array([part.rule.code in MEASURED for part in compiled.parts], dtype=bool)
        return np.asarray(compiled.hard & codes[compiled.part])


def _label(problem: Problem, duties: Iterable[str]) -> str:
    duty = problem.duty(next(iter(duties)))
    return said("{day:%a %d %b %Y} {slot}", day=duty.starts_at, slot=duty.cell[-2:])
