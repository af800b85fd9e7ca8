"""The cells of rotations and of leave, taken apart into what stands on which days."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from scheduling.engine.academic_year import Block, halves

from .entries import Entry, Sort
from .pages import BETWEEN_HALVES, LEAVE
from .spans import Span, read_spans

Parts = Mapping[date, tuple[str, date]]
"""By the first day: what stands, and its last day."""
NOTHING = "-"


def rotations_in(first: str, second: str, block: Block) -> Parts:
    """Of the two halves of a block; a code in the first alone is for all of it."""
    spans = halves(block)
    if len(spans) == 1 or second in ("", first):
        code = first if first != NOTHING else ""
        return {block.starts_on: (code, block.ends_on)} if code else {}
    pairs = zip((first, second), spans, strict=True)
    return {
        span.starts_on: (code, span.ends_on) for code, span in pairs if code not in ("", NOTHING)
    }


def halves_of(text: str, *, is_code: Callable[[str], bool] = lambda text: False) -> tuple[str, str]:
    """“FMIT / NF” is two; a slash within the code of one rotation is a part of it."""
    if is_code(text):
        return text, ""
    cut = BETWEEN_HALVES if BETWEEN_HALVES in text else "/"
    first, found, second = text.partition(cut)
    if not found or (cut == "/" and not (is_code(first.strip()) and is_code(second.strip()))):
        return text, ""
    return first.strip(), second.strip()


def leave_in(text: str, year: int) -> Parts | None:
    """None when the text does not say days."""
    spans = read_spans(text, year=year)
    return None if spans is None else _by_first(spans)


def _by_first(spans: list[Span]) -> Parts:
    return {first: (LEAVE, last) for first, last in spans}


def differences(before: Parts | None, after: Parts) -> Iterator[tuple[date, Parts, Parts]]:
    """Each first day on which something else is to stand than before, or, unknown, whatever is said."""
    for day in sorted({*(before or {}), *after}):
        was = {day: before[day]} if before and day in before else {}
        new = {day: after[day]} if day in after else {}
        if before is None or was != new:
            yield day, was, new


def entries_of(
    sort: Sort, at: str, who: str, person: int | None, before: Parts | None, after: Parts
) -> Iterator[Entry]:
    for day, was, new in differences(before, after):
        what, last = new.get(day, ("", was[day][1] if was else day))
        base, base_last = was.get(day, ("", None))
        yield Entry(
            at,
            sort,
            day,
            who,
            what,
            last_day=last,
            person=person,
            base=None if before is None else base,
            base_last_day=base_last,
        )
