"""The tools that look at changes, make them in a draft, and say what was published when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from django.core.exceptions import ValidationError
from django.utils import timezone
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from people.asking import CurrentUser, Door
from people.models import Token, User
from people.permissions import require
from people.queries.programs import choose_program
from scheduling.models import ChangeSet, ScheduleVersion
from scheduling.permissions import visible_changes
from scheduling.queries.change_history import change_history
from scheduling.queries.version_changes import VersionChanges, beside, reasons_to_ask
from scheduling.services.approval import submit_version
from scheduling.services.changes import Preview, apply_changes, preview_changes
from scheduling.services.check import Finding
from scheduling.services.named_changes import NamedChange, changes_named
from scheduling.services.scenarios import open_scenario
from scheduling.services.undoing import undo_change_set
from scheduling.tools.looking import version_of
from scheduling.tools.solves import academic_year_of_program

READ = ToolAnnotations(read_only_hint=True)
WRITE = ToolAnnotations(read_only_hint=False, destructive_hint=True)
MOST_SETS, MOST_LINES = 50, 300


class ChangeIn(BaseModel):
    """`put` needs a person, a kind, a day and, but for leave, a code; the others an assignment."""

    do: Literal["put", "take-away", "lock", "unlock"]
    expects: int | None = Field(
        default=None, description="The assignment that stands there; none: the cell is empty."
    )
    person_id: int | None = None
    kind: Literal["", "rotation", "half-day", "call", "leave"] = ""
    code: str = ""
    day: date | None = None
    last_day: date | None = Field(default=None, description="Of a rotation or leave.")
    slot: Literal["", "AM", "PM"] = Field(default="", description="Of a half-day.")
    lock_reason: str = Field(default="", max_length=200)


Changes = Annotated[list[ChangeIn], Field(min_length=1, max_length=200)]


class PreviewOut(BaseModel):
    """What changes would do; nothing is done."""

    sentence: str
    allowed: bool
    against: list[str] = Field(description="Rules that must hold and would not.")
    lacks: list[str] = Field(description="What the draft would still lack.")
    advisories: list[str]
    mended: list[str]
    asks_for_a_reason: list[str]


class ChangeSetOut(BaseModel):
    change_set_id: int
    kind: str
    by: str | None
    at: datetime
    door: str
    sentence: str
    reason: str
    conflicts: list[str]
    taken_back: bool


class PersonChangesOut(BaseModel):
    person_id: int
    name: str
    lines: list[str]


class DifferencesOut(BaseModel):
    """What publishing a draft would change. `left_out` lines are not told here."""

    version_id: int
    compared_with: int | None = Field(description="The published version; none: nothing is.")
    cells: int
    percent: float
    people: list[PersonChangesOut]
    left_out: int
    asks_for_a_reason: list[str]


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    _register_preview(server, door, current_user)
    _register_change(server, door, current_user)
    _register_undo(server, door, current_user)
    _register_history(server, door, current_user)
    _register_differences(server, door, current_user)
    _register_submit(server, door, current_user)
    _register_scenario(server, door, current_user)


def _register_preview(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Look at changes", annotations=READ)
    @door
    def preview_changes_tool(version_id: int, changes: Changes) -> PreviewOut:
        """Say what changes of a draft or of what is published would break and mend.

        Needs the right to edit the schedule. Nothing is changed.
        """
        by, at = current_user(Token.Scope.READ), timezone.now()
        version = version_of(version_id, by=by, at=at)
        found = preview_changes(version, changes_named(version, _named(changes)), by=by, at=at)
        return _preview(found)


def _register_change(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Change a draft", annotations=WRITE)
    @door
    def change_draft_tool(
        version_id: int,
        changes: Changes,
        reason: Annotated[str, Field(max_length=300)] = "",
    ) -> ChangeSetOut:
        """Make changes in a draft, all or none; a person looks at the draft and publishes it.

        Refused when something else stands there by now, when it is locked, and when a rule that
        protects people would break. What is published is not changed by this tool. Needs the right
        to edit the schedule, and a token that can write.
        """
        by, at = current_user(Token.Scope.WRITE), timezone.now()
        version = version_of(version_id, by=by, at=at)
        require_a_draft(version)
        asked = changes_named(version, _named(changes))
        return _made(apply_changes(version, asked, by=by, at=at, reason=reason))


def _register_undo(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Take a change back", annotations=WRITE)
    @door
    def undo_change_tool(
        change_set_id: int,
        partly: Annotated[
            bool, Field(description="Leave cells as they are that changed since.")
        ] = False,
        reason: Annotated[str, Field(max_length=300)] = "",
    ) -> ChangeSetOut:
        """Take a change of a draft back; of one that was taken back, make it again.

        Needs the right to edit the schedule, and a token that can write.
        """
        by, at = current_user(Token.Scope.WRITE), timezone.now()
        made = _change_set(change_set_id, by=by, at=at)
        require_a_draft(made.version)
        return _made(undo_change_set(made, by=by, at=at, reason=reason, partly=partly))


def _register_history(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Read what was changed", annotations=READ)
    @door
    def recent_changes_tool(
        version_id: int, most: Annotated[int, Field(ge=1, le=MOST_SETS)] = 20
    ) -> list[ChangeSetOut]:
        """Say what was changed in a version, the last first: who, when, why. For those who plan."""
        by, at = current_user(Token.Scope.READ), timezone.now()
        version = version_of(version_id, by=by, at=at)
        require(by, "view_draft", version.schedule.program, at=at)
        return [_made(made) for made in change_history(version)[:most]]


def _register_differences(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Compare a draft with what is published", annotations=READ)
    @door
    def draft_differences_tool(version_id: int) -> DifferencesOut:
        """Say what publishing a draft would change, person by person. For those who plan."""
        by, at = current_user(Token.Scope.READ), timezone.now()
        version = version_of(version_id, by=by, at=at)
        require(by, "view_draft", version.schedule.program, at=at)
        return _differences(VersionChanges(beside(version), version), at=at)


def _register_submit(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Submit a draft", annotations=WRITE)
    @door
    def submit_draft_tool(version_id: int) -> str:
        """Say that a draft is ready for a person's approval; nothing is approved or published.

        Needs the right to edit the schedule, and a token that can write.
        """
        by, at = current_user(Token.Scope.WRITE), timezone.now()
        version = submit_version(version_of(version_id, by=by, at=at), by=by, at=at)
        return f"Version {version.number} is submitted for approval."


def _register_scenario(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Open a scenario", annotations=WRITE)
    @door
    def open_scenario_tool(
        name: Annotated[str, Field(max_length=80, description="What if …")],
        academic_year: Annotated[int, Field(description="The year in which it starts, like 2026.")],
        program: Annotated[str, Field(description="Slug or name; needed only with several.")] = "",
    ) -> int:
        """Open a copy of the draft in which something is tried, and return its version's id.

        The tools that look at changes, make them and compare take it like a draft; a person takes
        it over or discards it. Needs the right to edit the schedule, and a token that can write.
        """
        by, at = current_user(Token.Scope.WRITE), timezone.now()
        year = academic_year_of_program(choose_program(by, program, at=at), academic_year)
        return open_scenario(year, name, by=by, at=at).pk


def require_a_draft(version: ScheduleVersion) -> None:
    """What is published is changed by people."""
    if version.status != ScheduleVersion.Status.DRAFT:
        raise ValidationError(
            f"Version {version.number} is {version.get_status_display().lower()}. An assistant "
            "changes drafts only.",
            code="not-a-draft",
        )


def _named(changes: list[ChangeIn]) -> list[NamedChange]:
    return [
        NamedChange(person=change.person_id, **change.model_dump(exclude={"person_id"}))
        for change in changes
    ]


def _change_set(key: int, *, by: User, at: datetime) -> ChangeSet:
    made = visible_changes(by, at=at).filter(pk=key).first()
    if made is None:
        raise ValidationError(f"There is no change {key} for you to see.", code="no_change")
    return made


def _preview(found: Preview) -> PreviewOut:
    def words(faults: tuple[Finding, ...]) -> list[str]:
        return [fault.message for fault in faults]

    return PreviewOut(
        sentence=found.sentence,
        allowed=found.allowed,
        against=words(found.against),
        lacks=words(found.lacks),
        advisories=words(found.judged.advisories),
        mended=words(found.judged.mended),
        asks_for_a_reason=list(found.reasons),
    )


def _made(made: ChangeSet) -> ChangeSetOut:
    return ChangeSetOut(
        change_set_id=made.pk,
        kind=made.get_kind_display(),
        by=str(made.by) if made.by else None,
        at=made.at,
        door=made.get_door_display(),
        sentence=made.sentence,
        reason=made.reason,
        conflicts=made.conflicts,
        taken_back=hasattr(made, "undone_by"),
    )


def _differences(changes: VersionChanges, *, at: datetime) -> DifferencesOut:
    people, room, left_out = [], MOST_LINES, 0
    for each in changes.per_person() if changes.before else ():
        lines = [difference.sentence for difference in each.differences]
        told, left_out = lines[:room], left_out + max(0, len(lines) - room)
        room -= len(told)
        people.append(PersonChangesOut(person_id=each.person.pk, name=str(each.person), lines=told))
    return DifferencesOut(
        version_id=changes.after.pk,
        compared_with=changes.before.number if changes.before else None,
        cells=len(changes.cells),
        percent=round(changes.percent, 1),
        people=people,
        left_out=left_out,
        asks_for_a_reason=list(reasons_to_ask(changes, changes.after.schedule.program, at=at)),
    )
