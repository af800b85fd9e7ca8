"""Solves a problem, tier by tier, telling of its progress."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.metadata import version

from scheduling.engine.control import Control
from scheduling.engine.cost import Cost
from scheduling.engine.files import fingerprint
from scheduling.engine.limits import NO_HIGH
from scheduling.engine.model import RosterModel
from scheduling.engine.options import Options
from scheduling.engine.problem import Problem, Roster
from scheduling.engine.result import Progress, Result, Status, TierResult
from scheduling.engine.search import START_SECONDS, Search
from scheduling.engine.strategy import TierSearch

from .rules.base import Rule, Tier

EARLIER_SHARE = 0.7
"""Of the time left, what a tier may take before the less important ones; what it spares is theirs."""
TRIAL_SHARE = 0.8
"""Of that, what may be spent on trying whether the first tier can cost no more than its bound."""
ASIDE_SECONDS, ASIDE_SHARE = 5.0, 0.1
"""How long any roster at all is looked for before that, and the share of the time left that it may take."""
MOST_VALUES = 8
"""How many values of the first tier are tried like that; it is seldom the third."""


def run_tiers(search: Search) -> None:
    """Serve one tier after the other, each with its cost kept while the next is improved."""
    model = search.model
    search.left = search.options.ordered(model.costs) or [Tier.EDUCATION]
    if len(search.left) > 1 and search.solution is None:
        _begin_with_trials(search)
    while search.left and not search.is_over():
        tier = search.left.pop(0)
        cost = model.costs.get(tier, Cost())
        found = TierSearch(search, tier, cost, _share(search)).run()
        if found is None:
            return
        search.tiers.append(found)
        model.keep(cost, found.objective)
    if not search.left and all(tier.proven for tier in search.tiers):
        search.status = Status.OPTIMAL


def _begin_with_trials(search: Search) -> None:
    """Try for more than one tier at once. Until that has led to a roster, any other is set aside.

    It is what there is when the search is cancelled meanwhile, and what comes next begins with it.
    """
    aside = _any_roster(search)
    if not search.is_over():
        _first_for_nothing(search)
    if len(search.left) > 1 and search.solution is None and not search.is_over():
        _first_at_its_bound(search)
    if search.solution is None and aside is not None:
        search.take(aside[0])
        if search.is_over():
            search.left.pop(0)
            search.tiers.append(aside[1])


def _any_roster(search: Search) -> tuple[list[int], TierResult] | None:
    """A roster and what it costs in the first tier, where one is found soon and trials would take longer."""
    tier, model = search.left[0], search.model
    cost, seconds = model.costs[tier], min(ASIDE_SECONDS, ASIDE_SHARE * search.clock.left)
    if model.clear_spans or not TierSearch(search, tier, cost, seconds).course.may_go_by_parts():
        return None
    found = search.any(tier, cost, seconds)
    roster, search.solution = search.solution, None
    if found is None or roster is None:
        return None
    search.status = Status.UNKNOWN
    return roster, found


def _first_for_nothing(search: Search) -> None:
    """Try for the second tier with the first at its very least; often that is possible.

    It saves a search, and the next one does not start from a roster that was found with no
    regard to what it is about. If it fails, nothing has been learnt and nothing is kept.
    """
    if len(search.left) > 2 and _second_at_its_bound(search):
        return
    _try_second(search, search.model.costs[search.left[0]].floor, _share(search))


def _second_at_its_bound(search: Search) -> bool:
    """Try for the third tier with the second at its bound as well; whether that led to a roster."""
    first, *others = left = search.left
    model, cost = search.model, search.model.costs[first]
    second = TierSearch(search, others[0], model.costs[others[0]], _share(search))
    if model.clear_spans or not second.course.may_go_by_parts():
        return False
    kept = [model.keep(cost, cost.floor)]
    if search.may_be_possible():
        search.left = others
        kept += _first_at_its_bound(search)
    if search.solution is not None:
        search.tiers.insert(0, TierResult(first, cost.floor, cost.floor, 0.0, proven=True))
        return True
    for one in kept:
        model.release(one)
    search.status, search.left = Status.UNKNOWN, left
    return False


def _first_at_its_bound(search: Search) -> list[int]:
    """The same for what a relaxation proves that the first costs at least, where that is quick.

    Where no roster costs so little it is one more, and so on; what is proven so stays known. Returns what that
    is kept by, as the model does.
    """
    first = search.left[0]
    cost = search.model.costs[first]
    proven = TierSearch(search, first, cost, _share(search)).least()
    if proven is None:
        return []
    for least in range(proven, proven + MOST_VALUES):
        status = _try_second(search, least, TRIAL_SHARE * _share(search))
        if status == Status.UNKNOWN:
            return [search.model.keep(cost, NO_HIGH + cost.offset, least)]
        if status != Status.INFEASIBLE:
            break
    return []


def _try_second(search: Search, least: int, seconds: float) -> Status:
    """Search the second tier with the first at what it costs at least; kept if there is a roster."""
    model, left = search.model, search.left
    (first, second), began = left[:2], time.monotonic()
    kept = model.keep(model.costs[first], least)
    search.left = left[2:]
    found = TierSearch(search, second, model.costs[second], seconds).run()
    if found is None:
        status, search.status, search.left = search.status, Status.UNKNOWN, left
        model.release(kept)
        return status
    before = time.monotonic() - began - found.seconds
    search.tiers += [TierResult(first, least, least, before, proven=True), found]
    model.keep(model.costs[second], found.objective)
    return search.status


def _share(search: Search) -> float:
    """The seconds that the tier at work may take."""
    return search.clock.left * (EARLIER_SHARE if search.left else 1)


def _ignore(_progress: Progress) -> None:
    """Nobody is watching."""


def solve(
    problem: Problem,
    rules: Sequence[Rule],
    options: Options | None = None,
    *,
    on_progress: Callable[[Progress], None] = _ignore,
    control: Control | None = None,
    hint: Roster | None = None,
) -> Result:
    """The best roster found: hard rules hold, soft rules cost as little as possible, tier by tier.

    The tiers come in the order of the options. A tier's cost is kept while the next is improved.
    `hint` is a roster to start from.
    """
    began = time.monotonic()
    model = RosterModel(problem, rules)
    built = time.monotonic() - began
    result = solve_model(model, options, on_progress=on_progress, control=control, hint=hint)
    return replace(
        result,
        build_seconds=built,
        seconds=result.seconds + built,
        fingerprint=fingerprint(problem, rules),
    )


def solve_model(
    model: RosterModel,
    options: Options | None = None,
    *,
    on_progress: Callable[[Progress], None] = _ignore,
    control: Control | None = None,
    hint: Roster | None = None,
) -> Result:
    """The same for a model already built."""
    options, control = options or Options(), control or Control()
    search = Search(model, options, control, on_progress)
    if hint is not None:
        search.start_from(hint, min(START_SECONDS, search.clock.left))
    run_tiers(search)
    return Result(
        status=search.status,
        roster=None if search.solution is None else model.roster(search.solution),
        tiers=tuple(search.results()),
        cancelled=control.cancelled.is_set(),
        build_seconds=0.0,
        seconds=time.monotonic() - search.started,
        seed=options.seed,
        workers=options.workers,
        solver=f"OR-Tools {version('ortools')}",
        fingerprint="",
    )
