"""Rows that an act has made: noted, found again as they were, and what rests on them by now."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from scheduling.queries.rollover import state_of

Made = tuple[str, int, str]
"""The kind of a row, its key, and a digest of how it was made."""
Rows = dict[Any, models.Model]
NAMED = 20
"""Rows of one kind that are named; there may be more."""


def noted(rows: Iterable[models.Model]) -> list[Made]:
    """As the database has them, so that they are equal to what an undo reads."""
    made, found = list(rows), []
    for model in dict.fromkeys(type(row) for row in made):
        keys = [row.pk for row in made if type(row) is model]
        stored = model._default_manager.in_bulk(keys)
        found += [(model._meta.label_lower, key, _digest(stored[key])) for key in keys]
    return found


def found_of(made: Iterable[Sequence[Any]]) -> tuple[list[models.Model], list[models.Model]]:
    """Those that are there still, in the order in which they were made; and which were changed."""
    keys: dict[str, list[int]] = defaultdict(list)
    digests = {(label, key): digest for label, key, digest in made}
    for label, key in digests:
        keys[label].append(key)
    rows = {
        (label, row.pk): row
        for label, wanted in keys.items()
        for row in apps.get_model(label)._default_manager.filter(pk__in=wanted)
    }
    found = [rows[place] for place in digests if place in rows]
    return found, [
        rows[p] for p, digest in digests.items() if p in rows and _digest(rows[p]) != digest
    ]


def resting(found: Sequence[models.Model]) -> Iterator[tuple[models.Model, models.Model]]:
    """Rows that refer to these and are not of them, each with what it refers to."""
    by_model: dict[type[models.Model], Rows] = defaultdict(dict)
    for row in found:
        by_model[type(row)][row.pk] = row
    for model, rows in by_model.items():
        for relation in _relations(model):
            others = relation.related_model._default_manager.filter(
                **{f"{relation.field.name}__in": rows}
            ).exclude(pk__in=list(by_model.get(relation.related_model, {})))
            for other in others[:NAMED]:
                yield from ((other, row) for row in _referred(relation, other, rows))


def named(row: models.Model) -> str:
    """What it is, and what it is called."""
    return f"The {row._meta.verbose_name} “{row}”"


def _relations(model: Any) -> Iterator[Any]:
    """What may refer to a row of the model, also where nobody can ask it from there."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete:
            continue
        # History outlives what it tells of.
        of_history = getattr(relation, "on_delete", None) is models.DO_NOTHING
        if not of_history and not relation.related_model._meta.auto_created:
            yield relation


def _referred(relation: Any, other: models.Model, rows: Rows) -> Iterable[models.Model]:
    """Which of the rows the other one refers to."""
    if relation.many_to_many:
        return [row for row in getattr(other, relation.field.name).all() if row.pk in rows]
    return [rows[getattr(other, relation.field.attname)]]


def _digest(row: models.Model) -> str:
    facts = json.dumps(state_of(row), cls=DjangoJSONEncoder, sort_keys=True)
    return sha256(facts.encode()).hexdigest()[:16]
