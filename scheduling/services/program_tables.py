"""How the sheets of a program workbook lie in tables: what is stored, and how changes are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models.functions import Lower

from people.models import Absence, Credential, CredentialKind, Enrolment, Person, Program, User
from scheduling.engine.academic_year import Span, year_span
from scheduling.models import (
    Activity,
    CallHistory,
    CallType,
    CurriculumItem,
    PatternCell,
    Place,
    Request,
    Rotation,
    RotationDemand,
    RuleSetting,
    SpecialDay,
    WeeklyShare,
)
from scheduling.program_file import program as rows
from scheduling.program_file.changes import Key, Naming, RowChange, SheetChanges, compare, keyed
from scheduling.program_file.layout import BY_FIELD
from scheduling.program_file.program import PATTERN_SLOTS, ProgramFile
from scheduling.program_file.sheet import Column

BATCH = 1000


@dataclass
class Loading:
    """One file on its way into one program: whose rows it names, and under which keys."""

    file: ProgramFile
    program: Program | None
    by: User
    at: datetime
    ids: dict[str, dict[Any, int]] = field(default_factory=lambda: defaultdict(dict))

    @property
    def year(self) -> int:
        return self.file.program.academic_year

    @cached_property
    def days(self) -> Span:
        return year_span(self.year)

    @cached_property
    def emails(self) -> dict[str, str]:
        """The e-mail address of each person of the file, by which the database knows them."""
        return {person.name: person.email.lower() for person in self.file.people}

    @cached_property
    def people(self) -> list[Person]:
        """Everybody whom the file names, and everybody else who is enrolled in its year."""
        wanted = models.Q(lower_email__in=self.emails.values())
        if self.program is not None:
            enrolled = Enrolment.objects.filter(program=self.program, academic_year=self.year)
            wanted |= models.Q(pk__in=enrolled.values("person"))
        found = Person.objects.annotate(lower_email=Lower("email")).filter(wanted)
        return list(found.order_by("pk"))

    def token(self, person: Person) -> str:
        """What a person goes by here: the address, if the file has it, or their number."""
        email = person.email.lower()
        return email if email in self._named else f"#{person.pk}"

    @cached_property
    def _named(self) -> frozenset[str]:
        return frozenset(self.emails.values())

    @cached_property
    def tokens(self) -> dict[int, str]:
        return {person.pk: self.token(person) for person in self.people}

    @cached_property
    def naming(self) -> Naming:
        stored = {self.token(p): f"{p.last_name}, {p.first_name}" for p in self.people}
        return Naming(stored | {email: name for name, email in self.emails.items()})

    def is_named(self, token: str) -> bool:
        return token in self._named


class Table:
    """The rows of one sheet in one table, field by field under the same names."""

    def __init__(
        self,
        name: str,
        model: type[models.Model],
        *,
        key: tuple[str, ...] | None = None,
        name_by: tuple[str, ...] | None = None,
        scope: str = "program",
        yearly: bool = False,
        replaces: bool = False,
        days: tuple[str, str] | None = None,
    ) -> None:
        self.name, self.model, self.sheet = name, model, BY_FIELD[name]
        self.key = self.sheet.key if key is None else key
        self.name_by = name_by or self.key
        self.scope, self.yearly, self.replaces, self.days = scope, yearly, replaces, days
        self.of_people = any(column.refers == "people" for column in self.sheet.columns)
        self.pks: dict[Key, Any] = {}

    # What there is

    def compare(self, loading: Loading) -> SheetChanges:
        return compare(
            self.sheet,
            self.stored(loading),
            keyed(self.wanted(loading), self.key),
            naming=loading.naming,
            name_by=self.name_by,
            replaces=lambda row: self._goes(loading, row),
        )

    def wanted(self, loading: Loading) -> Sequence[Any]:
        """The rows of the file, with people by their e-mail addresses."""
        found: Sequence[Any] = getattr(loading.file, self.name)
        if not self.of_people:
            return found
        return [replace(row, person=loading.emails[row.person]) for row in found]

    def _goes(self, loading: Loading, row: Any) -> bool:
        """Whether a stored row that the file lacks is removed: not if it is of somebody else's."""
        return self.replaces and (not self.of_people or loading.is_named(row.person))

    def stored(self, loading: Loading) -> dict[Key, Any]:
        """The rows there are, as the file would say them; remembers which row is which."""
        found, pks = [], []
        for pk, *cells in self._cells(loading):
            pairs = zip(self.sheet.columns, cells, strict=True)
            values = {column.field: _said(loading, column, cell) for column, cell in pairs}
            found.append(self.sheet.row(**values))
            pks.append(pk)
        result = keyed(found, self.key)
        self.pks = dict(zip(result, pks, strict=True))
        self._remember_codes(loading, result)
        return result

    def _cells(self, loading: Loading) -> Iterable[tuple[Any, ...]]:
        lookups = [_lookup(column) for column in self.sheet.columns]
        return self.queryset(loading).order_by("pk").values_list("pk", *lookups)

    def queryset(self, loading: Loading) -> models.QuerySet[Any]:
        if loading.program is None:
            return self.model._default_manager.none()
        found = self.model._default_manager.filter(**{self.scope: loading.program})
        if self.of_people:
            found = found.filter(person__in=list(loading.tokens))
        if self.days:
            starts, ends = self.days
            found = found.filter(
                **{f"{starts}__lte": loading.days.ends_on, f"{ends}__gte": loading.days.starts_on}
            )
        return found.filter(academic_year=loading.year) if self.yearly else found

    def _remember_codes(self, loading: Loading, stored: dict[Key, Any]) -> None:
        if self.key == ("code",):
            loading.ids[self.name] |= {row.code: self.pks[key] for key, row in stored.items()}

    # What becomes of it

    def write(self, loading: Loading, changes: SheetChanges) -> None:
        self.remove(changes)
        self.change(loading, changes)
        self.add(loading, list(changes.added.values()))

    def remove(self, changes: SheetChanges) -> None:
        pks = [self.pks[key] for key in changes.removed]
        if pks:
            self.model._default_manager.filter(pk__in=pks).delete()

    def change(self, loading: Loading, changes: SheetChanges) -> None:
        instances, names = [], set()
        for key, change in changes.changed.items():
            attributes = self.attributes(loading, change.row)
            instances.append(self.model(pk=self.pks[key], **attributes))
            names |= self.changed_fields(change)
        if instances:
            self.model._default_manager.bulk_update(instances, sorted(names), batch_size=BATCH)

    def changed_fields(self, change: RowChange) -> set[str]:
        return {cell.field for cell in change.fields}

    def add(self, loading: Loading, wanted: Sequence[Any]) -> None:
        instances = [self.model(**self.attributes(loading, row)) for row in wanted]
        self.model._default_manager.bulk_create(instances, batch_size=BATCH)
        if self.key == ("code",):
            made = zip(wanted, instances, strict=True)
            loading.ids[self.name] |= {row.code: instance.pk for row, instance in made}

    def attributes(self, loading: Loading, row: Any) -> dict[str, Any]:
        """What to write for a row."""
        found = dict(self._attribute(loading, column, row) for column in self.sheet.columns)
        if self.scope == "program":
            found["program"] = loading.program
        if self.yearly:
            found["academic_year"] = loading.year
        return found

    def _attribute(self, loading: Loading, column: Column, row: Any) -> tuple[str, Any]:
        value = getattr(row, column.field)
        if column.refers and not isinstance(value, tuple):
            return f"{column.field}_id", loading.ids[column.refers][value] if value else None
        if isinstance(value, tuple):
            return column.field, list(value)
        if value is None and not self.model._meta.get_field(column.field).null:
            return column.field, ""
        return column.field, value


def _lookup(column: Column) -> str:
    """How a column is found from a row: people by their number, what else has a code by that."""
    if column.refers == "people":
        return f"{column.field}_id"
    return f"{column.field}__code" if column.refers else column.field


def _said(loading: Loading, column: Column, cell: Any) -> Any:
    """A stored value as the file would say it."""
    if column.refers == "people":
        return loading.tokens[cell]
    if isinstance(cell, list):
        return tuple(cell)
    return None if cell == "" and column.default is None else cell


class RotationTable(Table):
    """A rotation made of two others is written after them."""

    def write(self, loading: Loading, changes: SheetChanges) -> None:
        added = list(changes.added.values())
        self.add(loading, [row for row in added if not row.first_half])
        self.add(loading, [row for row in added if row.first_half])
        self.change(loading, changes)


class RotationPartTable(Table):
    """What is said of rotations; it is replaced for those that the file has."""

    def __init__(self, name: str, model: type[models.Model]) -> None:
        super().__init__(name, model, scope="rotation__program")

    def _goes(self, loading: Loading, row: Any) -> bool:
        return any(row.rotation == rotation.code for rotation in loading.file.rotations)


class PatternTable(RotationPartTable):
    """A row of the sheet is up to 14 half-days of a week, each with one activity or several."""

    def wanted(self, loading: Loading) -> Sequence[rows.PatternWeek]:
        return [row for row in loading.file.patterns if any(row.cells())]

    def stored(self, loading: Loading) -> dict[Key, Any]:
        cells: dict[Key, dict[str, tuple[str, ...]]] = defaultdict(
            lambda: dict.fromkeys(PATTERN_SLOTS, ())
        )
        self.pks = defaultdict(list)
        names = {slot: name for name, slot in PATTERN_SLOTS.items()}
        found = self.queryset(loading).order_by("pk")
        for pk, rotation, week, pgy, weekday, slot, code in found.values_list(
            "pk", "rotation__code", "week", "pgy", "weekday", "slot", "activity__code"
        ):
            key = (rotation, week, pgy, 1)
            cells[key][names[weekday, slot]] += (code,)
            self.pks[key].append(pk)
        return {
            key: rows.PatternWeek(rotation=key[0], week=key[1], pgy=key[2], **of_week)
            for key, of_week in cells.items()
        }

    def write(self, loading: Loading, changes: SheetChanges) -> None:
        gone = [pk for key in (*changes.removed, *changes.changed) for pk in self.pks[key]]
        if gone:
            PatternCell.objects.filter(pk__in=gone).delete()
        changed = [change.row for change in changes.changed.values()]
        PatternCell.objects.bulk_create(
            [
                cell
                for row in (*changed, *changes.added.values())
                for cell in self._cells_of(loading, row)
            ],
            batch_size=BATCH,
        )

    def _cells_of(self, loading: Loading, row: rows.PatternWeek) -> list[PatternCell]:
        return [
            PatternCell(
                rotation_id=loading.ids["rotations"][row.rotation],
                week=row.week,
                pgy=row.pgy,
                weekday=weekday,
                slot=slot,
                activity_id=loading.ids["activities"][code],
            )
            for (weekday, slot), codes in row.cells()
            for code in codes
        ]


class PeopleTable(Table):
    """People belong to no program; their e-mail address identifies them."""

    def __init__(self) -> None:
        super().__init__("people", Person, key=("email",), name_by=("name",))

    def wanted(self, loading: Loading) -> Sequence[rows.Person]:
        return [replace(person, email=person.email.lower()) for person in loading.file.people]

    def stored(self, loading: Loading) -> dict[Key, Any]:
        loading.ids[self.name] = {loading.token(person): person.pk for person in loading.people}
        self.pks = {(token, 1): pk for token, pk in loading.ids[self.name].items()}
        return {
            (token, 1): rows.Person(f"{p.last_name}, {p.first_name}", token, p.phone)
            for p in loading.people
            for token in [loading.token(p)]
        }

    def changed_fields(self, change: RowChange) -> set[str]:
        names = super().changed_fields(change)
        return names - {"name"} | ({"last_name", "first_name"} if "name" in names else set())

    def attributes(self, loading: Loading, row: rows.Person) -> dict[str, Any]:
        return {
            "last_name": row.last_name,
            "first_name": row.first_name,
            "email": row.email,
            "phone": row.phone,
        }

    def add(self, loading: Loading, wanted: Sequence[rows.Person]) -> None:
        made = [Person(**self.attributes(loading, row)) for row in wanted]
        for person in Person.objects.bulk_create(made, batch_size=BATCH):
            loading.ids[self.name][person.email] = person.pk


class AbsenceTable(Table):
    """What the office or the person entered here is not changed by a file."""

    def __init__(self) -> None:
        key = ("person", "starts_on", "starts_at_slot")
        days = ("starts_on", "ends_on")
        super().__init__("absences", Absence, key=key, name_by=key[:2], days=days)

    def wanted(self, loading: Loading) -> Sequence[Any]:
        return sorted(super().wanted(loading), key=_standing_first)

    def stored(self, loading: Loading) -> dict[Key, Any]:
        found = super().stored(loading)
        pairs = sorted(
            ((row, self.pks[key]) for key, row in found.items()),
            key=lambda pair: (_standing_first(pair[0]), pair[1]),
        )
        result = keyed([row for row, _ in pairs], self.key)
        self.pks = dict(zip(result, [pk for _, pk in pairs], strict=True))
        return result

    def compare(self, loading: Loading) -> SheetChanges:
        changes = super().compare(loading)
        imported = set(
            self.queryset(loading).filter(source=Absence.Source.IMPORT).values_list("pk", flat=True)
        )
        for key in [key for key in changes.changed if self.pks[key] not in imported]:
            changes.left_alone[key] = changes.changed.pop(key).row
        return changes

    def changed_fields(self, change: RowChange) -> set[str]:
        names = super().changed_fields(change)
        return names | ({"decided_by", "decided_at"} if "status" in names else set())

    def attributes(self, loading: Loading, row: rows.Absence) -> dict[str, Any]:
        is_open = row.status == Absence.Status.REQUESTED
        return super().attributes(loading, row) | {
            "source": Absence.Source.IMPORT,
            "decided_by": None if is_open else loading.by,
            "decided_at": None if is_open else loading.at,
        }


def _standing_first(row: rows.Absence) -> bool:
    """Of two that start together, one of which was denied, the other comes first."""
    return row.status not in Absence.STANDING


def tables() -> tuple[Table, ...]:
    """A table for each sheet but the first, in the order in which one needs the other."""
    return (
        Table("special_days", SpecialDay, days=("on", "on")),
        Table("places", Place),
        Table("credential_kinds", CredentialKind),
        Table("activities", Activity),
        RotationTable("rotations", Rotation),
        RotationPartTable("demands", RotationDemand),
        PatternTable("patterns", PatternCell),
        RotationPartTable("weekly_shares", WeeklyShare),
        Table("curriculum", CurriculumItem, yearly=True, replaces=True),
        Table("call_types", CallType),
        PeopleTable(),
        Table("enrolments", Enrolment, yearly=True),
        Table("credentials", Credential),
        AbsenceTable(),
        Table(
            "requests",
            Request,
            name_by=("person", "kind", "rank"),
            yearly=True,
            replaces=True,
        ),
        Table("call_history", CallHistory, yearly=True, replaces=True),
        Table("rules", RuleSetting),
    )
