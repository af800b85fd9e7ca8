"""Finding whom to ask: who could take a duty, what for, and who is the best to ask first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from scheduling.engine.problem import Pair
from scheduling.engine.rules.base import Rule
from scheduling.engine.uncollected import uncollected
from swaps.engine.cycles import LONGEST, rings_through
from swaps.engine.floor import Floor
from swaps.engine.judge import Judge, Judged
from swaps.engine.ranking import Scene, Score, promise, score
from swaps.engine.reach import Reach
from swaps.engine.trade import Manner, Trade

MOST = 20
"""How many matches are found at most."""
BATCH = 100
"""How many trades are judged at once: making a problem of them takes longer than judging one."""
BATCHES = 2
RINGS = 4000
"""How many rings of three or four are looked at."""
ALIKE = 3
"""Trades of the same manner between the same people that are found at most."""


@dataclass(frozen=True)
class Question:
    """A duty that somebody would give away, and what may come for it.

    `others` are duties that others hold and that may be traded for it. `takers` may be asked to
    take it; whoever is not among them is not asked. In a ring of three or four everybody gives
    one of these duties.
    """

    holding: Pair
    others: tuple[Pair, ...] = ()
    takers: frozenset[str] = frozenset()
    gifts: bool = True
    exchanges: bool = True
    longest: int = LONGEST
    most: int = MOST

    @property
    def asker(self) -> str:
        return self.holding[0]


@dataclass(frozen=True)
class Match:
    """A trade that breaks nothing new, and how good it is."""

    judged: Judged
    score: Score

    @property
    def trade(self) -> Trade:
        return self.judged.trade


@dataclass(frozen=True)
class Matches:
    """The best first; why each of the others cannot take it; how many trades were judged."""

    found: tuple[Match, ...]
    cannot: dict[str, str]
    judged: int


class Matchmaker:
    """One question on one floor. `enough` may end the search early: it is asked between batches."""

    def __init__(
        self,
        floor: Floor,
        rules: Sequence[Rule],
        question: Question,
        scene: Scene,
        enough: Callable[[], bool] = lambda: False,
    ) -> None:
        self.floor, self.rules, self.question, self.scene = floor, rules, question, scene
        self.enough = enough
        self._refused: dict[str, str] = {}
        self._judged = 0

    @cached_property
    def reach(self) -> Reach:
        """Who could take what is offered, and which of the other duties the asker could."""
        asker, duty = self.question.holding
        pairs = {(person, duty) for person in self.question.takers}
        return self._reach(pairs | {(asker, other) for _, other in self.question.others})

    def _reach(self, pairs: Iterable[Pair]) -> Reach:
        kind = self.floor.duty(self.question.holding[1]).kind
        return Reach(self.floor, kind, pairs, self.rules)

    def find(self) -> Matches:
        """Trades of one and of two people first; rings only as far as these leave room."""
        with uncollected():
            return self._find()

    def _find(self) -> Matches:
        found = self._best(self._small(), self.question.most)
        left = self.question.most - len(found)
        if left > 0 and self.question.longest > 2 and not self.enough():
            found += self._best(self._rings(), left, opened=BATCHES * BATCH)
        found.sort(key=lambda match: (-match.score.points, len(match.trade.legs), match.trade.legs))
        return Matches(tuple(found), self._cannot(found), self._judged)

    # What could be

    def _small(self) -> Iterator[Trade]:
        asker, duty = self.question.holding
        if self.question.gifts:
            for taker in sorted(self.question.takers):
                if self._could(self.reach, taker, duty):
                    yield Trade.gift(self.question.holding, taker)
        if self.question.exchanges:
            for person, other in self.question.others:
                if (
                    other != duty
                    and self._could(self.reach, person, duty, other)
                    and self._could(self.reach, asker, other, duty)
                ):
                    yield Trade.ring([self.question.holding, (person, other)])

    def _could(self, reach: Reach, person: str, duty: str, given: str | None = None) -> bool:
        """Taking it, when what it displaces and what is given for it are gone."""
        return reach.could_take(person, duty, giving=(given, self.floor.displaced(person, duty)))

    def _rings(self) -> Iterator[Trade]:
        """Of three and four; whoever has offered something is asked before others."""
        start = self.question.holding
        nodes = [start, *self._nodes()]
        reach = self._reach({(person, duty) for person, _ in nodes for _, duty in nodes})
        takes = {
            (person, given): dict.fromkeys(
                other
                for other in nodes
                if other[0] != person
                and other[1] != given
                and self._could(reach, person, other[1], given)
            )
            for person, given in nodes
        }
        rings = rings_through(start, takes, longest=self.question.longest, shortest=3)
        for ring in islice(rings, RINGS):
            yield Trade.ring(ring)

    def _nodes(self) -> list[Pair]:
        """One duty of each person: one that they have offered, or else the nearest in time."""
        at = self.floor.duty(self.question.holding[1]).starts_at
        chosen: dict[str, Pair] = {}
        for pair in sorted(
            self.question.others,
            key=lambda p: (
                p not in self.scene.unwanted,
                abs(self.floor.duty(p[1]).starts_at - at),
                p,
            ),
        ):
            chosen.setdefault(pair[0], pair)
        return list(chosen.values())

    # What is

    def _best(self, trades: Iterable[Trade], most: int, *, opened: int = BATCH) -> list[Match]:
        """The most promising are judged first, batch by batch, until there are enough.

        So many are opened in one problem: of rings most batches are needed, and few people are in them.
        """
        found: list[Match] = []
        promising = self._promising(trades)
        for first in range(0, len(promising), BATCH):
            if len(found) >= most or self.enough():
                break
            if first % opened == 0:
                judge = Judge(self.floor, self.rules, promising[first : first + opened])
            for trade in promising[first : first + BATCH]:
                judged = judge.judge(trade)
                self._judged += 1
                if judged.allowed:
                    judged = judge.measured(judged)
                    found.append(Match(judged, score(judged, self.scene, self.question.asker)))
                elif trade.manner == Manner.GIFT:
                    self._refused[trade.legs[0].taker] = judged.against[0].message
        found.sort(key=lambda match: -match.score.points)
        return found[:most]

    def _promising(self, trades: Iterable[Trade]) -> list[Trade]:
        """The best as far as can be said before anything is judged, few of them alike."""
        alike: dict[tuple[Manner, frozenset[str]], int] = defaultdict(int)
        chosen = []
        for trade in sorted(trades, key=self._order):
            kind = (trade.manner, frozenset(trade.people))
            if alike[kind] < ALIKE:
                alike[kind] += 1
                chosen.append(trade)
        return chosen[: BATCHES * BATCH]

    def _order(self, trade: Trade) -> tuple[float, int]:
        return -promise(trade, self.scene, self.question.asker), len(trade.legs)

    def _cannot(self, found: Iterable[Match]) -> dict[str, str]:
        """Of everybody who could be asked and comes in no match, the first reason why not."""
        named = {person for match in found for person in match.trade.people}
        reasons = {}
        for person in sorted(self.question.takers - named):
            why = self._refused.get(person) or self.reach.why_not(person, self.question.holding[1])
            if why:
                reasons[person] = why
        return reasons
