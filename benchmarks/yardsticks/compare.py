"""Our engine beside the models by hand: the same question, the same time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ortools.sat.python import cp_model

from benchmarks.formats import BY_NAME
from benchmarks.public import files_of
from benchmarks.sets import curtois
from benchmarks.yardsticks import curtois as shifts
from scheduling.engine.control import Clock
from scheduling.engine.options import Options
from scheduling.engine.solve import solve

ALLOWED = 1.3
"""How many times as long as the hand-written model our engine may take."""
CLOSE = 0.01
"""What is not proven in time is compared by the objective, within this share."""


@dataclass(frozen=True)
class Yardstick:
    """A model by hand of the instances of a public set, minimised in the terms of our tier."""

    set: str
    instances: tuple[str, ...]
    by_hand: Callable[[str], cp_model.CpModel]  # of the text of a file


YARDSTICKS = (
    Yardstick(
        "curtois",
        ("Instance4", "Instance5", "Instance7"),
        lambda text: shifts.by_hand(curtois.read(text)),
    ),
)


@dataclass(frozen=True)
class Compared:
    instance: str
    ours: int | None
    our_bound: int | None
    our_seconds: float  # of the processor, where that is what is limited
    by_hand: int | None
    bound_by_hand: int
    seconds_by_hand: float
    both_proven: bool

    @property
    def ratio(self) -> float:
        return self.our_seconds / self.seconds_by_hand

    @property
    def held(self) -> bool:
        """Proven by both: by time. Otherwise by what was found in the same time."""
        if self.both_proven:
            return self.ratio <= ALLOWED
        if self.ours is None or self.by_hand is None:
            return self.by_hand is None
        return self.ours <= self.by_hand * (1 + CLOSE)

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"ratio": self.ratio, "held": self.held}


def compared(
    data: Path | None, options: Options, only: Sequence[str] | None = None
) -> Iterator[Compared]:
    for one in YARDSTICKS:
        for path in files_of(one.set, data):
            if path.stem in (only or one.instances):
                yield _compared(one, path, options)


def _compared(one: Yardstick, path: Path, options: Options) -> Compared:
    text, of_set = path.read_text(), BY_NAME[one.set]
    model = one.by_hand(text)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = options.workers
    solver.parameters.random_seed = options.seed
    solver.parameters.subsolvers.extend(options.subsolvers)
    clock = Clock(options)
    if not clock.of_processor:
        solver.parameters.max_time_in_seconds = options.seconds
    with clock.ending(solver, clock.left):
        status = solver.solve(model)
    spent_by_hand = clock.now() - clock.began
    clock = Clock(options)
    result = solve(of_set.problem(text), of_set.rules(text), options)
    seconds = clock.now() - clock.began
    tier = result.tiers[0] if result.tiers else None
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return Compared(
        path.stem,
        tier and tier.objective,
        tier and tier.bound,
        seconds,
        round(solver.objective_value) if found else None,
        round(solver.best_objective_bound),
        spent_by_hand,
        both_proven=bool(tier and tier.proven and status == cp_model.OPTIMAL),
    )


def told(found: Sequence[Compared]) -> str:
    lines = []
    for one in found:
        how = f"{one.ratio:.2f} x the time" if one.both_proven else "not proven by both"
        lines.append(
            f"{one.instance}: ours {one.ours} (bound {one.our_bound}) in {one.our_seconds:.1f} s; by hand "
            f"{one.by_hand} (bound {one.bound_by_hand}) in {one.seconds_by_hand:.1f} s; {how}; "
            f"{'held' if one.held else 'NOT HELD'}"
        )
    return "\n".join(lines)
