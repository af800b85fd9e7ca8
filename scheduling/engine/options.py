"""How a problem is to be solved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from scheduling.engine.rules.base import Tier


@dataclass(frozen=True)
class Options:
    """How to solve. One worker and a deterministic limit make the answer repeatable.

    `cpu_seconds` limits the processor's time of the whole process, all threads together, in place
    of `seconds` on the wall: on a busy machine that is the same work.
    `order` says which tiers are served first; those it does not name follow in their usual order.
    """

    seconds: float = 60.0
    workers: int = 2
    seed: int = 1
    gap: float = 0.0  # stop a tier when objective and bound are this close, relatively
    deterministic: float | None = None  # limit in OR-Tools' deterministic time, for each tier
    subsolvers: tuple[str, ...] = ("max_lp",)
    extra: dict[str, Any] = field(default_factory=dict)  # further solver parameters, for trials
    order: tuple[Tier, ...] = ()
    cpu_seconds: float | None = None

    def __post_init__(self) -> None:
        if len(set(self.order)) < len(self.order):
            names = ", ".join(tier.name.lower() for tier in self.order)
            raise ValueError(f"The order of tiers names one twice: {names}.")

    def ordered(self, tiers: Iterable[Tier]) -> list[Tier]:
        """These tiers, the most important first."""
        asked, known = set(tiers), (*self.order, *sorted(set(Tier) - set(self.order)))
        return [tier for tier in known if tier in asked]


def options_to_json(options: Options) -> dict[str, Any]:
    return {**asdict(options), "order": [int(tier) for tier in options.order]}


def options_from_json(data: Mapping[str, Any]) -> Options:
    order = tuple(Tier(number) for number in data["order"])
    return Options(**{**data, "subsolvers": tuple(data["subsolvers"]), "order": order})
