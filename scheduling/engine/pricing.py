"""What breaking the soft limits of a model costs: slacks, and the costs of the tiers."""

from __future__ import annotations

from collections.abc import Sequence

from ortools.sat.python import cp_model

from scheduling.engine.compiled import Compiled
from scheduling.engine.cost import Cost
from scheduling.engine.limits import NO_HIGH, NO_LOW, Measure
from scheduling.engine.statements import Statements

from .rules.base import Rule, Tier


class Pricing:
    """The prices of a model's soft rows, as they are stated one after the other."""

    def __init__(self, cp: cp_model.CpModel, says: Statements, compiled: Compiled) -> None:
        self._cp, self._says, self._compiled = cp, says, compiled
        self.costs: dict[Tier, Cost] = {}
        self._slacks: list[tuple[int, list[int], list[int], int, int, int]] = []
        self._worst: dict[int, int] = {}  # the slack of each rule of which only the worst counts

    def finish(self) -> None:
        """After the last row: what is paid for the worst of a rule."""
        for index, slack in self._worst.items():
            rule = self._compiled.rules[index]
            self._cost(rule).add(slack, rule.weight or 0)

    @property
    def slacks(self) -> list[int]:
        """Variables that say by how much a limit is broken."""
        return [slack for slack, *_ in self._slacks]

    @property
    def terms(self) -> set[int]:
        """Variables of the limits that may be broken."""
        paid = {one for cost in self.costs.values() for one in cost.variables}
        return paid.union(*(variables for _, variables, *_ in self._slacks))

    def tightened(self, solution: Sequence[int]) -> list[int]:
        """The same answer with every slack as small as it can be.

        A tier leaves the slacks of later ones wherever they happen to be; a search that starts
        from there would first have to find out that they can go down.
        """
        values = list(solution)
        for slack, *_ in self._slacks:
            values[slack] = 0
        for slack, variables, weights, low, high, step in self._slacks:
            total = sum(w * values[v] for v, w in zip(variables, weights, strict=True))
            values[slack] = max(values[slack], -(-max(total - high, low - total) // step))
        return values

    def _cost(self, rule: Rule) -> Cost:
        return self.costs.setdefault(rule.tier, Cost())

    def add(
        self, row: int, variables: list[int], weights: list[int], low: int, high: int, worst: int
    ) -> None:
        """A row outside of these bounds costs; by `worst` at most."""
        compiled = self._compiled
        rule, price = compiled.parts[int(compiled.part[row])].rule, int(compiled.price[row])
        step = 1
        if rule.measure == Measure.WORST:
            step = rule.step
            slack = self._shared_slack(rule, -(-price * worst // step))
            weights, low, high = [price * w for w in weights], price * low, price * high
        else:
            if self._price_directly(rule, price, variables, weights, low, high):
                return
            slack = self._cp.new_int_var(0, worst, "").index
            self._cost(rule).add(slack, price * (rule.weight or 0))
        self._slacks.append((slack, variables, weights, low, high, step))
        if high < NO_HIGH // 2:
            self._says.linear([*variables, slack], [*weights, -step], NO_LOW, high)
        if low > NO_LOW // 2:
            self._says.linear([*variables, slack], [*weights, step], low, NO_HIGH)

    def _price_directly(
        self,
        rule: Rule,
        price: int,
        variables: list[int],
        weights: list[int],
        low: int,
        high: int,
    ) -> bool:
        """A limit on a single decision needs no slack: the decision itself is the excess."""
        unit = price * (rule.weight or 0)
        if not variables:
            self._cost(rule).offset += unit * max(0, -high, low)
            return True
        if high <= 0 and low <= 0 and min(weights) > 0:
            # Whatever is done is too much: the sum itself is the excess.
            for variable, weight in zip(variables, weights, strict=True):
                self._cost(rule).add(variable, unit * weight)
            self._cost(rule).offset -= unit * high
            return True
        if len(variables) > 1 or weights != [1]:
            return False
        if low == 1 and high >= 1:
            self._cost(rule).add(variables[0], -unit)
            self._cost(rule).offset += unit
            return True
        return False

    def _shared_slack(self, rule: Rule, worst: int) -> int:
        index = next(i for i, one in enumerate(self._compiled.rules) if one is rule)
        if index not in self._worst:
            self._worst[index] = self._cp.new_int_var(0, worst, "").index
        domain = self._cp.proto.variables[self._worst[index]].domain
        domain[1] = max(domain[1], worst)
        return self._worst[index]
