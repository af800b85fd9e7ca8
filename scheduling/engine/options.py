"""How a problem is to be solved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Options:
    """How to solve. One worker and a deterministic limit make the answer repeatable."""

    seconds: float = 60.0
    workers: int = 2
    seed: int = 1
    gap: float = 0.0  # stop a tier when objective and bound are this close, relatively
    deterministic: float | None = None  # limit in OR-Tools' deterministic time, for each tier
    subsolvers: tuple[str, ...] = ("max_lp",)
    extra: dict[str, Any] = field(default_factory=dict)  # further solver parameters, for trials
