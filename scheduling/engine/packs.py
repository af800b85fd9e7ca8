"""Rule packs: who asks for a rule, how strongly, where that is written and with which numbers."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from scheduling.engine.rules import ALL, BY_CODE

from .rules.base import Basis, Clause, Force, Rule

FOLDER = Path(__file__).resolve().parents[1] / "packs"
NOTHING_SAID: Any = object()
MUST_HOLD = "none"


@dataclass(frozen=True, slots=True)
class Bound:
    """How far a program may go with a parameter that a requirement names."""

    parameter: str
    least: int | None = None
    most: int | None = None

    def refusal(self, value: int) -> str:
        """What there is to say against a value; nothing when it is within the bound."""
        if self.most is not None and value > self.most:
            return f"{self.parameter} is {value}; at most {self.most} is allowed"
        if self.least is not None and value < self.least:
            return f"{self.parameter} is {value}; at least {self.least} is asked for"
        return ""


@dataclass(frozen=True)
class Entry:
    """One rule of a pack."""

    rule: type[Rule]
    basis: Basis
    parameters: Mapping[str, Any]
    weight: int | None
    on: bool = True
    bounds: tuple[Bound, ...] = ()

    @property
    def code(self) -> str:
        return self.rule.code

    def made(
        self, parameters: Mapping[str, Any] | None = None, weight: int | None = NOTHING_SAID
    ) -> Rule:
        """The rule, with a program's parameters and weight where it sets them.

        Raises ValueError, in words, for what the rule does not take or the requirement forbids.
        """
        chosen = {**self.parameters, **(parameters or {})}
        price = self.weight if weight is NOTHING_SAID else weight
        rule = self.rule.with_parameters(chosen, price, self.basis)
        self._refuse_beyond(rule)
        if self.basis.force == Force.MUST and rule.weight is not None:
            raise ValueError(f"{self._named} must hold; it cannot be given a weight.")
        return rule

    def refuse_off(self) -> None:
        """Raises ValueError where a program may not do without the rule."""
        if self.basis.force == Force.MUST:
            raise ValueError(f"{self._named} must hold; it cannot be switched off.")

    def _refuse_beyond(self, rule: Rule) -> None:
        values = rule.parameters()
        for bound in self.bounds:
            if refusal := bound.refusal(values[bound.parameter]):
                raise ValueError(f"{self._named}: {refusal}.")

    @property
    def _named(self) -> str:
        return f"{self.basis.title} ({self.basis.words})"


@dataclass(frozen=True)
class Pack:
    """Rules that belong together: an edition of requirements, or what a specialty does."""

    name: str
    title: str
    edition: str
    effective_from: date | None
    effective_until: date | None
    source: str
    status: str  # what of it could be verified
    family: str  # packs of one family are editions of the same requirements
    entries: tuple[Entry, ...]

    def is_in_effect(self, on: date) -> bool:
        begun = self.effective_from is None or self.effective_from <= on
        return begun and (self.effective_until is None or on <= self.effective_until)

    @property
    def whole_title(self) -> str:
        return f"{self.title}, {self.edition}" if self.edition else self.title

    @property
    def in_effect(self) -> str:
        """Between which days, in words."""
        words = []
        if self.effective_from:
            words.append(f"from {self.effective_from:%-d %b %Y}")
        if self.effective_until:
            words.append(f"until {self.effective_until:%-d %b %Y}")
        return " ".join(words) or "at all times"


def pack_names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def read_pack(name: str) -> Pack:
    """A pack by its name. Raises ValueError when there is none, or it is not well formed."""
    if name not in pack_names():
        raise ValueError(f"There is no rule pack {name}.")
    return pack_from(FOLDER / f"{name}.toml")


def rules_of_packs(packs: Iterable[Pack]) -> dict[str, Entry]:
    """The entry of each rule, in the order of the book; of several packs the last one's.

    Raises ValueError when packs contradict each other.
    """
    chosen = list(packs)
    _refuse_editions(chosen)
    found: dict[str, Entry] = {}
    for pack in chosen:
        for entry in pack.entries:
            found[entry.code] = _over(found.get(entry.code), entry)
    return {rule.code: found[rule.code] for rule in ALL if rule.code in found}


def _refuse_editions(packs: Iterable[Pack]) -> None:
    by_family: dict[str, str] = {}
    for pack in packs:
        if pack.family in by_family:
            raise ValueError(
                f"{pack.name} and {by_family[pack.family]} are the same requirements; choose one."
            )
        if pack.family:
            by_family[pack.family] = pack.name


def _over(earlier: Entry | None, later: Entry) -> Entry:
    """The later entry, as long as it does not weaken what must hold."""
    if earlier is not None and earlier.basis.force == Force.MUST != later.basis.force:
        raise ValueError(
            f"{later.basis.pack_title} would replace {earlier.basis.title}, which must hold "
            f"({earlier.basis.pack_title}), by a rule that is {later.basis.force}."
        )
    return later


def pack_from(path: Path) -> Pack:
    """Reads a pack. Every error names the file, and the rule and field where there is one."""
    head = _read(path, "a pack", _HEAD, ("title", "source", "status"))
    shared = head.get("rules", "")
    rows = list(head.get("rule", []))
    if shared:
        rows = _read(path.parent / shared, "shared rules", {"rule": list})["rule"] + rows
    clauses = _clauses_of(path, shared) if shared else {}
    return Pack(
        name=path.stem,
        title=head["title"],
        edition=head.get("edition", ""),
        effective_from=head.get("effective_from"),
        effective_until=head.get("effective_until"),
        source=head["source"],
        status=head["status"],
        family=shared,
        entries=_entries(path, head, rows, clauses),
    )


def _clauses_of(path: Path, shared: str) -> dict[str, tuple[Clause, ...]]:
    """The numbers of each rule in all editions of the same requirements, its own edition first."""
    editions = [path, *sorted(p for p in path.parent.glob("*.toml") if p != path)]
    found: dict[str, tuple[Clause, ...]] = {}
    for each in editions:
        head = _read(each, "a pack", _HEAD)
        if head.get("rules") == shared:
            for code, number in head.get("clauses", {}).items():
                found[code] = (*found.get(code, ()), Clause(head["edition"], number))
    return found


def _entries(
    path: Path, head: Mapping[str, Any], rows: list[Any], clauses: dict[str, tuple[Clause, ...]]
) -> tuple[Entry, ...]:
    entries: dict[str, Entry] = {}
    for number, row in enumerate(rows, start=1):
        where = f"{path.name}, rule {row.get('code', number)}"
        _refuse_fields(where, row, _ENTRY, ("code", "force"))
        entry = _entry(where, path, head, row, clauses.get(row["code"], ()))
        if entry.code in entries:
            raise ValueError(f"{where}: it is there twice.")
        entries[entry.code] = entry
    for code in head.get("clauses", {}):
        if code not in entries:
            raise ValueError(f"{path.name}, clauses: {code} is not a rule of this pack.")
    return tuple(entries.values())


def _entry(
    where: str,
    path: Path,
    head: Mapping[str, Any],
    row: Mapping[str, Any],
    clauses: tuple[Clause, ...],
) -> Entry:
    if row["code"] not in BY_CODE:
        raise ValueError(f"{where}, code: there is no rule {row['code']}.")
    rule = BY_CODE[row["code"]]
    if row["force"] not in list(Force):
        raise ValueError(f"{where}, force: {row['force']} is not one of {', '.join(Force)}.")
    if "clause" in row:
        clauses = (Clause(head.get("edition", ""), row["clause"]), *clauses)
    basis = Basis(
        pack=path.stem,
        pack_title=head["title"],
        force=Force(row["force"]),
        title=row.get("title", rule.title),
        text=row.get("text", rule.text),
        source=row.get("source", head["source"]),
        clauses=clauses,
        provenance=row.get("provenance", ""),
    )
    entry = Entry(
        rule,
        basis,
        row.get("parameters", {}),
        _weight(where, rule, row),
        row.get("on", True),
        _bounds(where, rule, row.get("bounds", {})),
    )
    _try_out(where, entry)
    return entry


def _try_out(where: str, entry: Entry) -> None:
    try:
        entry.made()
        if not entry.on:
            entry.refuse_off()
    except KeyError as unknown:
        raise ValueError(f"{where}, text: {unknown} is not a parameter.") from unknown
    except (ValueError, IndexError) as refusal:
        raise ValueError(f"{where}: {refusal}") from refusal


def _weight(where: str, rule: type[Rule], row: Mapping[str, Any]) -> int | None:
    weight = row.get("weight")
    if weight is None:
        return rule.weight
    if weight == MUST_HOLD:
        return None
    if type(weight) is not int:
        raise ValueError(f'{where}, weight: {weight!r} is neither a number nor "{MUST_HOLD}".')
    return weight


def _bounds(where: str, rule: type[Rule], rows: Mapping[str, Any]) -> tuple[Bound, ...]:
    numbers = {f.name for f in rule.parameter_fields() if type(f.default) is int}
    for name, row in rows.items():
        if name not in numbers:
            raise ValueError(f"{where}, bounds: {name} is not a parameter with a number.")
        _refuse_fields(f"{where}, bounds of {name}", row, {"least": int, "most": int})
    return tuple(Bound(name, **row) for name, row in rows.items())


def _read(
    path: Path, what: str, fields: Mapping[str, type], needed: Iterable[str] = ()
) -> dict[str, Any]:
    if not path.is_file():
        raise ValueError(f"{path.name}: there is no such file.")
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name} is not {what}: {error}.") from error
    _refuse_fields(path.name, data, fields, needed)
    return data


def _refuse_fields(
    where: str, row: Mapping[str, Any], fields: Mapping[str, type], needed: Iterable[str] = ()
) -> None:
    """Raises ValueError for a field that is unknown, of another kind, or missing."""
    for name, value in row.items():
        if name not in fields:
            raise ValueError(f"{where}: {name} is not a field; {', '.join(fields)} are.")
        if type(value) is not fields[name] and fields[name] is not object:
            raise ValueError(f"{where}, {name}: {value!r} is not a {fields[name].__name__}.")
    for name in needed:
        if not row.get(name):
            raise ValueError(f"{where}: {name} is missing.")


_HEAD: dict[str, type] = {
    "title": str,
    "edition": str,
    "effective_from": date,
    "effective_until": date,
    "source": str,
    "status": str,
    "rules": str,
    "clauses": dict,
    "rule": list,
}
_ENTRY: dict[str, type] = {
    "code": str,
    "force": str,
    "clause": str,
    "title": str,
    "text": str,
    "source": str,
    "provenance": str,
    "parameters": dict,
    "weight": object,
    "on": bool,
    "bounds": dict,
}
