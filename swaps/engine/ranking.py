"""How good a trade is for those who would have to agree: five factors, each from 0 to 1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import fsum

from people.wording import counted, joined, listed, said
from scheduling.engine.problem import Pair, Pool, Problem
from scheduling.engine.rules.base import Tier
from swaps.engine.judge import Judged
from swaps.engine.trade import Trade

EVEN = 0.5
"""Neither for nor against."""

FAR_DAYS = 60
"""Duties that lie further apart are not near at all."""


@dataclass(frozen=True)
class Weights:
    """What each factor counts; together they are a hundred."""

    wishes: int = 30
    fairness: int = 25
    nearness: int = 15
    history: int = 15
    shape: int = 15

    def __post_init__(self) -> None:
        if sum(vars(self).values()) != 100 or min(vars(self).values()) < 0:
            raise ValueError("The weights of the ranking are not a hundred in all.")


WEIGHTS = Weights()


@dataclass(frozen=True)
class Past:
    """What two people have traded before, and what one owes the other."""

    done: int = 0
    declined: int = 0
    owed: int = 0  # favors that the second owes the first


NO_PAST = Past()


@dataclass(frozen=True)
class Standing:
    """Duties that are shared fairly, and by how many each person is ahead of their share."""

    label: str
    duties: frozenset[str]
    ahead: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Scene:
    """What a ranking looks at besides the schedule: who wants what away, and what was before."""

    problem: Problem
    unwanted: frozenset[Pair] = frozenset()  # duties that their people have offered
    past: Mapping[tuple[str, str], Past] = field(default_factory=dict)

    @cached_property
    def _days(self) -> dict[str, int]:
        return {}

    def day(self, duty: str) -> int:
        """On which a duty begins, as a number."""
        if duty not in self._days:
            self._days[duty] = self.problem.duty(duty).starts_at.toordinal()
        return self._days[duty]

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """How each pool stands."""
        return tuple(self._standing(pool) for pool in self.problem.pools)

    def _standing(self, pool: Pool) -> Standing:
        duties = frozenset(pool.duties)
        done = Counter(person for person, duty in self.problem.fixed if duty in duties)
        whole = sum(pool.weights.values())
        owed = pool.total + sum(pool.carried.get(person, 0) for person in pool.weights)
        ahead = {
            person: done[person] + pool.carried.get(person, 0) - owed * weight / whole
            for person, weight in pool.weights.items()
        }
        return Standing(pool.label, duties, ahead)

    @cached_property
    def wishes(self) -> dict[Pair, int]:
        """The prices of wishes by person and duty: positive to avoid it, negative to have it."""
        found: dict[Pair, int] = {}
        for wish in self.problem.preferences:
            price = -wish.price if wish.prefer else wish.price
            for duty in wish.duties:
                found[wish.person, duty] = found.get((wish.person, duty), 0) + price
        return found


@dataclass(frozen=True, slots=True)
class Factor:
    """One of the five, and why it is what it is; the reason may be empty."""

    name: str
    value: float
    weight: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """The factors of a trade, and their weighted sum in points of a hundred."""

    factors: tuple[Factor, ...]

    @property
    def points(self) -> int:
        return round(sum(factor.value * factor.weight for factor in self.factors))


def score(judged: Judged, scene: Scene, asker: str, weights: Weights = WEIGHTS) -> Score:
    """How good it is, as seen from whoever offers a duty and has to find somebody."""
    trade = judged.trade
    wishes, history = _wishes(trade, scene, asker), _history(trade, scene, asker)
    return Score(
        (
            _factor("wishes", wishes, _why_wishes(wishes, trade, scene, asker), weights),
            _factor("fairness", _fairness(trade, scene), _why_fairness(trade, scene), weights),
            _factor("nearness", _nearness(trade, scene), _why_nearness(trade, scene), weights),
            _factor("history", history, _why_history(trade, scene, asker), weights),
            _factor("shape", *_shape(judged), weights),
        )
    )


def _factor(name: str, value: float, reason: str, weights: Weights) -> Factor:
    return Factor(name, round(value, 3), getattr(weights, name), reason)


def promise(trade: Trade, scene: Scene, asker: str, weights: Weights = WEIGHTS) -> float:
    """The score as far as it is known before anything is judged: what to judge first."""
    return (
        weights.wishes * _wishes(trade, scene, asker)
        + weights.fairness * _fairness(trade, scene)
        + weights.nearness * _nearness(trade, scene)
        + weights.history * _history(trade, scene, asker)
    )


def _mean(values: Sequence[float]) -> float:
    return fsum(values) / len(values)


def _others(trade: Trade, asker: str) -> list[str]:
    return [person for person in trade.people if person != asker]


def _wishes(trade: Trade, scene: Scene, asker: str) -> float:
    """Whoever wants the duty away that they give, or would like the one they take, is for it."""
    return _mean([_wish(trade, scene, person) for person in _others(trade, asker)])


def _why_wishes(value: float, trade: Trade, scene: Scene, asker: str) -> str:
    others = _others(trade, asker)
    eager = [person for person in others if _offers(trade, scene, person)]
    if eager:
        return counted(
            "{names} has offered what they would give.",
            "{names} have offered what they would give.",
            len(eager),
            names=_names(scene, eager),
        )
    if value > EVEN:
        return said("It goes with the wishes of {names}.", names=_names(scene, others, ends=True))
    if value < EVEN:
        return said(
            "It goes against the wishes of {names}.", names=_names(scene, others, ends=True)
        )
    return ""


def _wish(trade: Trade, scene: Scene, person: str) -> float:
    if _offers(trade, scene, person):
        return 1.0
    wishes = scene.wishes
    gain = sum(wishes.get((person, duty), 0) for duty in trade.given_by(person))
    gain -= sum(wishes.get((person, duty), 0) for duty in trade.taken_by(person))
    return EVEN if gain == 0 else 0.8 if gain > 0 else 0.2


def _offers(trade: Trade, scene: Scene, person: str) -> bool:
    return any((person, duty) in scene.unwanted for duty in trade.given_by(person))


def _fairness(trade: Trade, scene: Scene) -> float:
    """Whether the counts of calls come nearer to everybody's share."""
    changed = list(_changed(trade, scene))
    if not changed:
        return EVEN
    return 1.0 if _evens_out(changed) else 0.0


Changed = tuple[str, float, float]
"""A pool, and its unfairness before and after."""


def _evens_out(changed: Iterable[Changed]) -> bool:
    before = after = 0.0
    for _, was, becomes in changed:
        before, after = before + was, after + becomes
    return after < before


def _changed(trade: Trade, scene: Scene) -> Iterator[Changed]:
    duties = [leg.duty for leg in trade.legs]
    for standing in scene.standings:
        if not standing.duties.isdisjoint(duties):
            was, becomes = _unfairness(standing, trade)
            if was != becomes:
                yield standing.label, was, becomes


def _why_fairness(trade: Trade, scene: Scene) -> str:
    changed = list(_changed(trade, scene))
    if not changed:
        return ""
    words = joined(label for label, _, _ in changed)
    if _evens_out(changed):
        return said("It evens out {words}.", words=words)
    return said("It makes {words} less even.", words=words)


def _unfairness(standing: Standing, trade: Trade) -> tuple[float, float]:
    """The squared distances of those who trade from their shares, before and after."""
    before = after = 0.0
    for person in trade.people:
        ahead = standing.ahead.get(person)
        if ahead is not None:
            gets = sum(duty in standing.duties for duty in trade.taken_by(person))
            gives = sum(duty in standing.duties for duty in trade.given_by(person))
            before += ahead**2
            after += (ahead + gets - gives) ** 2
    return round(before, 6), round(after, 6)


def _nearness(trade: Trade, scene: Scene) -> float:
    """How many days lie between what each gives and what they take."""
    days = _days_apart(trade, scene)
    if days is None:
        return EVEN
    return 1.0 if days == 0 else max(0.0, 1 - days / FAR_DAYS)


def _why_nearness(trade: Trade, scene: Scene) -> str:
    days = _days_apart(trade, scene)
    if days is None:
        return ""
    if days == 0:
        return said("The duties are on the same day.")
    return counted("The duties are {count} day apart.", "The duties are {count} days apart.", days)


def _days_apart(trade: Trade, scene: Scene) -> int | None:
    """On average; None where nobody gives and takes."""
    apart = [
        abs(scene.day(given) - scene.day(taken))
        for person in trade.people
        for given, taken in zip(trade.given_by(person), trade.taken_by(person), strict=False)
    ]
    return round(_mean(apart)) if apart else None


def _history(trade: Trade, scene: Scene, asker: str) -> float:
    """Those who agreed before, or owe a favor, agree more easily; refusals count against it."""
    return _mean([_willingness(past) for _, past in _pasts(trade, scene, asker)])


def _pasts(trade: Trade, scene: Scene, asker: str) -> list[tuple[str, Past]]:
    others = _others(trade, asker)
    return [(person, scene.past.get((asker, person), NO_PAST)) for person in others]


def _why_history(trade: Trade, scene: Scene, asker: str) -> str:
    pasts = _pasts(trade, scene, asker)
    indebted = [person for person, past in pasts if past.owed > 0]
    if indebted:
        return counted(
            "{names} owes you a favor.",
            "{names} owe you a favor.",
            len(indebted),
            names=_names(scene, indebted),
        )
    done, declined = sum(p.done for _, p in pasts), sum(p.declined for _, p in pasts)
    words = {"done": done, "declined": declined}
    if done and declined:
        return said("{done} traded before, {declined} declined before.", **words)
    if done:
        return said("{done} traded before.", **words)
    return said("{declined} declined before.", **words) if declined else ""


def _willingness(past: Past) -> float:
    value = EVEN + min(0.3, 0.1 * past.done) - min(0.6, 0.2 * past.declined)
    return min(1.0, max(0.0, value + (0.3 if past.owed > 0 else 0)))


def _shape(judged: Judged) -> tuple[float, str]:
    """What the soft rules say that are no wishes and no fairness."""
    cost = judged.costs.get(Tier.EDUCATION, 0) + judged.costs.get(Tier.SHAPE, 0)
    if cost == 0:
        return EVEN, ""
    if cost < 0:
        return 1.0, said("It makes the schedule smoother.")
    rough = [b.message for b in judged.advised_against if b.rule.tier == Tier.SHAPE]
    return 0.0, rough[0] if rough else said("It makes the schedule rougher.")


def _names(scene: Scene, people: Iterable[str], *, ends: bool = False) -> str:
    """At the end of a sentence the last initial has no full stop of its own."""
    names = [scene.problem.person(person).name for person in people]
    return listed([*names[:-1], names[-1].rstrip(".") if ends else names[-1]])
