"""Rings in a graph of who could take what: through one node, the shortest first."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

T = TypeVar("T", bound=Hashable)

LONGEST = 4
"""More people than this are not asked to agree on one trade."""


def rings_through(
    start: T,
    takes: Mapping[T, Collection[T]],
    *,
    longest: int = LONGEST,
    shortest: int = 2,
) -> Iterator[tuple[T, ...]]:
    """The rings that begin and end with one node, by length, and by turns over its neighbors.

    `takes` names for each node those it leads to, the most welcome first.
    """
    closers = frozenset(node for node, others in takes.items() if start in others)
    for length in range(shortest, longest + 1):
        yield from _by_turns(
            _closed(takes, (start, node), length, closers) for node in takes[start] if node != start
        )


def _closed(
    takes: Mapping[T, Collection[T]], path: tuple[T, ...], length: int, closers: Collection[T]
) -> Iterator[tuple[T, ...]]:
    """The path, gone on with to rings of this length; the last node leads back to the first."""
    if len(path) == length:
        if path[-1] in closers:
            yield path
        return
    is_last = len(path) + 1 == length
    for node in takes[path[-1]]:
        if node not in path and (not is_last or node in closers):
            yield from _closed(takes, (*path, node), length, closers)


def _by_turns(rows: Iterable[Iterator[T]]) -> Iterator[T]:
    """One of each row, then the next of each, until all are used up."""
    waiting = list(rows)
    while waiting:
        left = []
        for row in waiting:
            for item in row:
                yield item
                left.append(row)
                break
        waiting = left
