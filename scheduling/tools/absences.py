"""The tools about leave: who is away, what a leave would do, and asking for one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.core.exceptions import ValidationError
from django.utils import timezone
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from people.asking import CurrentUser, Door
from people.models import Absence, Person, Token, User
from people.permissions import programs_for
from people.privacy import AbsenceReader
from people.queries.own import own_person
from people.queries.programs import choose_program
from people.services.absences import request_absence
from scheduling.permissions import visible_absences
from scheduling.services.consequence_words import verdict_on
from scheduling.services.consequences import consequences_of

MOST = 200
Day = Annotated[date, Field(description="Like 2026-07-01.")]
Program = Annotated[str, Field(description="Slug or name; needed only with several.")]


class AbsenceOut(BaseModel):
    """An absence; the label is “Away” where the caller may not know why."""

    absence_id: int
    person_id: int
    roster_name: str
    label: str
    starts_on: date
    starts_at_slot: str
    ends_on: date
    ends_slot: str
    status: str


class LeaveCheckOut(BaseModel):
    """What follows if the absence is approved."""

    fits: bool
    sentence: str
    against: list[str] = Field(description="What speaks against it.")
    arrange: list[str] = Field(description="What somebody has to arrange.")
    know: list[str] = Field(description="What is good to know, with the arithmetic.")
    repair_id: int | None = Field(
        description="The latest search for cover; see repair_status_tool."
    )


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    _register_list(server, door, current_user)
    _register_check(server, door, current_user)
    _register_propose(server, door, current_user)


def _register_list(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Who is away", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def list_absences_tool(
        first_day: Day,
        last_day: Day,
        program: Program = "",
    ) -> list[AbsenceOut]:
        """List absences and requests that touch some days: the caller's own, and everybody's for
        those who plan. Why somebody is away is told to the office only."""
        by, at = current_user(Token.Scope.READ), timezone.now()
        asked = choose_program(by, program, at=at)
        rows = visible_absences(by, at=at).standing().filter(program=asked)
        reader = AbsenceReader(by, at=at)
        found = rows.overlapping(first_day, last_day).order_by("starts_on", "pk")[:MOST]
        return [_out(absence, reader) for absence in found]


def _register_check(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="What a leave would do", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def check_leave_tool(
        absence_id: Annotated[int | None, Field(description="An absence or a request.")] = None,
        person_id: Annotated[int | None, Field(description="Or somebody and days.")] = None,
        starts_on: date | None = None,
        ends_on: date | None = None,
        kind: Annotated[str, Field(description="Such as vacation or parental.")] = "vacation",
        program: Program = "",
    ) -> LeaveCheckOut:
        """Say what breaks if an absence is approved: calls, clinics, attendings, hours, who else is
        away, balances and the board's limits. Saves nothing; a leave may be only thought of."""
        by, at = current_user(Token.Scope.READ), timezone.now()
        if absence_id is not None:
            absence = _absence(absence_id, by=by, at=at)
        else:
            absence = _thought(person_id, starts_on, ends_on, kind, program, by=by, at=at)
        found = consequences_of(absence, by=by, at=at)
        verdict = verdict_on(found)
        return LeaveCheckOut(
            fits=verdict.fits,
            sentence=verdict.sentence,
            against=list(verdict.against),
            arrange=list(verdict.arrange),
            know=list(verdict.know),
            repair_id=found.repair.pk if found.repair else None,
        )


def _register_propose(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(
        title="Ask for leave",
        annotations=ToolAnnotations(read_only_hint=False, destructive_hint=False),
    )
    @door
    def request_leave_tool(
        starts_on: Day,
        ends_on: Day,
        kind: Annotated[str, Field(description="Such as vacation, conference or parental.")],
        reason: Annotated[str, Field(description="Only the person and the office read it.")] = "",
        program: Program = "",
    ) -> AbsenceOut:
        """Ask for the caller's own leave; a person at the office decides. Needs a token that can
        write. Look with check_leave_tool first."""
        by, at = current_user(Token.Scope.WRITE), timezone.now()
        asked = choose_program(by, program, at=at)
        absence = request_absence(
            own_person(by), program=asked, by=by, at=at, kind=_kind(kind),
            starts_on=starts_on, ends_on=ends_on, reason=reason,
        )  # fmt: skip
        return _out(absence, AbsenceReader(by, at=at))


def _absence(key: int, *, by: User, at: datetime) -> Absence:
    absence = visible_absences(by, at=at).filter(pk=key).first()
    if absence is None:
        raise ValidationError(f"There is no absence {key} for you to see.", code="no_absence")
    return absence


def _thought(
    person: int | None,
    first: date | None,
    last: date | None,
    kind: str,
    program: str,
    *,
    by: User,
    at: datetime,
) -> Absence:
    if first is None or last is None:
        raise ValidationError("Name an absence, or somebody's first and last day.", code="what")
    asked = choose_program(by, program, at=at)
    who = own_person(by) if person is None else _somebody(person, by=by, at=at)
    absence = Absence(program=asked, person=who, kind=_kind(kind), starts_on=first, ends_on=last)
    absence.clean()
    return absence


def _somebody(key: int, *, by: User, at: datetime) -> Person:
    programs = programs_for(by, "view_absences", at)
    known = Person.objects.in_programs(programs).filter(pk=key).first()
    own = Person.objects.filter(user=by, pk=key).first()
    person = known or own
    if person is None:
        raise ValidationError(f"There is no person {key} for you to see.", code="no_person")
    return person


def _kind(name: str) -> str:
    if name not in Absence.Kind.values:
        known = ", ".join(Absence.Kind.values)
        raise ValidationError(f"There is no kind “{name}”; there are {known}.", code="kind")
    return name


def _out(absence: Absence, reader: AbsenceReader) -> AbsenceOut:
    return AbsenceOut(
        absence_id=absence.pk,
        person_id=absence.person_id,
        roster_name=absence.person.roster_name,
        label=reader.read(absence).label,
        starts_on=absence.starts_on,
        starts_at_slot=absence.starts_at_slot,
        ends_on=absence.ends_on,
        ends_slot=absence.ends_slot,
        status=absence.status,
    )
