"""The formulas of the footer and the margins, which count on when somebody types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .looks import quoted
from .pages import BETWEEN_HALVES, Code, Ratio

QUARTERS = 4


def count(area: str, codes: Iterable[str]) -> str:
    """How many cells of the area hold one of the codes; 0 where there is nothing to look at."""
    listed = [quoted(_literally(code)) for code in codes]
    if not area or not listed:
        return "0"
    if len(listed) == 1:
        return f"COUNTIF({area},{listed[0]})"
    return f"SUMPRODUCT(COUNTIF({area},{{{','.join(listed)}}}))"


def _literally(code: str) -> str:
    """The signs that stand for any text, as themselves."""
    return "".join(f"~{sign}" if sign in "~*?" else sign for sign in code)


def attendings(codes: Sequence[Code], ratio: Ratio, interns: str, others: str) -> str:
    """Whole attendings at each place, since nobody can be divided among two."""
    places = sorted({code.place for code in codes if code.needs_by_level or code.needs_one})
    parts = []
    for place in places:
        here = [code for code in codes if code.place == place]
        by_level = [code.code for code in here if code.needs_by_level]
        one = [code.code for code in here if code.needs_one]
        quarters = [
            f"{ratio.first_year}*{count(interns, by_level)}",
            f"{ratio.later}*{count(others, by_level)}",
            f"{QUARTERS}*({count(interns, one)}+{count(others, one)})",
        ]
        parts.append(f"ROUNDUP(({'+'.join(quarters)})/{QUARTERS},0)")
    return "+".join(parts) or "0"


def rooms(area: str, codes: Iterable[Code]) -> str:
    """Rooms taken; what takes them once takes them however many people do it."""
    parts = []
    for code in codes:
        people = count(area, [code.code])
        parts.append(f"{code.room_units}*{f'MIN(1,{people})' if code.room_once else people}")
    return "+".join(parts) or "0"


def blocks_of(area: str, code: str, rotations: Iterable[Code]) -> str:
    """Blocks of a rotation in a row or a column of the year, halves and parts as halves."""
    whole = _literally(code)
    halves = [
        f"{count(area, [])}",
        f"COUNTIF({area},{quoted(whole + BETWEEN_HALVES + '*')})",
        f"COUNTIF({area},{quoted('*' + BETWEEN_HALVES + whole)})",
        *(
            f"{each.parts.count(code)}*{count(area, [each.code])}"
            for each in rotations
            if each.parts and code in each.parts
        ),
    ]
    return f"{count(area, [code])}+0.5*({'+'.join(halves[1:])})"
