"""The hand-written model of a year asks the same question as the engine."""

from random import Random

import pytest
from ortools.sat.python import cp_model

from benchmarks.yardsticks.rotations import Year
from scheduling.engine.files import problem_to_json
from scheduling.engine.options import Options
from scheduling.engine.problem import (
    Demand,
    Gap,
    Kind,
    Precedence,
    Preference,
    Problem,
    Quota,
    Work,
)
from scheduling.engine.rules import Tier, defaults
from scheduling.engine.solve import solve
from tests.scheduling.engine.builders import away, duty, problem, resident, rotation

HALVES, DAYS = 8, 14
TRAITS = {"WARD": {"heavy"}, "NF": {"heavy", "night"}, "AMB": {"continuity"}, "ELEC": set()}
RESIDENTS = [resident(f"r{n}", pgy=1 + n % 2) for n in range(5)]


def small_year(seed: int) -> Problem:
    """A resident on the ward at any time and one in the clinic; a week of leave for each."""
    dice = Random(seed)
    at = {
        (code, n): rotation(
            code, n * DAYS, (n + 1) * DAYS - 1, traits=frozenset(traits),
            leave_ok=code not in ("WARD", "NF"),
            open_to=frozenset({"PGY-2"}) if code == "ELEC" else frozenset(),
        )
        for code, traits in TRAITS.items()
        for n in range(HALVES)
    }  # fmt: skip
    weeks = [
        duty(f"LV-{n}", "LV", n * 7, 0, 168, kind=Kind.LEAVE, work=Work.NONE)
        for n in range(1, 2 * HALVES, 2)
    ]
    of = {code: tuple(at[code, n].id for n in range(HALVES)) for code in TRAITS}
    people = [p.id for p in RESIDENTS]
    everything = [d.id for d in (*at.values(), *weeks)]
    return problem(
        RESIDENTS,
        [*at.values(), *weeks],
        away=[away(RESIDENTS[0], 30, 33)],
        demands=[
            Demand((at[code, n].id,), 1, most, label=f"{code} {n}")
            for code, most in (("WARD", 2), ("AMB", 3))
            for n in range(HALVES)
        ],
        quotas=[
            *(
                Quota("placement", p, {at[c, n].id: 1 for c in TRAITS}, 1, 1, f"half {n}")
                for p in people
                for n in range(HALVES)
            ),
            *(Quota("rotation-quota", p, dict.fromkeys(of["NF"], 1), 1, 2, "NF") for p in people),
            *(Quota("rotation-quota", p, dict.fromkeys(of["WARD"], 1), 1, 4, "W") for p in people),
            *(Quota("leave-share", p, {w.id: 1 for w in weeks}, 2, 2, "leave") for p in people),
        ],
        precedences=[Precedence(p, of["WARD"], of["NF"], "ward before nights") for p in people],
        gaps=[Gap(p, of["NF"], 7, "nights too close") for p in people],
        preferences=[
            Preference(p, (name,), dice.randint(1, 6), dice.random() < 0.4, f"wish {name}")
            for p in people
            for name in dice.sample(everything, 24)
        ],
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_year_by_hand_has_the_same_best_in_every_tier(seed):
    asked = small_year(seed)
    ours = solve(asked, defaults(), Options(seconds=60, workers=1))
    year, found = Year(problem_to_json(asked)), {}

    for name, cost in year.tiers.items():
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        year.cp.minimize(cost)
        assert solver.solve(year.cp) == cp_model.OPTIMAL
        found[name] = round(solver.objective_value)
        year.cp.add(cost <= found[name])

    assert found == {
        tier.tier.name.lower(): tier.objective
        for tier in ours.tiers
        if tier.proven and tier.tier in (Tier.FAIRNESS, Tier.PREFERENCES, Tier.SHAPE)
    }
    assert min(found["fairness"], found["preferences"]) > 0
