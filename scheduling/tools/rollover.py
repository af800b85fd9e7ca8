"""The tool about the turn of the academic year. It only looks: a person applies."""

from __future__ import annotations

from typing import Annotated

from django.utils import timezone
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from people.asking import CurrentUser, Door
from people.models import Token
from people.queries.programs import choose_program
from scheduling.engine.promotion import Turn
from scheduling.queries.rollover_words import sentences
from scheduling.services.rollover import preview_rollover
from scheduling.tools.tiers import PROGRAM


class TurnOut(BaseModel):
    """What the turn would do; nothing was changed."""

    program: str
    into: int
    promoted: int
    graduate: int
    stay: int
    leave: int
    begin: int
    undecided: list[str] = Field(description="Residents of whom somebody has to say.")
    sentences: list[str]


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(
        title="Turn of the academic year", annotations=ToolAnnotations(read_only_hint=True)
    )
    @door
    def turn_of_year_tool(
        year: Annotated[int, Field(description="The year that begins on 1 July, such as 2027.")],
        program: Annotated[str, PROGRAM] = "",
    ) -> TurnOut:
        """Say what turning the academic year would do: who is promoted, graduates, stays or begins,
        the calendar, call and training carried over, credentials that run out.

        A dry run. Somebody of the office applies it on the site.
        """
        by, at = current_user(Token.Scope.READ), timezone.now()
        chosen = choose_program(by, program, at=at)
        plan = preview_rollover(chosen, year, by=by, at=at)
        return TurnOut(
            program=chosen.slug,
            into=year,
            promoted=plan.counts.get(Turn.PROMOTE, 0),
            graduate=plan.counts.get(Turn.GRADUATE, 0),
            stay=plan.counts.get(Turn.STAY, 0),
            leave=plan.counts.get(Turn.LEAVE, 0),
            begin=len(plan.people.beginnings),
            undecided=[step.person.full_name for step in plan.undecided],
            sentences=list(sentences(plan)),
        )
