"""Improves a roster part by part: most of it is held, a part is decided anew, again and again.

Works on any model: it knows whose and of which day each decision is, and nothing of what the rules
mean.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from scheduling.engine.control import Clock
from scheduling.engine.cost import Cost
from scheduling.engine.derived import Ints
from scheduling.engine.facts import Flags
from scheduling.engine.model import RosterModel
from scheduling.engine.submodel import Parts

TRY_EFFORT = 1.0
"""The solver's own time for one part: a part that takes more is too large, however busy the machine."""
EASY_EFFORT = 0.2
"""A part that is decided with less may be larger the next time."""
FIRST_PAIRS, LEAST_PAIRS = 300, 40
"""Open decisions of a part at the beginning, and at the least."""
GROW, SHRINK = 1.15, 0.85
SMALLER, LEAST_SHARE = 0.5, 0.2
"""How often a part is smaller than it might be, and how small: other parts, in less time."""
MEMORY_SECONDS = 10.0
"""Of parts: what was gained or spent before counts about a third after these, and less and less."""
WINDOW_DAYS, LEAST_DAYS = 14, 2
REACHES, USUAL_DAYS = (3, 5, 8), 28
"""Days before and after something that costs; fewer where the roster has fewer than the usual."""
LED = 0.5
"""From which value on somebody is led to do something."""


@dataclass
class Kind:
    """One way to choose a part, how large its parts are by now, and what they have been gaining."""

    choose: Callable[[Random, float], Flags]
    pairs: float = FIRST_PAIRS
    gained: float = 0.0
    spent: float = 0.0

    def paid(self, gain: int, seconds: float) -> None:
        self.gained += gain
        self.spent += seconds

    def forget(self, seconds: float) -> None:
        share = math.exp(-seconds / MEMORY_SECONDS)
        self.gained *= share
        self.spent *= share

    def learn(self, effort: float, most: int, *, decided: bool, gained: bool) -> None:
        """While small parts gain something they stay small: many of them take no longer than a large one."""
        if not decided:
            self.pairs = max(LEAST_PAIRS, self.pairs * SHRINK)
        elif effort < EASY_EFFORT and not gained:
            self.pairs = min(most, self.pairs * GROW)


class Improver:
    """The best answer so far, and threads that try to better it part by part."""

    def __init__(
        self,
        model: RosterModel,
        cost: Cost,
        solution: Sequence[int],
        *,
        seed: int,
        on_better: Callable[[list[int], int], None],
        leads: NDArray[np.float64] | None = None,
    ) -> None:
        """`leads` are values of all variables that are known to cost little, though not whole."""
        self.model, self.on_better, self.seed = model, on_better, seed
        self.parts = Parts(model, cost)
        self.best = np.array(solution, dtype=np.int64)
        if not self.parts.holds(self.best):
            raise ValueError("Only a roster that holds can be improved part by part.")
        self.cost = self.parts.cost(self.best)
        self.tried = 0
        self.last_better = 0.0
        self._lock = threading.Lock()
        self._fault: BaseException | None = None
        facts, pairs = model.facts, model.open_pairs
        self.variable = model.variable[pairs]
        self.person = facts.person[pairs]
        first_day = facts.first_day[facts.duty[pairs]]
        # Only days on which something begins.
        _, self.day = np.unique(first_day, return_inverse=True)
        self.days = int(self.day.max(initial=0)) + 1
        self.kinds = [
            Kind(self._people),
            Kind(self._days),
            Kind(self._people_for_days),
            Kind(self._costly),
            Kind(self._rivals),
        ]
        self.leads = leads
        if leads is not None:
            self.kinds.append(Kind(self._led))

    def improve(
        self,
        *,
        clock: Clock,
        seconds: float,
        workers: int,
        bound: int,
        is_over: Callable[[], bool],
        patience: float | None = None,
    ) -> list[int]:
        """Try parts until the time is up, nothing better can be had, or it is over.

        Also when nothing better has been found for the seconds of `patience`.
        """
        until = clock.now() + seconds
        self.last_better = clock.now()

        def goes_on() -> bool:
            now = clock.now()
            is_stuck = patience is not None and now - self.last_better > patience
            return now < until and self.cost > bound and not is_stuck and not is_over()

        def work(number: int) -> None:
            random = Random(self.seed * 1000 + number)  # noqa: S311 -- chooses parts
            try:
                while goes_on():
                    self._try(random, clock, until - clock.now())
            except BaseException as fault:  # handed to the thread that waits
                self._fault = fault

        threads = [threading.Thread(target=work, args=(n,)) for n in range(workers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self._fault:
            raise self._fault
        return self._tightened()

    def _tightened(self) -> list[int]:
        """What nobody minded while parts were decided is as good as it can be."""
        answer = self.model.tightened(self.best.tolist())
        self.best = np.array(answer, dtype=np.int64)
        self.cost = self.parts.cost(self.best)
        return answer

    def _try(self, random: Random, clock: Clock, left: float) -> None:
        began = time.thread_time()
        with self._lock:
            kind = self._kind()
            base, size = self.best, kind.pairs
        is_smaller = random.random() < SMALLER
        size *= random.uniform(LEAST_SHARE, 1.0) if is_smaller else 1.0
        free = self.variable[kind.choose(random, size)]
        if not len(free):
            return
        part = self.parts.part(free, base)
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.num_workers = 1
        parameters.linearization_level = 2
        parameters.random_seed = random.randrange(1 << 30)
        parameters.max_time_in_seconds = max(0.1, left)
        parameters.max_deterministic_time = TRY_EFFORT
        parameters.symmetry_level = parameters.cp_model_probing_level = 0
        status = solver.solve(part.cp)
        effort = solver.response_proto.deterministic_time
        found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        if not found and status != cp_model.UNKNOWN:
            raise ValueError(
                f"A part of a roster that holds cannot be solved: {part.cp.validate()}"
            )
        with self._lock:
            self.tried += 1
            before = self.cost
            if found and self._take(part.whole(base, solver.response_proto.solution), base):
                self.last_better = clock.now()
            if not is_smaller:
                is_decided, is_better = status == cp_model.OPTIMAL, self.cost < before
                kind.learn(effort, len(self.variable), decided=is_decided, gained=is_better)
            self._account(kind, before - self.cost, time.thread_time() - began)

    def _account(self, kind: Kind, gain: int, seconds: float) -> None:
        for one in self.kinds:
            one.forget(seconds)
        kind.paid(gain, seconds)

    def _kind(self) -> Kind:
        """The one that is owed most: half of the time is everybody's alike, half is for what was gained.

        By time and not by tries: a kind whose parts are still small is tried often, until they are
        as large as the solver can decide.
        """
        alike = sum(kind.gained for kind in self.kinds) / len(self.kinds) or 1.0

        def owed(kind: Kind) -> float:
            return (kind.gained + alike) / kind.spent if kind.spent else math.inf

        return max(self.kinds, key=owed)

    def _take(self, answer: Ints, base: Ints) -> bool:
        """Whether it is better. What is as good but different is taken as well, so that the search does not stand still.

        Another thread may have bettered something else meanwhile: then both changes are tried
        together, and taken only if they go together.
        """
        if (answer == base).all():
            return False
        if self.best is not base:
            merged = np.where(answer != base, answer, self.best)
            answer = np.array(self.model.tightened(merged.tolist()), dtype=np.int64)
            if not self.parts.holds(answer):
                return False
        now = self.parts.cost(answer)
        if now > self.cost or (now == self.cost and self.best is not base):
            return False
        better = now < self.cost
        self.best, self.cost = answer, now
        if better:
            self.on_better(answer.tolist(), now)
        return better

    # Ways to choose a part

    def _people(self, random: Random, pairs: float) -> Flags:
        """A few people, all their days."""
        return self._of_some_people(random, np.ones(len(self.person), dtype=bool), pairs)

    def _days(self, random: Random, pairs: float) -> Flags:
        """A few days in a row, everybody; where even two are too many, some people."""
        long = self._length(pairs)
        length = max(LEAST_DAYS, long)
        first = random.randint(1 - length, self.days - 1)
        window = (self.day >= first) & (self.day < first + length)
        return window if long >= LEAST_DAYS else self._of_some_people(random, window, pairs)

    def _people_for_days(self, random: Random, pairs: float) -> Flags:
        """More people, for a part of the time only."""
        length = max(min(WINDOW_DAYS, max(2, self.days // 2)), self._length(pairs))
        first = random.randint(1 - length // 2, self.days - length // 2)
        window = (self.day >= first) & (self.day < first + length)
        return self._of_some_people(random, window, pairs)

    def _costly(self, random: Random, pairs: float) -> Flags:
        """Days around something that costs, for some people, those that pay for it first."""
        around = self.parts.costly(self.best, random)
        mine = np.isin(self.variable, around)
        if not mine.any():
            return self._people(random, pairs)
        at = int(random.choice(self.day[mine].tolist()))
        reach = round(random.choice(REACHES) * min(1.0, self.days / USUAL_DAYS))
        reach = max(1, reach, self._length(pairs) // 2)
        window = (self.day >= at - reach) & (self.day <= at + reach)
        first = np.unique(self.person[mine])
        return self._of_some_people(random, window, pairs, first if len(first) == 1 else None)

    def _rivals(self, random: Random, pairs: float) -> Flags:
        """Somebody who pays, and those who have what they would rather have; all their days."""
        paying = np.isin(self.variable, self.parts.costly(self.best, random))
        if not paying.any():
            return self._people(random, pairs)
        who = random.choice(np.unique(self.person[paying]).tolist())
        done = self.best[self.variable] > 0
        other = self.variable[(self.person == who) & ~done & (self.parts.price[self.variable] != 0)]
        if not len(other):
            return self._people(random, pairs)
        return self._with_rivals(random, who, np.array([random.choice(other.tolist())]), pairs)

    def _led(self, random: Random, pairs: float) -> Flags:
        """Somebody who does not do what they are led to, and those who do it in their place."""
        leads = np.zeros(0) if self.leads is None else self.leads[self.variable]
        missing = (leads > LED) & (self.best[self.variable] == 0)
        if not missing.any():
            return self._people(random, pairs)
        who = random.choice(np.unique(self.person[missing]).tolist())
        wanted = self.variable[missing & (self.person == who)]
        return self._with_rivals(random, who, wanted, pairs)

    def _length(self, pairs: float) -> int:
        """Of how many days everybody's pairs are so many."""
        return round(pairs * self.days / max(1, len(self.day)))

    def _with_rivals(self, random: Random, who: int, wanted: Ints, pairs: float) -> Flags:
        """Somebody and whoever has what stands in a limit with what they want; all their days."""
        done, beside = self.best[self.variable] > 0, self.parts.beside(wanted)
        rivals = np.unique(self.person[done & np.isin(self.variable, beside)]).tolist()
        random.shuffle(rivals)
        first = np.array([who, *(rival for rival in rivals if rival != who)])
        return self._of_some_people(random, np.ones(len(done), dtype=bool), pairs, first)

    def _of_some_people(
        self, random: Random, window: Flags, pairs: float, first: Ints | None = None
    ) -> Flags:
        counts = np.bincount(self.person[window], minlength=len(self.model.facts.problem.people))
        people = np.flatnonzero(counts).tolist()
        random.shuffle(people)
        ahead = [] if first is None else first.tolist()
        order = [*ahead, *(person for person in people if person not in ahead)]
        reached = np.cumsum(counts[order]) if order else np.zeros(0)
        some = order[: max(2, int(np.searchsorted(reached, pairs)))]
        return window & np.isin(self.person, some)
