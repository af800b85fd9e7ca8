"""Assignments and what happens to them, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from people.wording import said
from scheduling.models import Assignment
from scheduling.queries.cells import cell_of
from scheduling.services.recording import Delta

SPELLED_OUT = 3
"""Changes that are told one by one; of more only their number is."""


def when(row: Assignment) -> str:
    """The day of a row and, where it has them, its half of the day or its last day."""
    first, last = row.starts_on, row.ends_on
    if row.slot:
        return said("{day:%a %d %b %Y} {slot}", day=first, slot=row.slot)
    if first == last:
        return said("{day:%a %d %b %Y}", day=first)
    return said("{first:%a %d %b %Y} to {last:%a %d %b %Y}", first=first, last=last)


def sentence_of(delta: Delta) -> str:
    """What a change does, as one sentence or a few."""
    sentences = list(_sentences(delta))
    if len(sentences) <= SPELLED_OUT:
        return " ".join(sentences) or "Nothing changes."
    return counted(delta.rows)


def counted(rows: Sequence[Assignment]) -> str:
    """How many cells of how many people change, and between which days."""
    if not rows:
        return "nothing changes."
    cells = {cell_of(row) for row in rows}
    people = {row.person_id for row in rows}
    first = min(row.starts_on for row in rows)
    last = max(row.ends_on for row in rows)
    days = f"on {first:%d %b %Y}" if first == last else f"from {first:%d %b} to {last:%d %b %Y}"
    who = "1 person" if len(people) == 1 else f"{len(people)} people"
    return f"{len(cells)} changes for {who} {days}."


def _sentences(delta: Delta) -> Iterator[str]:
    gone = {cell_of(row): row for row in delta.gone}
    for row in delta.came:
        before = gone.pop(cell_of(row), None)
        instead = f" instead of {before.code}" if before else ""
        yield f"{row.person} gets {row.code}{instead} on {when(row)}."
    for row in gone.values():
        yield f"{row.person} no longer has {row.code} on {when(row)}."
    for row in delta.relocked:
        state = f"locked: {row.lock_reason}" if row.locked else "unlocked"
        yield f"{row.code} of {row.person} on {when(row)} is {state}."
