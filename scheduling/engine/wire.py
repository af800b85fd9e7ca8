"""Progress and results as lines of JSON between a solving process and the one that started it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from scheduling.engine.files import roster_from_json, roster_to_json
from scheduling.engine.measures import Alternative, Apart, Measures, Share
from scheduling.engine.result import Progress, Result, Status, TierResult
from scheduling.engine.rules.base import Tier


def tier_to_json(tier: TierResult) -> dict[str, Any]:
    return {
        "tier": int(tier.tier),
        "objective": tier.objective,
        "bound": tier.bound,
        "seconds": round(tier.seconds, 3),
        "proven": tier.proven,
    }


def tier_from_json(data: Mapping[str, Any]) -> TierResult:
    return TierResult(**{**data, "tier": Tier(data["tier"])})


def progress_to_json(progress: Progress) -> dict[str, Any]:
    return {
        "tier": int(progress.tier),
        "objective": progress.objective,
        "bound": progress.bound,
        "seconds": round(progress.seconds, 2),
        "done": [tier_to_json(tier) for tier in progress.done],
        "roster": None if progress.roster is None else roster_to_json(progress.roster),
        "left": [int(tier) for tier in progress.left],
    }


def progress_from_json(data: Mapping[str, Any]) -> Progress:
    return Progress(
        tier=Tier(data["tier"]),
        objective=data["objective"],
        bound=data["bound"],
        seconds=data["seconds"],
        done=tuple(tier_from_json(tier) for tier in data["done"]),
        roster=None if data["roster"] is None else roster_from_json(data["roster"]),
        left=tuple(Tier(number) for number in data["left"]),
    )


def result_to_json(result: Result) -> dict[str, Any]:
    return {
        "status": result.status.value,
        "roster": None if result.roster is None else roster_to_json(result.roster),
        "tiers": [tier_to_json(tier) for tier in result.tiers],
        "cancelled": result.cancelled,
        "build_seconds": round(result.build_seconds, 3),
        "seconds": round(result.seconds, 3),
        "seed": result.seed,
        "workers": result.workers,
        "solver": result.solver,
        "fingerprint": result.fingerprint,
    }


def result_from_json(data: Mapping[str, Any]) -> Result:
    roster = None if data["roster"] is None else roster_from_json(data["roster"])
    tiers = tuple(tier_from_json(tier) for tier in data["tiers"])
    return Result(**{**data, "status": Status(data["status"]), "roster": roster, "tiers": tiers})


# Several schedules


def apart_to_json(apart: Apart) -> dict[str, Any]:
    return {
        "share": apart.share,
        "slack": apart.slack,
        "extra": {str(int(tier)): cost for tier, cost in apart.extra.items()},
    }


def apart_from_json(data: Mapping[str, Any]) -> Apart:
    extra = {Tier(int(tier)): cost for tier, cost in data["extra"].items()}
    return Apart(data["share"], data["slack"], extra)


def alternative_to_json(found: Alternative) -> dict[str, Any]:
    return {
        "roster": roster_to_json(found.roster),
        "measures": measures_to_json(found.measures),
    }


def alternative_from_json(data: Mapping[str, Any]) -> Alternative:
    return Alternative(roster_from_json(data["roster"]), measures_from_json(data["measures"]))


def measures_to_json(measures: Measures) -> dict[str, Any]:
    return {
        **asdict(measures),
        "costs": {str(int(tier)): cost for tier, cost in measures.costs.items()},
    }


def measures_from_json(data: Mapping[str, Any]) -> Measures:
    shares = tuple(
        Share(**{**share, "fair": {p: (low, high) for p, (low, high) in share["fair"].items()}})
        for share in data["shares"]
    )
    costs = {Tier(int(tier)): cost for tier, cost in data["costs"].items()}
    return Measures(
        **{**data, "costs": costs, "shares": shares, "distances": tuple(data["distances"])}
    )
