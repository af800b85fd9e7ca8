"""Examples of rules, written as data: a small problem, a roster, and what the rule says of it."""

from __future__ import annotations

import dataclasses
import re
import tomllib
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from scheduling.engine.check import check
from scheduling.engine.packs import FOLDER
from scheduling.engine.problem import Duty, Kind, Pair, Person, Problem, Roster, Work
from scheduling.engine.rules import BY_CODE

from .rules.base import Rule

ZONE = "America/Los_Angeles"
START = date(2027, 2, 1)
"""A Monday, and the month has four whole weeks: the number of a day is its date."""


@dataclass(frozen=True)
class Example:
    """A problem and a roster, and what a rule has to say of them: nothing, if they pass."""

    title: str
    rule: Rule
    problem: Problem
    roster: Roster
    says: tuple[str, ...]
    start: date = START

    @property
    def passes(self) -> bool:
        return not self.says

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The same with their patterns; worked out once, by whoever reads in another language."""
        return self.told() if self.says else ()

    def told(self) -> tuple[str, ...]:
        """What the rule does say."""
        broken = check(self.problem, self.roster, [self.rule]).broken
        return tuple(sorted(each.message for each in broken))


@cache
def examples_of(code: str) -> tuple[Example, ...]:
    """The examples of a rule. Raises ValueError where they are not well written."""
    path = FOLDER / "examples" / f"{code}.toml"
    return examples_from(path) if path.is_file() else ()


def examples_from(path: Path) -> tuple[Example, ...]:
    """Reads a file of examples: its name is the code of the rule they are about."""
    if path.stem not in BY_CODE:
        raise ValueError(f"{path.name}: there is no rule {path.stem}.")
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name} cannot be read: {error}.") from error
    found: list[Example] = []
    for row in data.get("example", []):
        where = f"{path.name}, example {row.get('title', len(found) + 1)!r}"
        try:
            found.append(_Reader(BY_CODE[path.stem], row).example())
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{where}: {error}") from error
    return tuple(found)


_OWN = {
    "title",
    "start",
    "parameters",
    "weight",
    "people",
    "credentials",
    "duties",
    "does",
    "asked",
    "passes",
    "says",
}
_PAIRS = {"fixed", "published"}
_TABLES = {f.name for f in dataclasses.fields(Problem) if str(f.type).startswith("tuple[")} - {
    "people",
    "duties",
}


class _Reader:
    """One example as it is read."""

    def __init__(self, rule: type[Rule], row: Mapping[str, Any]) -> None:
        for name in row.keys() - _OWN - _PAIRS - _TABLES:
            raise ValueError(f"{name} is not a part of an example.")
        self.row, self.rule = row, rule
        self.start: date = row.get("start", START)
        self.zone = ZoneInfo(ZONE)
        self.duties: dict[str, dict[int, Duty]] = {
            code: self._duties(code, fields) for code, fields in row.get("duties", {}).items()
        }

    def example(self) -> Example:
        does = self._pairs(self.row.get("does", {}))
        fixed = self._pairs(self.row.get("fixed", {}))
        return Example(
            title=self.row["title"],
            rule=self._rule(),
            problem=self._problem(does, fixed),
            roster=Roster(does | fixed),
            says=self._says(),
            start=self.start,
        )

    def _rule(self) -> Rule:
        weight = self.row.get("weight", self.rule().weight)
        return self.rule.with_parameters(self.row.get("parameters", {}), weight)

    def _says(self) -> tuple[str, ...]:
        says = tuple(sorted(self.row.get("says", ())))
        if bool(says) == self.row.get("passes", False):
            raise ValueError("it either passes, or says what is wrong.")
        return says

    def _problem(self, does: frozenset[Pair], fixed: frozenset[Pair]) -> Problem:
        people = tuple(self._person(name, tags) for name, tags in self.row["people"].items())
        duties = tuple(duty for each in self.duties.values() for duty in each.values())
        everything = frozenset((p.id, d.id) for p in people for d in duties)
        asked = self._pairs(self.row["asked"]) | does if "asked" in self.row else everything
        tables: dict[str, Any] = {name: self._table(name) for name in _TABLES if name in self.row}
        published = self._pairs(self.row.get("published", {}))
        return Problem(ZONE, people, duties, asked - fixed, fixed, published=published, **tables)

    def _person(self, name: str, tags: str) -> Person:
        held = self.row.get("credentials", {}).get(name, ())
        kind = _element(typing.get_type_hints(Person)["credentials"])
        return Person(
            name, name, frozenset(tags.split()), tuple(self._made(kind, each) for each in held)
        )

    # Days and moments

    def _day(self, number: int) -> date:
        return self.start + timedelta(days=number - 1)

    def _moment(self, number: int, hour: float) -> datetime:
        """An hour of a day on the clock; hours beyond 24 fall on the days after."""
        days, minutes = divmod(round(hour * 60), 24 * 60)
        at = time(minutes // 60, minutes % 60)
        return datetime.combine(self._day(number + days), at, self.zone)

    # Duties

    def _duties(self, code: str, fields: Mapping[str, Any]) -> dict[int, Duty]:
        fields = dict(fields)
        days = _days(str(fields.pop("days")))
        from_hour, to_hour = _hours(fields)
        return {
            day: self._duty(
                code, day, self._moment(day, from_hour), self._moment(day, to_hour), fields
            )
            for day in days
        }

    def _duty(
        self, code: str, day: int, starts_at: datetime, ends_at: datetime, fields: dict[str, Any]
    ) -> Duty:
        hints = typing.get_type_hints(Duty)
        values: dict[str, Any] = {
            "kind": Kind.HALF_DAY,
            "work": Work.CARE,
            "label": f"{code} {self._day(day):%a %d %b}",
            "code": code,
        }
        for name, value in fields.items():
            if name not in hints:
                raise ValueError(f"{name} is not a field of a duty.")
            if name == "frees_until":
                values[name] = self._moment(day, value)
            else:
                text = value.replace("{day}", str(day)) if isinstance(value, str) else value
                values[name] = self._converted(hints[name], text)
        return Duty(f"{code} {day}", starts_at=starts_at, ends_at=ends_at, **values)

    def _named(self, text: str) -> list[str]:
        """The ids of the duties that a text names: all of a code, or those of some days."""
        code, _, days = text.partition(" ")
        if code not in self.duties:
            raise ValueError(f"there is no duty {code}.")
        of_code = self.duties[code]
        wanted = _days(days) if days else list(of_code)
        for day in wanted:
            if day not in of_code:
                raise ValueError(f"there is no {code} on day {day}.")
        return [of_code[day].id for day in wanted]

    def _pairs(self, rows: Mapping[str, Iterable[str]]) -> frozenset[Pair]:
        return frozenset(
            (person, duty)
            for person, texts in rows.items()
            for t in texts
            for duty in self._named(t)
        )

    # Everything else: the fields of a dataclass, by their kind

    def _table(self, name: str) -> tuple[Any, ...]:
        kind = _element(typing.get_type_hints(Problem)[name])
        return tuple(self._made(kind, row) for row in self.row[name])

    def _made(self, kind: type[Any], row: Mapping[str, Any]) -> Any:
        hints = typing.get_type_hints(kind)
        values = dict(row)
        if "days" in values and "days" not in hints:
            values |= self._from_to(hints, _days(str(values.pop("days"))))
        for name, value in values.items():
            if name not in hints:
                raise ValueError(f"{name} is not a field of {kind.__name__}.")
            values[name] = self._converted(hints[name], value)
        if kind.__name__ == "Quota":
            values.setdefault("rule", self.rule.code)
        return kind(**values)

    def _from_to(self, hints: Mapping[str, Any], days: list[int]) -> dict[str, Any]:
        """The first and the last day, or the moments at which they begin and end."""
        first, last = days[0], days[-1]
        if "starts_at" in hints:
            return {"starts_at": f"{first} 0", "ends_at": f"{last + 1} 0"}
        names = ("first_day", "last_day") if "first_day" in hints else ("starts_on", "ends_on")
        return dict(zip(names, (first, last), strict=True))

    def _converted(self, hint: Any, value: Any) -> Any:
        """A value of a file as a field of this kind has it."""
        kind = _plain(hint)
        if kind is date and isinstance(value, int):
            return self._day(value)
        if kind is datetime and isinstance(value, str):
            day, hour = value.split()
            return self._moment(int(day), _hour(hour))
        if typing.get_origin(kind) is frozenset:
            return frozenset(value.split())
        if typing.get_origin(kind) is tuple and _element(kind) is str:
            return tuple(duty for text in value for duty in self._named(text))
        if isinstance(value, Mapping):
            return self._by_duty(value)
        return kind(value) if isinstance(kind, type) and issubclass(kind, Enum) else value

    def _by_duty(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """Numbers by duty, or by whatever else the keys are."""
        found: dict[str, Any] = {}
        for key, number in value.items():
            is_duty = key.split()[0] in self.duties
            found |= dict.fromkeys(self._named(key) if is_duty else [key], number)
        return found


def _plain(hint: Any) -> Any:
    """The kind of a field that may also be None."""
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return next(kind for kind in typing.get_args(hint) if kind is not type(None))
    return hint


def _element(hint: Any) -> Any:
    return typing.get_args(hint)[0]


def _hours(fields: dict[str, Any]) -> tuple[float, float]:
    if "lasts" in fields:
        return 0, 24 * fields.pop("lasts")
    starts, ends = fields.pop("at").split("-")
    return _hour(starts), _hour(ends)


def _hour(text: str) -> float:
    hour, _, minutes = text.partition(":")
    return int(hour) + int(minutes or 0) / 60


def _days(text: str) -> list[int]:
    """ "1-5 8" names six days; "1-28/3" every third of them."""
    found: list[int] = []
    for part in text.split():
        match = re.fullmatch(r"(\d+)(?:-(\d+))?(?:/(\d+))?", part)
        if match is None:
            raise ValueError(f"{part} is not a day, nor days.")
        first, last, step = match.groups()
        found += range(int(first), int(last or first) + 1, int(step or 1))
    return found
