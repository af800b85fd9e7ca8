"""Which table each sheet of a program workbook lies in; the sheets that need more than their names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import models

from people.models import Absence, Credential, CredentialKind, Enrolment, Person
from scheduling.bridge.rules import in_effect
from scheduling.engine.packs import read_pack
from scheduling.models import (
    Activity,
    AttendingShare,
    AttendingWeek,
    CallDayWish,
    CallHistory,
    CallType,
    Credit,
    CurriculumItem,
    PackChoice,
    PatternCell,
    Place,
    Request,
    Requirement,
    Rotation,
    RotationDemand,
    RuleSetting,
    SessionDemand,
    SpecialDay,
    SupervisionLevel,
    WeeklyShare,
)
from scheduling.program_file import program as rows
from scheduling.program_file.changes import Key, RowChange, SheetChanges, keyed
from scheduling.program_file.program import PATTERN_SLOTS
from scheduling.services.loading import Loading
from scheduling.services.program_tables import BATCH, Table
from scheduling.services.rule_packs import store_packs


class ActivityTable(Table):
    """What is done beside something is tied to it once both are there; it may be itself."""

    def write(self, loading: Loading, changes: SheetChanges) -> None:
        self.add(loading, list(changes.added.values()))
        self.change(loading, changes)

    def add(self, loading: Loading, wanted: Sequence[rows.Activity]) -> None:
        super().add(loading, [replace(row, beside=None, beside_credential=None) for row in wanted])
        ids, kinds = loading.ids[self.name], loading.ids["credential_kinds"]
        tied = [
            Activity(
                pk=ids[row.code],
                beside_id=ids[row.beside],
                beside_credential_id=kinds[row.beside_credential]
                if row.beside_credential
                else None,
            )
            for row in wanted
            if row.beside
        ]
        Activity.objects.bulk_update(tied, ["beside", "beside_credential"], batch_size=BATCH)


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


class CallPartTable(Table):
    """What is said of call types; it is replaced for those that the file has."""

    def __init__(self, name: str, model: type[models.Model]) -> None:
        super().__init__(name, model, scope="call_type__program")

    def _goes(self, loading: Loading, row: Any) -> bool:
        return any(row.call_type == call_type.code for call_type in loading.file.call_types)


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


class PackTable(Table):
    """The whole choice is replaced, in its order; a file without any leaves it as it is.

    A file speaks of its year: of a program that is there already the packs hold from the first day
    of the year on, or from when they take effect in it, and what held before stays.
    """

    def __init__(self) -> None:
        super().__init__("rule_packs", PackChoice, replaces=True)

    def _goes(self, loading: Loading, row: Any) -> bool:
        return bool(loading.file.rule_packs)

    def queryset(self, loading: Loading) -> models.QuerySet[Any]:
        return super().queryset(loading).filter(in_effect(loading.days.ends_on))

    def wanted(self, loading: Loading) -> Sequence[rows.PackChoice]:
        """The packs of the file, counted from 0 as they are stored."""
        chosen = sorted(loading.file.rule_packs, key=lambda row: row.position)
        return [replace(row, position=number) for number, row in enumerate(chosen)]

    def write(self, loading: Loading, changes: SheetChanges) -> None:
        if loading.program and not changes.is_empty:
            packs = [row.pack for row in self.wanted(loading)]
            begins = [day for name in packs if (day := read_pack(name).effective_from)]
            starting = max([loading.days.starts_on, *begins]) if self.pks else None
            store_packs(loading.program, packs, starting=starting)


def tables() -> tuple[Table, ...]:
    """A table for each sheet but the first, in the order in which one needs the other."""
    return (
        Table("special_days", SpecialDay, days=("on", "on")),
        Table("places", Place),
        Table("credential_kinds", CredentialKind),
        ActivityTable("activities", Activity),
        RotationTable("rotations", Rotation),
        RotationPartTable("demands", RotationDemand),
        PatternTable("patterns", PatternCell),
        RotationPartTable("weekly_shares", WeeklyShare),
        Table("session_demands", SessionDemand, replaces=True),
        Table("curriculum", CurriculumItem, yearly=True, replaces=True),
        Table("requirements", Requirement),
        Table("call_types", CallType),
        RotationPartTable("attending_weeks", AttendingWeek),
        RotationPartTable("attending_shares", AttendingShare),
        CallPartTable("call_day_wishes", CallDayWish),
        PeopleTable(),
        Table("enrolments", Enrolment, yearly=True),
        Table("credentials", Credential),
        Table("credits", Credit, yearly=True, replaces=True),
        Table("supervision_levels", SupervisionLevel),
        AbsenceTable(),
        Table(
            "requests",
            Request,
            name_by=("person", "kind", "rank"),
            yearly=True,
            replaces=True,
        ),
        Table("call_history", CallHistory, yearly=True, replaces=True),
        PackTable(),
        Table("rules", RuleSetting),
    )
