"""Changing several rows alike: looked at first, made all or nothing, taken back as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from people.models import Credential, Enrolment, JointChange, Program, User
from people.permissions import programs_for, require
from people.services.saving import save_checked

MOST_ROWS = 500
BOOLEANS = {"true": True, "false": False}
"""As forms and JSON write them."""

Values = Mapping[str, Any]
"""By field, as people or programs write them."""


@dataclass(frozen=True)
class Offer:
    """What of a table may be changed for several rows together, and by whom."""

    model: type[models.Model]
    fields: tuple[str, ...]
    action: str


offers: dict[str, Offer] = {}
"""By the name of the table. Filled by each app for its own."""


def offer(model: type[models.Model], *fields: str, action: str) -> None:
    offers[model._meta.label_lower] = Offer(model, fields, action)


offer(
    Enrolment,
    *("fte_percent", "track", "clinic_min", "clinic_max", "clinic_block_max", "clinic_group"),
    *("supervision_min", "supervision_max", "call_eligible", "starts_on", "ends_on"),
    "visiting_from",
    action="manage_people",
)
offer(Credential, "issued_on", "expires_on", action="manage_credentials")


@dataclass(frozen=True)
class Difference:
    """One field of a row before and after, in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class RowChange:
    """What becomes of a row; `refusal` says why it may not be so."""

    row: models.Model
    differences: tuple[Difference, ...]
    refusal: str


@dataclass(frozen=True)
class JointPreview:
    """What the change would do to each row that it changes."""

    changes: tuple[RowChange, ...]
    unchanged: int

    @property
    def refused(self) -> list[RowChange]:
        return [change for change in self.changes if change.refusal]


def preview_together(
    kind: str, rows: Iterable[models.Model], values: Values, *, by: User, at: datetime
) -> JointPreview:
    """What setting these values would change. Writes nothing."""
    chosen = list(rows)
    program = _allowed(kind, chosen, by=by, at=at)
    clean = _clean(offers[kind], program, values)
    changes = [_look(row, clean) for row in chosen]
    changed = [change for change in changes if change.differences]
    return JointPreview(tuple(changed), len(changes) - len(changed))


@transaction.atomic
def change_together(
    kind: str, rows: Iterable[models.Model], values: Values, *, by: User, at: datetime
) -> JointChange:
    """Set these values in all of the rows, or in none."""
    chosen = list(rows)
    program = _allowed(kind, chosen, by=by, at=at)
    clean = _clean(offers[kind], program, values)
    manager = offers[kind].model._default_manager
    before = {}
    for row in manager.select_for_update().filter(pk__in=[row.pk for row in chosen]):
        was = _held(row, clean)
        _set(row, clean)
        if _held(row, clean) != was:
            before[row.pk] = was
            _save(row)
    if not before:
        raise ValidationError("Every row is so already.", code="nothing-to-do")
    made = JointChange(
        program=program,
        kind=kind,
        values=_stored(offers[kind].model, clean),
        rows=[[key, was] for key, was in before.items()],
        by=by,
        at=at,
    )
    made.save()
    return made


@transaction.atomic
def undo_together(change: JointChange, *, by: User, at: datetime) -> JointChange:
    """Give each row what it held before; refused where one was changed since, or is gone."""
    offered = offers[change.kind]
    require(by, offered.action, change.program, at=at)
    locked = JointChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if locked.undone_at is not None:
        raise ValidationError("This was taken back already.", code="already-undone")
    was: dict[int, dict[str, Any]] = dict(locked.rows)
    rows = list(offered.model._default_manager.select_for_update().filter(pk__in=was))
    changed = [str(row) for row in rows if _held(row, locked.values) != locked.values]
    if len(rows) < len(was):
        changed.append(f"{len(was) - len(rows)} that are gone")
    if changed:
        raise ValidationError(
            f"Changed since, so that nothing is taken back: {'; '.join(changed[:10])}.",
            code="changed-since",
        )
    for row in rows:
        _set(row, _read(offered.model, was[row.pk]))
        _save(row)
    JointChange.objects.filter(pk=locked.pk).update(undone_by=by, undone_at=at)
    change.refresh_from_db()
    return change


def _allowed(kind: str, rows: Sequence[models.Model], *, by: User, at: datetime) -> Program:
    """The one program of the rows, in which the user may change them."""
    if kind not in offers:
        known = ", ".join(sorted(offers))
        raise ValidationError(
            f"“{kind}” cannot be changed together. There is {known}.", code="unknown-kind"
        )
    if not rows or len(rows) > MOST_ROWS:
        raise ValidationError(
            f"Choose 1 to {MOST_ROWS} rows; these are {len(rows)}.", code="how-many"
        )
    programs = {_program(row) for row in rows}
    for program in programs:
        require(by, offers[kind].action, program, at=at)
    if len(programs) > 1:
        names = ", ".join(sorted(map(str, programs)))
        raise ValidationError(f"Choose rows of one program, not of {names}.", code="programs")
    return programs.pop()


def _program(row: models.Model) -> Program:
    program: Program = row.program  # type: ignore[attr-defined]
    return program


def _clean(offered: Offer, program: Program, values: Values) -> dict[str, Any]:
    """As Python has them; what a field does not take is refused by its name."""
    unknown = [name for name in values if name not in offered.fields]
    if unknown or not values:
        raise ValidationError(
            f"Set some of {', '.join(offered.fields)}{'; not ' + unknown[0] if unknown else ''}.",
            code="unknown-field",
        )
    return {name: _value(offered.model, name, program, raw) for name, raw in values.items()}


def _value(model: type[models.Model], name: str, program: Program, raw: Any) -> Any:
    field: Any = model._meta.get_field(name)
    if raw in (None, "") and field.blank:
        return None if field.null else ""
    try:
        if field.is_relation:
            return _row_of(field, program, raw)
        return field.clean(BOOLEANS.get(raw, raw) if isinstance(raw, str) else raw, None)
    except ValidationError as refusal:
        words = " ".join(refusal.messages)
        raise ValidationError(f"{field.verbose_name}: {words}", code="field") from refusal


def _row_of(field: Any, program: Program, raw: Any) -> models.Model:
    """A row of the same program."""
    key = field.target_field.to_python(raw)
    found: models.Model | None = field.related_model._default_manager.filter(
        pk=key, program=program
    ).first()
    if found is None:
        raise ValidationError(f"{program} has none with the key {raw}.", code="unknown-row")
    return found


def _look(row: models.Model, clean: Values) -> RowChange:
    """On a copy of the row, which is not saved."""
    fields = {name: row._meta.get_field(name) for name in clean}
    before = {name: _words(getattr(row, name)) for name in clean}
    _set(row, clean)
    after = {name: _words(getattr(row, name)) for name in clean}
    differences = tuple(
        Difference(str(getattr(field, "verbose_name", name)), before[name], after[name])
        for name, field in fields.items()
        if before[name] != after[name]
    )
    return RowChange(row, differences, _refusal(row) if differences else "")


def _refusal(row: models.Model) -> str:
    try:
        row.full_clean()
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


def _save(row: models.Model) -> None:
    try:
        save_checked(row)
    except ValidationError as refusal:
        raise ValidationError(f"{row}: {' '.join(refusal.messages)}", code="row") from refusal


def _set(row: models.Model, values: Values) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "–" if value is None or value == "" else str(value)  # noqa: RUF001


# As JSON


def _held(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: _plain(row._meta.get_field(name), row) for name in names}


def _plain(field: Any, row: models.Model) -> Any:
    """A date as it is written, a row as its key."""
    value = field.value_from_object(row)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _stored(model: type[models.Model], clean: Values) -> dict[str, Any]:
    row = model()
    _set(row, clean)
    return _held(row, clean)


def _read(model: type[models.Model], stored: Values) -> dict[str, Any]:
    """By the columns, so that a row is given by its key."""
    fields: dict[str, Any] = {name: model._meta.get_field(name) for name in stored}
    return {field.attname: field.to_python(stored[name]) for name, field in fields.items()}


def rows_of(kind: str, keys: Iterable[int], *, by: User, at: datetime) -> models.QuerySet[Any]:
    """The rows of a table with these keys. Those of other programs are not there."""
    if kind not in offers:
        return JointChange.objects.none()
    wanted = set(keys)
    programs = programs_for(by, offers[kind].action, at)
    rows = offers[kind].model._default_manager.filter(pk__in=wanted, program__in=programs)
    missing = len(wanted) - rows.count()
    if missing:
        raise ValidationError(
            f"Of these {len(wanted)} rows {missing} are not there for you to change.",
            code="rows-missing",
        )
    return rows.select_related("program")
