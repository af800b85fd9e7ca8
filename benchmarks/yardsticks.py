"""Models written by hand for one kind of question alone: what our rules may cost against them.

For the shift instances: days of work and rest as a walk through states of one person, shifts as
shares of a day of work, staffing with a variable for each side. Nothing of our engine is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ortools.sat.python import cp_model

from benchmarks.formats import BY_NAME
from benchmarks.public import files_of
from benchmarks.sets import curtois
from scheduling.engine.control import Clock
from scheduling.engine.options import Options
from scheduling.engine.solve import solve

INSTANCES = ("Instance4", "Instance5", "Instance7")
ALLOWED = 1.3
"""How many times as long as the hand-written model our engine may take."""
CLOSE = 0.01
"""What is not proven in time is compared by the objective, within this share."""


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
    for path in files_of("curtois", data):
        if path.stem in (only or INSTANCES):
            yield _compared(path, options)


def _compared(path: Path, options: Options) -> Compared:
    text = path.read_text()
    model = by_hand(curtois.read(text))
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
    result = solve(BY_NAME["curtois"].problem(text), curtois.RULES, options)
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


def by_hand(found: curtois.Instance) -> cp_model.CpModel:
    """The shift instance as a model of its own."""
    model = cp_model.CpModel()
    does = {
        (name, day, shift): model.new_bool_var("")
        for name, member in found.staff.items()
        for day in range(found.days)
        for shift in found.shifts
        if (name, day) not in found.days_off and member.most_shifts.get(shift, 0)
    }
    for name, member in found.staff.items():
        _person(model, found, name, member, does)
    model.minimize(_staffing(model, found, does) + _wishes(found, does))
    return model


Does = dict[tuple[str, int, str], cp_model.IntVar]


def _person(
    model: cp_model.CpModel, found: curtois.Instance, name: str, member: curtois.Member, does: Does
) -> None:
    days, shifts = range(found.days), found.shifts
    own = {(d, s): does[name, d, s] for d in days for s in shifts if (name, d, s) in does}
    works = [model.new_bool_var("") for _ in days]
    for day in days:
        model.add(sum(own[day, s] for s in shifts if (day, s) in own) == works[day])
    for (day, shift), now in own.items():
        after = [own[day + 1, s] for s in shifts[shift].not_before if (day + 1, s) in own]
        if after:
            model.add_at_most_one(now, *after)
    _runs(model, works, member)
    minutes = sum(found.shifts[s].minutes * here for (_, s), here in own.items())
    model.add_linear_constraint(minutes, member.least_minutes, member.most_minutes)
    for shift, most in member.most_shifts.items():
        of_shift = [here for (_, s), here in own.items() if s == shift]
        if len(of_shift) > most:
            model.add(sum(of_shift) <= most)
    weekends = []
    for saturday in range(5, found.days, 7):
        weekend = model.new_bool_var("")
        for day in range(saturday, min(saturday + 2, found.days)):
            model.add_implication(works[day], weekend)
        weekends.append(weekend)
    model.add(sum(weekends) <= member.most_weekends)


def _runs(model: cp_model.CpModel, works: list[cp_model.IntVar], member: curtois.Member) -> None:
    """A flow of one unit: each run of work or rest is an arc from its first day to the next run's.

    Runs at either end may be too short, since what lies beyond is not known.
    """
    last = len(works)
    into: dict[tuple[bool, int], list[cp_model.IntVar]] = {}
    out: dict[tuple[bool, int], list[cp_model.IntVar]] = {}
    covering: list[list[cp_model.IntVar]] = [[] for _ in works]
    for is_work in (True, False):
        least = member.least_work if is_work else member.least_rest
        for start in range(last):
            for end in range(start + 1, last + 1):
                if is_work and end - start > member.most_work:
                    break
                if end - start < least and start > 0 and end < last:
                    continue
                arc = model.new_bool_var("")
                out.setdefault((is_work, start), []).append(arc)
                into.setdefault((not is_work, end), []).append(arc)
                if is_work:
                    for day in range(start, end):
                        covering[day].append(arc)
    model.add_exactly_one(out[True, 0] + out[False, 0])
    for day in range(1, last):
        for is_work in (True, False):
            model.add(sum(into.get((is_work, day), [])) == sum(out.get((is_work, day), [])))
    for day, arcs in enumerate(covering):
        model.add(sum(arcs) == works[day])


def _staffing(model: cp_model.CpModel, found: curtois.Instance, does: Does) -> Any:
    total: Any = 0
    for day, shift, wanted, under, over in found.cover:
        there = [does[n, day, shift] for n in found.staff if (n, day, shift) in does]
        missing = model.new_int_var(0, wanted, "")
        surplus = model.new_int_var(0, max(0, len(there) - wanted), "")
        model.add(sum(there) + missing - surplus == wanted)
        total += under * missing + over * surplus
    return total


def _wishes(found: curtois.Instance, does: Does) -> Any:
    terms: Iterable[Any] = (
        price * ((1 - does[key]) if is_on else does[key]) if key in does else price * is_on
        for who, day, shift, price, is_on in found.wishes
        for key in ((who, day, shift),)
    )
    return sum(terms)
