"""The tool about credentials that run out."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.utils import timezone
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from people.asking import CurrentUser, Door
from people.models import Token
from people.queries.programs import choose_program
from scheduling.queries.running_out import STAGES, RunningOut
from scheduling.services.credential_news import credentials_running_out
from scheduling.tools.tiers import PROGRAM


class CredentialOut(BaseModel):
    """A credential that no later one replaces."""

    person_id: int
    person: str
    credential: str
    last_day: date
    days_left: int = Field(description="Below nothing: it has ended.")
    needed_afterwards: int = Field(description="Half-days of the published schedule.")
    words: str


class CredentialsOut(BaseModel):
    program: str
    credentials: list[CredentialOut]


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Credentials running out", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def credentials_running_out_tool(
        days: Annotated[int, Field(description="How far to look ahead.")] = STAGES[-1],
        program: Annotated[str, PROGRAM] = "",
    ) -> CredentialsOut:
        """List credentials that run out soon or have, and what in the schedule needs them."""
        by, at = current_user(Token.Scope.READ), timezone.now()
        chosen = choose_program(by, program, at=at)
        found = credentials_running_out(chosen, within=days, by=by, at=at)
        return CredentialsOut(program=chosen.slug, credentials=[_out(row) for row in found])


def _out(row: RunningOut) -> CredentialOut:
    return CredentialOut(
        person_id=row.credential.person_id,
        person=row.person.full_name,
        credential=row.credential.kind.code,
        last_day=row.expires_on,
        days_left=row.days_left,
        needed_afterwards=len(row.needs),
        words=f"{row.sentence} {row.need_sentence}".strip(),
    )
