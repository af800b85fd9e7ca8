"""Schedules side by side: what each keeps, how fair it is, what it grants, what it changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scheduling.engine.measures import Measures, Share
from scheduling.engine.rules.base import Tier
from scheduling.engine.wire import measures_from_json
from scheduling.models import Alternative, SolverRun, TierOrder
from scheduling.queries.share_strips import Strip, strip_of


@dataclass(frozen=True, slots=True)
class Column:
    """One schedule: a solve's own, or one of several that it found to choose from."""

    run: SolverRun
    alternative: Alternative | None
    measures: Measures

    @property
    def title(self) -> str:
        return str(self.alternative) if self.alternative else f"Solve {self.run.pk}"

    @property
    def is_chosen(self) -> bool:
        return self.alternative is not None and self.alternative.chosen_at is not None


@dataclass(frozen=True, slots=True)
class Value:
    """One number of one schedule."""

    text: str
    is_best: bool = False
    strip: Strip | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One number of every schedule."""

    name: str
    hint: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Up to four schedules; solves that nobody measured are named and left out."""

    columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    unmeasured: tuple[SolverRun, ...]

    @property
    def has_strips(self) -> bool:
        lines = (line for section in self.sections for line in section.lines)
        return any(value.strip for line in lines for value in line.values)


def compare(runs: Iterable[SolverRun], most: int) -> Comparison:
    """The schedules of these solves, at most so many."""
    columns, unmeasured = list[Column](), list[SolverRun]()
    for run in runs:
        found = list(_columns(run))
        columns += found
        unmeasured += [] if found else [run]
    kept = tuple(columns[:most])
    return Comparison(kept, tuple(_said_once(_sections(kept))), tuple(unmeasured))


def _said_once(sections: Iterable[Section]) -> Iterator[Section]:
    """A hint stands beside the first line that it is about."""
    said = set[str]()
    for section in sections:
        lines = []
        for line in section.lines:
            lines.append(replace(line, hint="") if line.hint in said else line)
            said.add(line.hint)
        yield replace(section, lines=tuple(lines))


def comparison_json(found: Comparison) -> dict[str, Any]:
    """The same for other programs."""
    return {
        "schedules": [
            {
                "solve": column.run.pk,
                "number": column.alternative.number if column.alternative else None,
                "title": column.title,
                "chosen": column.is_chosen,
            }
            for column in found.columns
        ],
        "lines": [
            {
                "section": section.name,
                "name": line.name,
                "hint": line.hint,
                "values": [value.text for value in line.values],
            }
            for section in found.sections
            for line in section.lines
        ],
    }


def _columns(run: SolverRun) -> Iterator[Column]:
    if "measures" in run.result:
        yield Column(run, None, measures_from_json(run.result["measures"]))
    for each in run.alternatives.all():
        yield Column(run, each, measures_from_json(each.measures))


def _sections(columns: Sequence[Column]) -> Iterator[Section]:
    if columns:
        yield Section("What it keeps", tuple(_kept(columns)))
        yield Section("Fairness", tuple(_fairness(columns)))
        yield Section("Preferences", tuple(_preferences(columns)))
        yield Section("Shape", tuple(_shape(columns)))
        yield Section("Change", tuple(_change(columns)))


def _kept(columns: Sequence[Column]) -> Iterator[Line]:
    yield _numbers(
        columns,
        "Rules that must hold and do not",
        "What was fixed before the solve is counted as well.",
        lambda m: m.violations,
    )
    yield _numbers(
        columns,
        "Places filled, percent",
        "Of the people that rotations, calls and sessions need.",
        lambda m: int(100 * m.coverage),
        more_is_better=True,
    )
    yield _cost(columns, Tier.EDUCATION)


def _fairness(columns: Sequence[Column]) -> Iterator[Line]:
    labels = dict.fromkeys(s.label for c in columns for s in c.measures.shares)
    for label in labels:
        found = [_share(column.measures, label) for column in columns]
        spreads = [None if share is None else share.spread for share in found]
        yield Line(
            label,
            "Most less fewest among people of equal share; and how far from a fair share they are.",
            tuple(
                Value(_shown(spread), _is_best(spread, spreads), _strip(share) if share else None)
                for share, spread in zip(found, spreads, strict=True)
            ),
        )
    yield _cost(columns, Tier.FAIRNESS)


def _share(measures: Measures, label: str) -> Share | None:
    return next((share for share in measures.shares if share.label == label), None)


def _preferences(columns: Sequence[Column]) -> Iterator[Line]:
    yield _numbers(columns, "Wishes not met", "Of everybody together.", lambda m: m.wishes_not_met)
    yield _cost(columns, Tier.PREFERENCES)


def _shape(columns: Sequence[Column]) -> Iterator[Line]:
    if any(column.run.scope == SolverRun.Scope.YEAR for column in columns):
        yield _numbers(
            columns,
            "Different rotations",
            "Of everybody together: fewer means longer on each.",
            lambda m: m.rotation_changes,
        )
    yield _cost(columns, Tier.SHAPE)


def _change(columns: Sequence[Column]) -> Iterator[Line]:
    yield _numbers(
        columns,
        "Duties changed against what is published",
        "Taken from somebody or given to somebody.",
        lambda m: m.changed,
    )
    yield _cost(columns, Tier.NEARNESS)
    for place, other in enumerate(columns):
        apart = [_apart(column, other, place) for column in columns]
        if any(share is not None for share in apart):
            yield Line(
                f"Done by others than in {other.title.lower()}, percent",
                "Of what that schedule decides.",
                tuple(
                    Value("itself" if column is other else _percent(share))
                    for column, share in zip(columns, apart, strict=True)
                ),
            )


def _apart(column: Column, other: Column, place: int) -> float | None:
    """What was measured when it was found: how far it is from those found before it."""
    mine, theirs = column.alternative, other.alternative
    if mine is None or theirs is None or mine.run_id != theirs.run_id:
        return None
    before = theirs.number - 1
    return column.measures.distances[before] if before < mine.number - 1 else None


def _cost(columns: Sequence[Column], tier: Tier) -> Line:
    return _numbers(
        columns,
        f"Cost of {TierOrder.Tier(tier.name.lower()).label.lower()}",
        "What the rules of this goal charge for; less is better.",
        lambda m: m.costs.get(tier),
    )


def _numbers(
    columns: Sequence[Column],
    name: str,
    hint: str,
    of: Callable[[Measures], int | None],
    *,
    more_is_better: bool = False,
) -> Line:
    numbers = [of(column.measures) for column in columns]
    signed = [n if n is None or not more_is_better else -n for n in numbers]
    return Line(
        name,
        hint,
        tuple(
            Value(_shown(number), _is_best(sign, signed))
            for number, sign in zip(numbers, signed, strict=True)
        ),
    )


def _is_best(number: int | None, numbers: Sequence[int | None]) -> bool:
    """The least, where they differ."""
    known = {n for n in numbers if n is not None}
    return number is not None and len(known) > 1 and number == min(known)


def _shown(number: int | None) -> str:
    return "not measured" if number is None else f"{number:,}"


def _percent(share: float | None) -> str:
    return _shown(None if share is None else round(100 * share))


def _strip(share: Share) -> Strip:
    return strip_of(_off(share.counts[p], low, high) for p, (low, high) in share.fair.items())


def _off(count: int, low: int, high: int) -> int:
    """How many above the fair share, or, negative, below it."""
    return count - high if count > high else min(0, count - low)
