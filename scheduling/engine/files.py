"""Problems, rules and rosters as JSON: for worker processes, bug reports, benchmarks, fixtures."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from scheduling.engine.problem import (
    Away,
    Bar,
    Burden,
    Company,
    Credential,
    Demand,
    Duty,
    Expectation,
    Gap,
    Kind,
    Level,
    Pair,
    Person,
    Pool,
    Precedence,
    Preference,
    Problem,
    Quota,
    Rhythm,
    Rooms,
    Roster,
    Span,
    Staffing,
    Succession,
    Supervised,
    Supervision,
    Waiver,
    Window,
    Work,
)
from scheduling.engine.rules import BY_CODE

from .rules.base import Basis, Clause, Force, Rule

FORMAT = 1


def problem_to_json(problem: Problem) -> dict[str, Any]:
    """A dictionary that `json.dumps` takes; the same for equal problems."""
    data = {f.name: _plain(getattr(problem, f.name)) for f in dataclasses.fields(problem)}
    for name in ("candidates", "fixed", "published"):
        data[name] = _pairs_to_json(getattr(problem, name))
    return {"format": FORMAT, **data}


def problem_from_json(data: Mapping[str, Any]) -> Problem:
    """The inverse of `problem_to_json`. Raises ValueError for another format."""
    if data.get("format") != FORMAT:
        raise ValueError(f"Format {data.get('format')} is unknown; this version reads {FORMAT}.")
    zone = ZoneInfo(data["zone"])
    rows = {name: [dict(row) for row in data.get(name, ())] for name in _READERS}
    for row in (*rows["duties"], *rows["away"], *rows["bars"]):
        for moment in ("starts_at", "ends_at", "frees_until"):
            if row.get(moment):
                row[moment] = datetime.fromisoformat(row[moment]).astimezone(zone)
    return Problem(
        zone=data["zone"],
        candidates=_pairs_from_json(data["candidates"]),
        fixed=_pairs_from_json(data["fixed"]),
        published=_pairs_from_json(data["published"]),
        today=_day(data.get("today")),
        **{name: tuple(read(row) for row in rows[name]) for name, read in _READERS.items()},
    )


def roster_to_json(roster: Roster) -> dict[str, list[str]]:
    return _pairs_to_json(roster.pairs)


def roster_from_json(data: Mapping[str, Iterable[str]]) -> Roster:
    return Roster(_pairs_from_json(data))


def rules_to_json(rules: Iterable[Rule]) -> list[dict[str, Any]]:
    return [
        _asked(rule) | {"basis": None if rule.basis is None else _plain(rule.basis)}
        for rule in rules
    ]


def rules_from_json(data: Iterable[Mapping[str, Any]]) -> tuple[Rule, ...]:
    return tuple(_rule(row) for row in data)


def fingerprint(problem: Problem, rules: Sequence[Rule]) -> str:
    """SHA-256 of the question: equal questions have equal fingerprints, whoever asks them."""
    whole = {"problem": problem_to_json(problem), "rules": [_asked(rule) for rule in rules]}
    text = json.dumps(whole, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _rule(row: Mapping[str, Any]) -> Rule:
    if row["code"] not in BY_CODE:
        raise ValueError(f"There is no rule {row['code']}.")
    basis = _basis(row["basis"]) if row.get("basis") else None
    return BY_CODE[row["code"]].with_parameters(row["parameters"], row["weight"], basis)


def _asked(rule: Rule) -> dict[str, Any]:
    """What a rule asks for, without who says so and in which words."""
    return {"code": rule.code, "parameters": rule.parameters(), "weight": rule.weight}


def _basis(row: Mapping[str, Any]) -> Basis:
    clauses = tuple(Clause(**clause) for clause in row["clauses"])
    return Basis(**(dict(row) | {"force": Force(row["force"]), "clauses": clauses}))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if dataclasses.is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    return value


def _pairs_to_json(pairs: Iterable[Pair]) -> dict[str, list[str]]:
    """Duties by person: shorter than a list of pairs."""
    found: dict[str, list[str]] = {}
    for person, duty in sorted(pairs):
        found.setdefault(person, []).append(duty)
    return found


def _pairs_from_json(data: Mapping[str, Iterable[str]]) -> frozenset[Pair]:
    return frozenset((person, duty) for person, duties in data.items() for duty in duties)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _person(row: dict[str, Any]) -> Person:
    held = tuple(
        Credential(c["code"], _day(c["starts_on"]), _day(c["ends_on"])) for c in row["credentials"]
    )
    return Person(row["id"], row["name"], frozenset(row["tags"]), held)


def _duty(row: dict[str, Any]) -> Duty:
    row["kind"], row["work"] = Kind(row["kind"]), Work(row["work"])
    row["supervision"] = Supervision(row["supervision"])
    row["open_to"], row["traits"] = frozenset(row["open_to"]), frozenset(row["traits"])
    return Duty(**row)


def _span(row: dict[str, Any]) -> Span:
    first, last = date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"])
    return Span(row["person"], first, last, row["label"])


def _rhythm(row: dict[str, Any]) -> Rhythm:
    first, last = date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"])
    return Rhythm(**(row | {"first_day": first, "last_day": last}))


def _succession(row: dict[str, Any]) -> Succession:
    return Succession(**(row | {name: frozenset(row[name]) for name in ("first", "then", "who")}))


def _staffing(row: dict[str, Any]) -> Staffing:
    return Staffing(**(row | {"duties": tuple(row["duties"]), "who": frozenset(row["who"])}))


def _demand(row: dict[str, Any]) -> Demand:
    return Demand(**(row | {"duties": tuple(row["duties"]), "who": frozenset(row["who"])}))


def _company(row: dict[str, Any]) -> Company:
    duties, others = tuple(row["duties"]), tuple(row["others"])
    who, by = frozenset(row["who"]), frozenset(row["by"])
    return Company(duties, others, who, by, row["credential"], row["label"])


def _supervised(row: dict[str, Any]) -> Supervised:
    days = {name: _day(row[name]) for name in ("starts_on", "ends_on")}
    return Supervised(**(row | days | {"level": Level(row["level"])}))


def _waiver(row: dict[str, Any]) -> Waiver:
    days = {name: date.fromisoformat(row[name]) for name in ("first_day", "last_day")}
    return Waiver(**(row | days))


def _with_tuples(kind: type[Any], *names: str) -> Any:
    """A reader for rows of which these fields are lists."""
    return lambda row: kind(**(row | {name: tuple(row[name]) for name in names}))


_READERS: dict[str, Any] = {
    "people": _person,
    "duties": _duty,
    "away": lambda row: Away(**row),
    "bars": lambda row: Bar(**(row | {"kind": Kind(row["kind"])})),
    "spans": _span,
    "demands": _demand,
    "rooms": lambda row: Rooms(**row),
    "quotas": lambda row: Quota(**row),
    "precedences": _with_tuples(Precedence, "first", "then"),
    "gaps": _with_tuples(Gap, "duties"),
    "companies": _company,
    "windows": _with_tuples(Window, "duties"),
    "expectations": _with_tuples(Expectation, "duties", "released_by", "asked_by"),
    "preferences": _with_tuples(Preference, "duties"),
    "pools": _with_tuples(Pool, "duties"),
    "rhythms": _rhythm,
    "successions": _succession,
    "staffings": _staffing,
    "burdens": lambda row: Burden(**row),
    "levels": _supervised,
    "waivers": _waiver,
}
