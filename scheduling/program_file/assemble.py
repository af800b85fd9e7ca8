"""Turns cells into rows and rows into a program file, collecting every problem on the way."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from scheduling.engine.academic_year import year_span

from .arithmetic import shortages
from .checks import check_tables
from .kinds import Unreadable, shown
from .layout import SHEETS
from .problem import Problem
from .program import ProgramFile
from .sheet import Column, Entry, Sheet, Tables

Read = Callable[[Column, Any], Any]
BLANKS: tuple[object, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Reading:
    """What came of a file: a program when there is no problem, and remarks that stop nothing."""

    program: ProgramFile | None
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Unusable:
    """Stands for a cell that holds no value at all, with the sentence that says so."""

    sentence: str


def refused(*problems: Problem) -> Reading:
    return Reading(None, problems)


@dataclass
class Collector:
    """Reads raw cells by one way of reading, and remembers what it could not understand."""

    read: Read
    tables: Tables = field(default_factory=Tables)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    def add_row(
        self, sheet: Sheet, row: int, raw: Mapping[str, Any], unread: Collection[str] = ()
    ) -> None:
        """`raw` holds what stands in each column, by field; a field of `unread` has no column."""
        values = dict(self._values(sheet, row, raw, unread))
        self.tables.rows.setdefault(sheet.field, []).append(Entry(row, values))

    def _values(
        self, sheet: Sheet, row: int, raw: Mapping[str, Any], unread: Collection[str]
    ) -> Iterator[tuple[str, Any]]:
        for column in sheet.columns:
            if column.field in unread:
                continue
            try:
                yield column.field, self._value(column, raw.get(column.field))
            except Unreadable as reason:
                self.problems.append(Problem(sheet.title, row, column.title, str(reason)))

    def _value(self, column: Column, raw: Any) -> Any:
        if raw in BLANKS or (isinstance(raw, str) and not raw.strip()):
            if column.required:
                raise Unreadable(f"This is empty; it needs {column.kind.words}.")
            return column.default
        if isinstance(raw, Unusable):
            raise Unreadable(raw.sentence)
        try:
            return self.read(column, raw)
        except Unreadable as reason:
            raise Unreadable(f"{shown(raw)} {reason}") from None

    def finish(self) -> Reading:
        """Check the rows against each other; when all is well, do the sums."""
        _start_rules_with_the_year(self.tables)
        problems = [*self.problems, *check_tables(self.tables)]
        if problems:
            return Reading(None, in_order(problems), tuple(self.remarks))
        program = build(self.tables)
        if missing := shortages(program):
            return Reading(None, tuple(missing), tuple(self.remarks))
        return Reading(program, (), tuple(self.remarks))


def _start_rules_with_the_year(tables: Tables) -> None:
    """A rule without a first day holds from the first day of the academic year."""
    for program in tables.of("program", "academic_year"):
        first_day = year_span(program["academic_year"]).starts_on
        for rule in tables.of("rules", "effective_from"):
            rule.values["effective_from"] = rule["effective_from"] or first_day


def build(tables: Tables) -> ProgramFile:
    """The value of tables in which everything was understood."""
    parts: dict[str, Any] = {}
    for sheet in SHEETS:
        rows = tuple(sheet.row(**entry.values) for entry in tables.rows.get(sheet.field, ()))
        parts[sheet.field] = rows[0] if sheet.single else rows
    return ProgramFile(**parts)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By sheet as in the workbook, then by row."""
    place = {sheet.title: number for number, sheet in enumerate(SHEETS)}
    return tuple(sorted(problems, key=lambda p: (place.get(p.sheet, -1), p.row or 0)))
