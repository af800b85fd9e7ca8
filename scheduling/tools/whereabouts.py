"""The tool that says who is where on a day."""

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
from scheduling.queries.manifest import Manifest
from scheduling.services.whereabouts import find_manifest


class DoingOut(BaseModel):
    """What some people do, and where."""

    site: str
    code: str
    name: str
    morning: list[str]
    afternoon: list[str]


class ManifestOut(BaseModel):
    """Unless it is known, nothing is published for the day and empty lists mean nothing."""

    program: str
    day: date
    known: bool
    doing: list[DoingOut]
    away: list[str] = Field(description="Away in some of the day; why is private.")


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Who is where", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def who_is_where_tool(
        day: Annotated[date | None, Field(description="By default, today.")] = None,
        program: Annotated[str, Field(description="Slug or name; needed only with several.")] = "",
    ) -> ManifestOut:
        """Say who is where in each half of a day, by site, as published.

        Who is away, off or free after call is at no site. For who has call, ask the tool for that.
        """
        by, now = current_user(Token.Scope.READ), timezone.now()
        asked = choose_program(by, program, at=now)
        found = find_manifest(asked, day or asked.today(now), by=by, at=now)
        return _out(asked.slug, found)


def _out(program: str, found: Manifest) -> ManifestOut:
    doing = [
        DoingOut(
            site=site.name,
            code=line.piece.code,
            name=line.piece.name,
            morning=list(line.halves[0]),
            afternoon=list(line.halves[1]),
        )
        for site in found.sites
        for line in site.lines
    ]
    away = sorted({name for names in found.away for name in names})
    return ManifestOut(program=program, day=found.day, known=found.known, doing=doing, away=away)
