"""What deleting rows would take along and what stands in its way: counted by kind, never read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CASCADE, PROTECT, RESTRICT, Count, ForeignKey, Model, Q, QuerySet
from django.db.models import Value as Constant
from django.db.models.deletion import get_candidate_relations_to_delete
from django.db.models.fields.reverse_related import ForeignObjectRel

Wheres = dict[type[Model], Q]


@dataclass(frozen=True)
class Kind:
    """Rows of one table."""

    rows: QuerySet[Any]
    count: int

    @property
    def model(self) -> type[Model]:
        return self.rows.model

    @property
    def words(self) -> str:
        names = self.model._meta
        return str(names.verbose_name if self.count == 1 else names.verbose_name_plural)


@dataclass(frozen=True)
class Reach:
    """What goes along, the rows themselves first, and what forbids it; the most of a kind first."""

    goes: tuple[Kind, ...]
    stops: tuple[Kind, ...]


def reach_of(rows: QuerySet[Any]) -> Reach:
    """In one query, whatever hangs on the rows."""
    followed = _Followed()
    followed.follow(rows)
    stops = dict(followed.stops)
    for model, where in followed.restricts.items():
        # Nothing is in its own way: what goes along does not hold the rest.
        also = where & ~followed.goes[model] if model in followed.goes else where
        stops[model] = stops.get(model, Q()) | also
    numbers = _counted([*followed.goes.items(), *stops.items()])
    goes = _kinds(followed.goes, numbers)
    return Reach((Kind(rows, rows.count()), *goes), _kinds(stops, numbers))


@dataclass
class _Followed:
    """Which rows go and which forbid it, by table, as conditions."""

    goes: Wheres = field(default_factory=lambda: defaultdict(Q))
    stops: Wheres = field(default_factory=lambda: defaultdict(Q))
    restricts: Wheres = field(default_factory=lambda: defaultdict(Q))

    def follow(self, rows: QuerySet[Any], passed: tuple[ForeignObjectRel, ...] = ()) -> None:
        # Typed as fields, but what comes is how others refer to the table.
        relations: Iterable[Any] = get_candidate_relations_to_delete(rows.model._meta)
        for relation in relations:
            if relation in passed:
                continue
            refers, other = Q(**{f"{relation.field.name}__in": rows}), relation.related_model
            if relation.on_delete in (CASCADE, PROTECT, RESTRICT):
                self._by_meaning(relation.on_delete)[other] |= refers
            if relation.on_delete is CASCADE:
                self.follow(other._base_manager.filter(refers), (*passed, relation))

    def _by_meaning(self, on_delete: Any) -> Wheres:
        return {CASCADE: self.goes, PROTECT: self.stops, RESTRICT: self.restricts}[on_delete]


def _counted(wheres: list[tuple[type[Model], Q]]) -> Iterator[int]:
    """How many rows each has, in one query."""
    parts = [
        model._base_manager.filter(where)
        .order_by()
        .annotate(kind_of_rows=Constant(place))
        .values("kind_of_rows")
        .annotate(number_of_rows=Count("pk"))
        .values_list("kind_of_rows", "number_of_rows")
        for place, (model, where) in enumerate(wheres)
    ]
    if not parts:
        return iter(())
    found: dict[int, int] = dict(parts[0].union(*parts[1:], all=True))
    return (found.get(place, 0) for place in range(len(parts)))


def _kinds(wheres: Wheres, numbers: Iterator[int]) -> tuple[Kind, ...]:
    found = (
        Kind(model._base_manager.filter(where), next(numbers)) for model, where in wheres.items()
    )
    return tuple(sorted((kind for kind in found if kind.count), key=lambda kind: -kind.count))


def examples_of(rows: QuerySet[Any], many: int) -> Iterable[Model]:
    """The first few, with what their names are made of."""
    names = [each.name for each in rows.model._meta.concrete_fields if isinstance(each, ForeignKey)]
    found: QuerySet[Model] = rows.select_related(*names)[:many]
    return found
