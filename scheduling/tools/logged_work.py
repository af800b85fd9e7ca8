"""The tools about work beside the schedule."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal

from django.core.exceptions import ValidationError
from django.utils import timezone
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from people.asking import CurrentUser, Door
from people.models import Person, Program, Token, User
from people.queries.programs import choose_program
from scheduling.models import LoggedWork
from scheduling.permissions import visible_logged_work
from scheduling.services.logged_work import log_work, withdraw_logged_work
from scheduling.tools.tiers import PROGRAM
from scheduling.tools.waivers import person_of

LONGEST = 366
Kind = Literal[
    "moonlighting_internal",
    "moonlighting_external",
    "called_in",
    "from_home",
    "stayed",
    "overtime",
    "not_worked",
]


class LoggedWorkOut(BaseModel):
    """An entry; one that was withdrawn counts no longer."""

    entry_id: int
    program: str
    person_id: int
    kind: str
    starts_at: datetime
    ends_at: datetime
    minutes: int
    reason: str
    withdrawn: bool


class LoggedOut(BaseModel):
    entries: list[LoggedWorkOut]


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    _register_list(server, door, current_user)
    _register_log(server, door, current_user)
    _register_withdraw(server, door, current_user)


def _register_list(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Logged work", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def logged_work_tool(
        first_day: date, last_day: date, program: Annotated[str, PROGRAM] = ""
    ) -> LoggedOut:
        """List work beside the schedule between two days: one's own, and everybody's for planners."""
        by, at = current_user(Token.Scope.READ), timezone.now()
        chosen = choose_program(by, program, at=at)
        if not 0 <= (last_day - first_day).days < LONGEST:
            raise ValidationError(
                f"{first_day} to {last_day} is not 1 to {LONGEST} days.", code="days"
            )
        first = datetime.combine(first_day, time(), chosen.zone)
        beyond = datetime.combine(last_day + timedelta(days=1), time(), chosen.zone)
        rows = visible_logged_work(by, at=at).filter(program=chosen).overlapping(first, beyond)
        return LoggedOut(entries=[_out(row) for row in rows])


def _register_log(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(
        title="Log work",
        annotations=ToolAnnotations(read_only_hint=False, destructive_hint=False),
    )
    @door
    def log_work_tool(
        kind: Kind,
        starts_at: Annotated[datetime, Field(description="Without an offset: the program's time.")],
        ends_at: datetime,
        reason: str = "",
        person_id: Annotated[int | None, Field(description="Nobody: oneself.")] = None,
        program: Annotated[str, PROGRAM] = "",
    ) -> LoggedWorkOut:
        """Record work that is over: it counts as hours, even where no rule allows it. `not_worked` is
        scheduled work that was not done, and is taken off them.

        One's own, or anybody's for the office; needs a token that can write.
        """
        by, at = current_user(Token.Scope.WRITE), timezone.now()
        chosen = choose_program(by, program, at=at)
        row = log_work(
            _person(chosen, person_id, by=by),
            program=chosen,
            kind=kind,
            starts_at=_aware(starts_at, chosen),
            ends_at=_aware(ends_at, chosen),
            reason=reason,
            by=by,
            at=at,
        )
        return _out(row)


def _register_withdraw(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(
        title="Withdraw logged work",
        annotations=ToolAnnotations(read_only_hint=False, destructive_hint=True),
    )
    @door
    def withdraw_logged_work_tool(entry_id: int) -> LoggedWorkOut:
        """Take an entry back; it stays on record and counts no longer.

        One's own, or anybody's for the office; needs a token that can write.
        """
        by, at = current_user(Token.Scope.WRITE), timezone.now()
        row = visible_logged_work(by, at=at).filter(pk=entry_id).first()
        if row is None:
            raise ValidationError(f"There is no entry {entry_id} for you to see.", code="no_entry")
        return _out(withdraw_logged_work(row, by=by, at=at))


def _person(program: Program, person_id: int | None, *, by: User) -> Person:
    if person_id is not None:
        return person_of(program, person_id)
    own = Person.objects.in_programs([program]).filter(user=by).first()
    if own is None:
        raise ValidationError(f"You are nobody on the schedule of {program}.", code="no_person")
    return own


def _aware(moment: datetime, program: Program) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=program.zone)


def _out(row: LoggedWork) -> LoggedWorkOut:
    return LoggedWorkOut(
        entry_id=row.pk,
        program=row.program.slug,
        person_id=row.person_id,
        kind=row.kind,
        starts_at=row.starts_at.astimezone(row.program.zone),
        ends_at=row.ends_at.astimezone(row.program.zone),
        minutes=row.minutes,
        reason=row.reason,
        withdrawn=row.withdrawn_at is not None,
    )
