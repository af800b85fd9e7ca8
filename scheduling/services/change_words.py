"""Assignments and what happens to them, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from people.wording import joined, said
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
        return joined(sentences, " ") if sentences else said("Nothing changes.")
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
        yield _comes(row, before)
    for row in gone.values():
        yield said("{person} no longer has {code} on {when}.", **_named(row))
    for row in delta.relocked:
        yield _relocked(row)


def _named(row: Assignment) -> dict[str, object]:
    return {"person": row.person, "code": row.code, "when": when(row)}


def _comes(row: Assignment, before: Assignment | None) -> str:
    if before is None:
        return said("{person} gets {code} on {when}.", **_named(row))
    return said(
        "{person} gets {code} instead of {before} on {when}.", before=before.code, **_named(row)
    )


def _relocked(row: Assignment) -> str:
    if row.locked:
        reason = row.lock_reason
        return said(
            "{code} of {person} on {when} is locked: {reason}.", reason=reason, **_named(row)
        )
    return said("{code} of {person} on {when} is unlocked.", **_named(row))
