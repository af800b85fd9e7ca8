"""Who could take what at all: a quick look that rules out, before anything is judged exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from scheduling.engine.check import Checker, Standing
from scheduling.engine.derived import Ints
from scheduling.engine.problem import Kind, Pair, Roster
from scheduling.engine.rules.base import Rule
from swaps.engine.floor import Floor

Row = int


class Reach:
    """The limits that hold between duties of one kind, with every pair in question open.

    Only limits that are sums of such duties are looked at, so that whoever is ruled out really
    cannot, and whoever is not may still be refused by the judge.
    """

    def __init__(
        self, floor: Floor, kind: Kind, pairs: Iterable[Pair], rules: Sequence[Rule]
    ) -> None:
        self._floor, self._kind, self._rules = floor, kind, rules
        self._pairs = frozenset(pairs)

    @cached_property
    def _standing(self) -> Standing:
        kept = self._floor.of_kind(self._kind)
        asked = replace(
            self._floor.problem,
            candidates=self._pairs,
            fixed=kept,
            expectations=(),
            spans=(),
            preferences=(),
            demands=(),
            published=frozenset(),
        )
        hard = [rule for rule in self._rules if rule.weight is None]
        return Checker(asked, hard).start(Roster(kept))

    @cached_property
    def _against(self) -> dict[int, list[tuple[Row, int]]]:
        """By the column of an open pair: the limits that taking it exceeds, and by how much."""
        standing = self._standing
        compiled = standing.checker.compiled
        row, column, weight = compiled.row, compiled.column, compiled.weight
        plain = self._plain_rows()
        open_pair = column < standing.checker.facts.pairs
        new = open_pair & (standing.values[column] == 0) & plain[row]
        over = standing.totals[row] + weight - compiled.high[row]
        found: dict[int, list[tuple[Row, int]]] = defaultdict(list)
        for term in np.flatnonzero(new & (over > 0)).tolist():
            found[int(column[term])].append((int(row[term]), int(over[term])))
        return found

    def _plain_rows(self) -> Ints:
        """Limits from above on pairs alone, where nothing counts less than nothing.

        Whoever breaks one already that goes on under other duties is left to the judge.
        """
        compiled = self._standing.checker.compiled
        pairs = self._standing.checker.facts.pairs
        odd = (compiled.column >= pairs) | (compiled.weight < 0)
        plain = np.ones(compiled.rows, dtype=bool)
        plain[compiled.row[odd]] = False
        plain[compiled.lasting & np.isin(compiled.person, self._at_fault)] = False
        return plain

    @property
    def _at_fault(self) -> Ints:
        standing = self._standing
        return np.unique(standing.checker.compiled.person[standing.lasting])

    def could_take(self, person: str, duty: str, *, giving: Iterable[str | None] = ()) -> bool:
        """Whether nothing plain stands against it, when the person gives these away for it."""
        rows = self._rows(person, duty)
        return not rows or self._makes_room(person, giving, rows)

    def why_not(self, person: str, duty: str) -> str:
        """The first limit against it, in words; empty when there is none."""
        standing = self._standing
        for row, over in self._rows(person, duty):
            total = standing.checker.compiled.high[row] + over
            return standing.checker.compiled.broken(row, total, over).message
        return ""

    def _rows(self, person: str, duty: str) -> Sequence[tuple[Row, int]]:
        column = self._standing.checker.facts.column(person, duty)
        return () if column is None else self._against.get(column, ())

    def _makes_room(
        self, person: str, giving: Iterable[str | None], rows: Iterable[tuple[Row, int]]
    ) -> bool:
        facts = self._standing.checker.facts
        columns = [facts.column(person, name) for name in set(giving) if name]
        weights = [self._weights(column) for column in columns if column is not None]
        return all(sum(each.get(row, 0) for each in weights) >= over for row, over in rows)

    def _weights(self, column: int) -> dict[Row, int]:
        if column not in self._known_weights:
            compiled = self._standing.checker.compiled
            mine = np.flatnonzero(compiled.column == column)
            rows, weights = compiled.row[mine].tolist(), compiled.weight[mine].tolist()
            self._known_weights[column] = dict(zip(rows, weights, strict=True))
        return self._known_weights[column]

    @cached_property
    def _known_weights(self) -> dict[int, dict[Row, int]]:
        return {}
