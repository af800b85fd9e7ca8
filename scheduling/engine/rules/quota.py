"""How much of something each person does: the shape that several rules share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from people.wording import said
from scheduling.engine.facts import Facts
from scheduling.engine.limits import NO_HIGH, NO_LOW, Limits, limits
from scheduling.engine.rules.base import Broken, Rule


@dataclass(frozen=True, kw_only=True)
class QuotaRule(Rule):
    """The problem's quotas that carry this rule's code."""

    def limits(self, facts: Facts) -> Iterator[Limits]:
        quotas = [quota for quota in facts.problem.quotas if quota.rule == self.code]
        row, column, weight = [], [], []
        for index, quota in enumerate(quotas):
            for found, duty in facts.columns_of(quota.person, quota.weights):
                row.append(index)
                column.append(found)
                weight.append(quota.weights[duty])
        yield limits(
            len(quotas),
            np.array(row, dtype=np.int64),
            np.array(column, dtype=np.int64),
            np.array(weight, dtype=np.int64),
            low=[NO_LOW if q.low is None else q.low for q in quotas],
            high=[NO_HIGH if q.high is None else q.high for q in quotas],
            person=[facts.problem.person_index[q.person] for q in quotas],
            label=lambda i: quotas[i].label,
        )

    def says(self, broken: Broken) -> str:
        if broken.low is not None and broken.total < broken.low:
            return said(
                "{name}, {label}: {total}; at least {low} asked for.",
                name=broken.name,
                label=broken.label,
                total=broken.total,
                low=broken.low,
            )
        return said(
            "{name}, {label}: {total}; at most {high} allowed.",
            name=broken.name,
            label=broken.label,
            total=broken.total,
            high=broken.high,
        )
