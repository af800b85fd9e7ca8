"""The tool that looks ahead: what lies before a solve."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from django.utils import timezone
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from people.asking import CurrentUser, Door
from people.models import Token
from people.queries.programs import choose_program
from scheduling.engine.preflight import Preflight
from scheduling.services.preflight import look_ahead
from scheduling.tools.solves import academic_year_of_program, block_of_year

READ = ToolAnnotations(read_only_hint=True)
MOST_LINES = 100


class SupplyOut(BaseModel):
    week: date
    sort: str
    name: str
    needed: int
    takes: int | None
    people: int
    short: int


class PreflightOut(BaseModel):
    """Counted, not searched: what is not certain here may clash all the same."""

    rules_off: list[str]
    rules_idle: list[str]
    certain_to_clash: list[str]
    broken_by_what_is_fixed: list[str]
    short_supply: list[SupplyOut]
    left_out: int = Field(description=f"Beyond the first {MOST_LINES} of each.")


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Look before generating", annotations=READ)
    @door
    def preflight_tool(
        scope: Literal["year", "call", "block"],
        academic_year: Annotated[int, Field(description="The year in which it starts, like 2026.")],
        program: Annotated[str, Field(description="Slug or name; needed only with several.")] = "",
        block: Annotated[
            int | None, Field(description="The block's number; for the scope “block” only.")
        ] = None,
    ) -> PreflightOut:
        """Say what can be said before a solve: idle rules, certain clashes, weeks with too few.

        Changes nothing and searches nothing. For those who may generate.
        """
        by, at = current_user(Token.Scope.READ), timezone.now()
        year = academic_year_of_program(choose_program(by, program, at=at), academic_year)
        chosen = None if block is None else block_of_year(year, block)
        return _preflight_out(look_ahead(year, scope, by=by, at=at, block=chosen))


def _preflight_out(found: Preflight) -> PreflightOut:
    lists = (found.certain, found.settled, found.short)
    return PreflightOut(
        rules_off=[note.title for note in found.off],
        rules_idle=[f"{note.title}: {note.why}" for note in found.idle],
        certain_to_clash=[each.message for each in found.certain[:MOST_LINES]],
        broken_by_what_is_fixed=[each.message for each in found.settled[:MOST_LINES]],
        short_supply=[
            SupplyOut.model_validate(line, from_attributes=True)
            for line in found.short[:MOST_LINES]
        ],
        left_out=sum(max(0, len(each) - MOST_LINES) for each in lists),
    )
