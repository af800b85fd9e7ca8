"""The history in sentences: who did what to which row, when, and through which door."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.db import models
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.timezone import localtime

from people.doors import Door
from people.history import Kept, kept
from people.models import Person, Program, Record, User
from people.permissions import programs_for
from people.wording.keeping import unpacked

LONGEST = 80
MOST_TOLD = 500
"""Values in the lists and tables of a column; of more it is said that they changed."""
SECRET = ("...", "....")

Key = tuple[type[models.Model], Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """One column before and after, in words; None: it may not be told, or there is nothing."""

    name: str
    before: str | None
    after: str | None
    hidden: bool = False

    def __str__(self) -> str:
        if self.hidden:
            return self.name
        return f"{self.name} from {self.before} to {self.after}"


@dataclass(frozen=True, slots=True)
class Told:
    """A record as one reader may read it."""

    record: Record
    who: str
    what: str
    differences: tuple[Difference, ...]

    @property
    def door(self) -> str:
        return Door(self.record.door).label

    @property
    def deed(self) -> str:
        end = f": {'; '.join(map(str, self.differences))}" if self.differences else ""
        return f"{self.record.get_verb_display()} {self.what}{end}"

    @property
    def sentence(self) -> str:
        """A task that nobody started is who did it, and its own door."""
        if self.who.lower() == self.door:
            return f"{self.who} {self.deed}."
        return f"{self.who} {self.deed}, through {self.door}."


# Which records


def records_for(user: User, *, at: datetime) -> QuerySet[Record]:
    """Those of the programs in which the user may see who changed what."""
    if user.is_superuser:
        return Record.objects.all()
    return records_in(*programs_for(user, "view_audit", at))


def records_in(*programs: Program) -> QuerySet[Record]:
    """Those of the programs, and of the people and accounts in them, who belong to none."""
    people = _keys(Person.objects.in_programs(programs))
    accounts = _keys(User.objects.in_programs(programs))
    return Record.objects.filter(
        Q(program__in=programs)
        | Q(kind=Person._meta.label_lower, row__in=people)
        | Q(kind=User._meta.label_lower, row__in=accounts)
    )


def _keys(rows: QuerySet[Any]) -> QuerySet[Any]:
    keys: QuerySet[Any] = rows.order_by().annotate(key=Cast("pk", CharField())).values("key")
    return keys


def records_of(row: models.Model) -> QuerySet[Record]:
    return Record.objects.filter(kind=row._meta.label_lower, row=str(row.pk))


# In sentences


def told(records: Sequence[Record], *, to: User | AnonymousUser, at: datetime) -> list[Told]:
    """In the same order; with as many queries as there are tables, however many records."""
    teller = Teller(records, to=to, at=at)
    return [teller.tell(record) for record in records]


class Teller:
    """Looks up the names that some records need, each table once."""

    def __init__(
        self, records: Sequence[Record], *, to: User | AnonymousUser, at: datetime
    ) -> None:
        self.records = records
        self.to = to
        self.at = at
        self._names: dict[Key, str] = {}
        self._look_up()

    def tell(self, record: Record) -> Told:
        return Told(record, self._who(record), self._what(record), tuple(self._differences(record)))

    @cached_property
    def _reads_private(self) -> frozenset[int]:
        programs = programs_for(self.to, "view_absence_reason", self.at)
        return frozenset(programs.values_list("pk", flat=True))

    def _who(self, record: Record) -> str:
        if record.by_id:
            return self._names.get((User, record.by_id), f"Account {record.by_id}")
        door = Door(record.door)
        return door.label.capitalize() if door == Door.TASK else "Somebody unknown"

    def _what(self, record: Record) -> str:
        table = kept.get(record.kind)
        if table is None:
            return _forgotten(record)
        name = self._names.get((table.model, record.row), "")
        return f"{table.model._meta.verbose_name} {f'“{name}”' if name else record.row}"

    def _differences(self, record: Record) -> Iterator[Difference]:
        """In the order of the table's columns."""
        table = kept.get(record.kind)
        if table is None or record.verb != Record.Verb.CHANGE:
            return
        before, after = record.before or {}, record.after or {}
        places = {field.column: place for place, field in enumerate(table.model._meta.fields)}
        for column in sorted(after, key=lambda each: places.get(each, len(places))):
            yield self._difference(table, record, column, before.get(column), after[column])

    def _difference(
        self, table: Kept, record: Record, column: str, before: Any, after: Any
    ) -> Difference:
        field = _field(table, column)
        name = str(field.verbose_name) if field is not None else column.replace("_", " ")
        too_long = _is_long(before) or _is_long(after)
        if self._hides(table, record, column) or (before, after) == SECRET or too_long:
            return Difference(name, None, None, hidden=True)
        return Difference(name, self._value(field, before), self._value(field, after))

    def _hides(self, table: Kept, record: Record, column: str) -> bool:
        return column in table.private and record.program_id not in self._reads_private

    def _value(self, field: models.Field[Any, Any] | None, value: Any) -> str:
        if value is None or value == "":
            return "nothing"
        if isinstance(value, bool):
            return "yes" if value else "no"
        if field is not None and field.related_model is not None:
            name = self._names.get((_related(field), str(value)))
            return f"“{name}”" if name else f"one that is gone ({value})"
        if field is not None and field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(field, models.DateTimeField):
            return f"{localtime(datetime.fromisoformat(value)):%d %b %Y %H:%M %Z}"
        text = str(unpacked(value))
        return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"

    # Names

    def _look_up(self) -> None:
        wanted: dict[type[models.Model], set[str]] = defaultdict(set)
        for model, key in self._wanted():
            wanted[model].add(str(key))
        for model, keys in wanted.items():
            for row in _rows(model, keys):
                self._names[model, str(row.pk)] = _name(row)
        for user_id in {record.by_id for record in self.records if record.by_id}:
            if name := self._names.get((User, str(user_id))):
                self._names[User, user_id] = name
        self._name_the_gone()

    def _wanted(self) -> Iterator[Key]:
        for record in self.records:
            if record.by_id:
                yield User, record.by_id
            if table := kept.get(record.kind):
                yield table.model, record.row
                for columns in (record.before, record.after) if record.verb == "change" else ():
                    yield from _references(table, columns or {})

    def _name_the_gone(self) -> None:
        """What a row was called when it was deleted, from what was written down then."""
        gone = Q(pk__in=[])
        for record in self.records:
            table = kept.get(record.kind)
            if table and (table.model, record.row) not in self._names:
                gone |= Q(kind=record.kind, row=record.row)
        last = list(Record.objects.filter(gone, verb="delete"))
        instances = [(record, _instance(kept[record.kind], record.before or {})) for record in last]
        _attach(instance for _, instance in instances if instance is not None)
        for record, instance in instances:
            if instance is not None:
                self._names[kept[record.kind].model, record.row] = _name(instance)


def _is_long(value: Any) -> bool:
    """So much in one column that nobody would learn anything from where it begins."""
    return next(islice(_parts(value), MOST_TOLD, None), None) is not None


def _parts(value: Any) -> Iterator[bool]:
    """One for each value in lists and tables, one after the other."""
    inside = value.values() if isinstance(value, dict) else value
    for each in inside if isinstance(value, dict | list) else ():
        yield True
        yield from _parts(each)


def _forgotten(record: Record) -> str:
    """What was done to the history itself; or to a table that has none any more."""
    if record.verb != Record.Verb.FORGET:
        return f"{record.kind} {record.row}"
    said = record.after or {}
    return f"{said.get('records')} records of before {said.get('before')}"


def _field(table: Kept, column: str) -> models.Field[Any, Any] | None:
    fields = table.model._meta.concrete_fields
    return next((field for field in fields if field.column == column), None)


def _related(field: models.Field[Any, Any]) -> type[models.Model]:
    related: Any = field.related_model
    return cast("type[models.Model]", related)


def _references(table: Kept, columns: dict[str, Any]) -> Iterator[Key]:
    for column, value in columns.items():
        field = _field(table, column)
        if value is not None and field is not None and field.related_model is not None:
            yield _related(field), value


def _rows(model: type[models.Model], keys: Iterable[str]) -> QuerySet[Any]:
    """With what their names are made of: the rows that they cannot do without."""
    needed = [
        field.name
        for field in model._meta.concrete_fields
        if field.related_model and not field.null
    ]
    table = kept.get(model._meta.label_lower)
    needed += table.named_by if table else ()
    return model._base_manager.filter(pk__in=keys).select_related(*needed)


def _name(row: models.Model) -> str:
    """A row whose neighbors are gone has no name any more."""
    try:
        return str(row)
    except ObjectDoesNotExist:
        return ""


def _instance(table: Kept, columns: dict[str, Any]) -> models.Model | None:
    """The row as it was, to be asked for its name."""
    try:
        values = {
            field.attname: field.to_python(columns[field.column])
            for field in table.model._meta.concrete_fields
            if field.column in columns
        }
    except (ValidationError, FieldDoesNotExist):
        return None
    return table.model(**values)


def _attach(instances: Iterable[models.Model]) -> None:
    """Give rows that are gone the neighbors that are there, each table asked once."""
    wanted: dict[type[models.Model], list[tuple[models.Model, Any]]] = defaultdict(list)
    for instance in instances:
        for field in instance._meta.concrete_fields:
            if field.related_model and getattr(instance, field.attname) is not None:
                wanted[_related(field)].append((instance, field))
    for model, uses in wanted.items():
        found = _rows(model, [str(getattr(row, field.attname)) for row, field in uses]).in_bulk()
        for row, field in uses:
            if (neighbor := found.get(getattr(row, field.attname))) is not None:
                setattr(row, field.name, neighbor)
