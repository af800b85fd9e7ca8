"""Invented programs of other sizes: as many more people, places and beds as there are residents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import ceil, floor

from scheduling.program_file.program import CallType

from .recipe import Post, Recipe, Service

LEAST_POOL = 4
"""Free for a line of call: one every third night, and one who is away."""


def scaled(recipe: Recipe, residents: int, *, name: str, slug: str) -> Recipe:
    """The same program for another number of residents, as many of each level."""
    factor = residents / sum(recipe.residents.values())
    return replace(
        recipe,
        program=replace(recipe.program, name=name, slug=slug),
        places=tuple(
            place if place.rooms is None else replace(place, rooms=ceil(place.rooms * factor))
            for place in recipe.places
        ),
        services=tuple(_service(service, factor) for service in recipe.services),
        call_types=tuple(_call_type(call_type, factor) for call_type in recipe.call_types),
        residents=_spread(recipe.residents, residents),
        posts=tuple(_post(post, factor) for post in recipe.posts),
        away_together=max(1, round(recipe.away_together * factor)),
        away_at_once={
            who: max(2, ceil(most * factor)) for who, most in recipe.away_at_once.items()
        },
    )


def _service(service: Service, factor: float) -> Service:
    demand = tuple(
        (pgy, floor(low * factor), ceil(high * factor)) for pgy, low, high in service.demand
    )
    return replace(service, demand=demand)


def _call_type(call_type: CallType, factor: float) -> CallType:
    """A smaller program has fewer to spare; a larger one has no more nights to cover."""
    fewer = max(LEAST_POOL, ceil(call_type.pool_minimum * factor))
    return replace(call_type, pool_minimum=min(call_type.pool_minimum, fewer))


def _post(post: Post, factor: float) -> Post:
    """There is one director, however many people there are to direct."""
    return replace(post, count=max(1, round(post.count * factor))) if post.count > 1 else post


def _spread(levels: Mapping[int, int], residents: int) -> dict[int, int]:
    """Equal levels, the first of them one larger where it does not come out even."""
    each, more = divmod(residents, len(levels))
    return {level: each + (number < more) for number, level in enumerate(levels)}
