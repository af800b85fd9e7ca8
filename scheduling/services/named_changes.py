"""Changes as programs and assistants write them: what is to happen, named by codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from scheduling.bridge.parts import Origin
from scheduling.models import Activity, Assignment, CallType, Rotation, ScheduleVersion
from scheduling.services.asked_changes import Change, ChangeRefused, Lock, Put, TakeAway

Kind = Assignment.Kind

SORTS: Mapping[str, type[Rotation | Activity | CallType]] = {
    Kind.ROTATION: Rotation,
    Kind.HALF_DAY: Activity,
    Kind.CALL: CallType,
}
WORDS = {Kind.ROTATION: "rotation", Kind.HALF_DAY: "activity", Kind.CALL: "call"}


@dataclass(frozen=True, slots=True)
class NamedChange:
    """`put` needs a person, a kind, a day and, but for leave, a code; the others an assignment.

    `expects` is the assignment that stands there; without one the cell is empty.
    """

    do: Literal["put", "take-away", "lock", "unlock"]
    expects: int | None = None
    person: int | None = None
    kind: str = ""
    code: str = ""
    day: date | None = None
    last_day: date | None = None
    slot: str = ""
    lock_reason: str = ""


def changes_named(version: ScheduleVersion, named: Iterable[NamedChange]) -> Sequence[Change]:
    """The same as the services take them; refused when a code or a part of it is missing."""
    return [_change(version, change) for change in named]


def _change(version: ScheduleVersion, named: NamedChange) -> Change:
    if named.do == "put":
        return _put(version, named)
    if named.expects is None:
        raise ChangeRefused(f"To {named.do}, name the assignment.", code="incomplete")
    if named.do == "take-away":
        return TakeAway(named.expects)
    if named.do == "lock" and not named.lock_reason:
        raise ChangeRefused("Say why the assignment is locked.", code="incomplete")
    return Lock(named.expects, named.lock_reason if named.do == "lock" else "")


def _put(version: ScheduleVersion, named: NamedChange) -> Put:
    if named.person is None or named.day is None or named.kind not in Kind.values:
        raise ChangeRefused(
            f"To put something, name a person, a day, and a kind: {', '.join(Kind.values)}.",
            code="incomplete",
        )
    return Put(
        named.person,
        named.day,
        _what(version, named),
        slot=named.slot,
        last_day=named.last_day,
        expects=named.expects,
        lock_reason=named.lock_reason,
    )


def _what(version: ScheduleVersion, named: NamedChange) -> Origin:
    if named.kind == Kind.LEAVE:
        return None
    program = version.schedule.program
    rows = SORTS[named.kind]._default_manager.filter(program=program, code=named.code)
    found = rows.first()
    if found is None:
        word = WORDS[Kind(named.kind)]
        raise ChangeRefused(f"{program} has no {word} “{named.code}”.", code="no-such-code")
    return found
