"""The tools that say in which order goals are served, and change it."""

from __future__ import annotations

from typing import Annotated

from django.utils import timezone
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from people.asking import CurrentUser, Door
from people.models import Token
from people.permissions import require
from people.queries.programs import choose_program
from scheduling.services.tiers import set_tier_order, tier_order

PROGRAM = Field(description="Slug or name; needed only with several.")


class TierOrderOut(BaseModel):
    """The soft tiers of a program, the most important first."""

    program: str
    order: list[str]


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Order of goals", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def tier_order_tool(program: Annotated[str, PROGRAM] = "") -> TierOrderOut:
        """Say which goals a solve serves first. For those who plan only."""
        by, at = current_user(Token.Scope.READ), timezone.now()
        chosen = choose_program(by, program, at=at)
        require(by, "view_draft", chosen, at=at)
        return TierOrderOut(program=chosen.slug, order=list(tier_order(chosen)))

    @server.tool(
        title="Reorder goals",
        annotations=ToolAnnotations(read_only_hint=False, destructive_hint=False),
    )
    @door
    def set_tier_order_tool(
        order: Annotated[
            list[str],
            Field(description="education, fairness, preferences, shape and nearness, each once."),
        ],
        program: Annotated[str, PROGRAM] = "",
    ) -> TierOrderOut:
        """Serve the goals in this order from the next solve on; a later one never costs an earlier.

        Needs the right to generate, and a token that can write.
        """
        by, at = current_user(Token.Scope.WRITE), timezone.now()
        chosen = choose_program(by, program, at=at)
        return TierOrderOut(
            program=chosen.slug, order=list(set_tier_order(chosen, order, by=by, at=at))
        )
