"""What a solve reports while it goes on, and at its end."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scheduling.engine.problem import Roster

from .rules.base import Tier


class Status(StrEnum):
    """How good the answer is known to be."""

    OPTIMAL = "optimal"  # every tier proven
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"  # nothing found in the time allowed


@dataclass(frozen=True, slots=True)
class TierResult:
    """One tier: what it costs, and what it must cost at least."""

    tier: Tier
    objective: int
    bound: int
    seconds: float
    proven: bool

    @property
    def gap(self) -> float:
        """How far the cost may be from the best, as a share of the cost."""
        return (self.objective - self.bound) / max(1, abs(self.objective))


@dataclass(frozen=True, slots=True)
class Progress:
    """News from the solver: a better roster, or a better bound (then objective is None)."""

    tier: Tier
    objective: int | None
    bound: int | None
    seconds: float
    done: tuple[TierResult, ...]
    roster: Roster | None
    left: tuple[Tier, ...] = ()  # tiers that come after this one


@dataclass(frozen=True)
class Result:
    """The answer of one solve, with all that is needed to repeat it."""

    status: Status
    roster: Roster | None
    tiers: tuple[TierResult, ...]
    cancelled: bool
    build_seconds: float
    seconds: float
    seed: int
    workers: int
    solver: str
    fingerprint: str

    @property
    def gap(self) -> float:
        """The largest gap of any tier."""
        return max((tier.gap for tier in self.tiers), default=0.0)
