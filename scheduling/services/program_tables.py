"""How a sheet of a program workbook lies in a table: what is stored, and how changes are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db import models

from scheduling.program_file.changes import Key, RowChange, SheetChanges, compare, keyed
from scheduling.program_file.layout import BY_FIELD
from scheduling.program_file.sheet import Column
from scheduling.services.loading import Loading

BATCH = 1000


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
