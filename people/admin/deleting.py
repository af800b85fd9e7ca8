"""What deleting would do, said before it: what goes along, or what stands in the way, by kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import quote
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html

from people.queries.deletion import Kind, Reach, examples_of, reach_of

if TYPE_CHECKING:
    from people.admin.scoped import ProgramScopedAdmin

KINDS, EXAMPLES = 5, 3
"""Of so many kinds, the largest, a few rows are named."""

Told = tuple[list[str], dict[str, int], set[str], "Hindrances | tuple[()]"]


@dataclass(frozen=True)
class Hindrance:
    """One kind of rows that forbids it, with some of them as links."""

    count: int
    words: str
    examples: tuple[str, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.examples)


@dataclass(frozen=True)
class Hindrances:
    """All of them, and what to do instead."""

    kinds: tuple[Hindrance, ...]
    instead: str

    def __iter__(self) -> Iterator[Hindrance]:
        return iter(self.kinds)


def deletion_told(
    owner: ProgramScopedAdmin, rows: Sequence[Any] | QuerySet[Any], request: HttpRequest
) -> Told:
    """What Django's pages ask of an admin, from counts: what goes, whether it may, what forbids it."""
    keys = [row.pk for row in rows]
    reach = reach_of(owner.model._base_manager.filter(pk__in=keys))
    lacking = {kind.words for kind in reach.goes if not _may_delete(owner, kind, request)}
    counts = {kind.words: kind.count for kind in reach.goes if kind.count}
    return [str(row) for row in rows], counts, lacking, _hindrances(owner, reach, request)


def _may_delete(owner: ProgramScopedAdmin, kind: Kind, request: HttpRequest) -> bool:
    """Every one of them; what has no pages of its own goes with what it belongs to."""
    other: Any = owner.admin_site._registry.get(kind.model)
    if other is None:
        return True
    if not other.has_delete_permission(request):
        return False
    action = getattr(other, "delete_action", None)
    return owner.limited(kind.rows, request, action).count() == kind.count


def _hindrances(
    owner: ProgramScopedAdmin, reach: Reach, request: HttpRequest
) -> Hindrances | tuple[()]:
    if not reach.stops:
        return ()
    told = [
        Hindrance(
            kind.count,
            kind.words,
            tuple(_examples(owner, kind, request)) if place < KINDS else (),
        )
        for place, kind in enumerate(reach.stops)
    ]
    return Hindrances(tuple(told), owner.instead)


def _examples(owner: ProgramScopedAdmin, kind: Kind, request: HttpRequest) -> Iterator[str]:
    """Of what the user may see anyway."""
    action = getattr(owner.admin_site._registry.get(kind.model), "view_action", None)
    for row in examples_of(owner.limited(kind.rows, request, action), EXAMPLES):
        yield _link(row)


def _link(row: Model) -> str:
    names = row._meta
    try:
        address = reverse(
            f"admin:{names.app_label}_{names.model_name}_change", args=[quote(row.pk)]
        )
    except NoReverseMatch:
        return str(row)
    return format_html('<a class="rounds-link" href="{}">{}</a>', address, row)
