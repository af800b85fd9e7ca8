"""The public sets: where their files lie, how they are read, and how their own objective is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.sets import (
    curtois,
    curtois_check,
    dzn,
    mss,
    mss_check,
    on_call,
    on_call_check,
    sickness,
    sickness_check,
)
from scheduling.engine.problem import Problem, Roster
from scheduling.engine.rules import Rule

Count = Callable[[str, int], int]


@dataclass(frozen=True)
class Format:
    """A format of files. `own` turns our cost, or bound of the cost, into the set's objective."""

    name: str
    folder: str
    pattern: str
    marks: tuple[str, ...]  # what stands in each file of the format
    problem: Callable[[str], Problem]
    rules: Callable[[str], Sequence[Rule]]
    verify: Callable[[str, Roster], tuple[int, list[str]]]
    own: Count
    is_maximised: bool = False

    def files(self, data: Path) -> Iterator[Path]:
        """The instances in a folder, in the order of the numbers in their names."""
        found = [path for path in (data / self.folder).glob(self.pattern) if self.reads(path)]
        yield from sorted(found, key=lambda path: _in_order(path.name))

    def reads(self, path: Path) -> bool:
        text = path.read_text(errors="replace")
        return all(mark in text for mark in self.marks)


def _in_order(name: str) -> list[tuple[int, str]]:
    parts = re.findall(r"\d+|\D+", name)
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts]


def _same(_text: str, cost: int) -> int:
    return cost


def _sickness_score(text: str, cost: int) -> int:
    """The cost counts shifts that are not done; the published score those that are."""
    data = dzn.read(text)
    return int(data["n_shifts"] * sickness.price_of_a_shift(data) - cost)


FORMATS: tuple[Format, ...] = (
    Format(
        "curtois",
        "curtois",
        "*.txt",
        ("SECTION_HORIZON", "SECTION_COVER"),
        lambda text: curtois.problem_of(curtois.read(text)),
        lambda _text: curtois.RULES,
        lambda text, roster: curtois_check.verify(text, curtois.answer_of(roster)),
        _same,
    ),
    Format(
        "mss",
        "mss",
        "*.dzn",
        ("MaxDiscPerHosp", "WeightPref"),
        mss.problem_of,
        lambda _text: mss.RULES,
        lambda text, roster: mss_check.verify(text, mss.answer_of(roster)),
        mss.score_of,
        is_maximised=True,
    ),
    Format(
        "on-call",
        "minizinc/2018/on-call-rostering",
        "*.dzn",
        ("weekend_offset", "work_load"),
        on_call.problem_of,
        on_call.rules_of,
        lambda text, roster: on_call_check.verify(text, on_call.answer_of(roster)),
        _same,
    ),
    Format(
        "sickness",
        "minizinc/2022/roster-sickness",
        "*.dzn",
        ("is_assigned", "req_expertise"),
        sickness.problem_of,
        lambda _text: sickness.RULES,
        lambda text, roster: sickness_check.verify(text, sickness.answer_of(roster)),
        _sickness_score,
        is_maximised=True,
    ),
)
BY_NAME = {one.name: one for one in FORMATS}


def format_of(path: Path) -> Format:
    """The format of a file, told by what stands in it. Raises ValueError for another file."""
    for one in FORMATS:
        if one.reads(path):
            return one
    raise ValueError(f"{path} is in none of the formats {', '.join(BY_NAME)}.")
