"""Tools that offer a duty, and ask those of a match. Agreeing and approving is for people."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.core.exceptions import ValidationError
from django.utils import timezone
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import Field

from people.asking import CurrentUser, Door
from people.models import Person, Token
from swaps.permissions import visible_trades
from swaps.services.offers import offer_duty
from swaps.services.trades import propose_match
from swaps.tools.looking import (
    OfferOut,
    SwapOut,
    offer_out,
    published_row,
    swap_out,
    visible_offer,
)

CHANGES = ToolAnnotations(read_only_hint=False, destructive_hint=False)


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    _register_offer(server, door, current_user)
    _register_propose(server, door, current_user)


def _register_offer(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Offer a duty", annotations=CHANGES)
    @door
    def offer_swap_tool(
        assignment_id: Annotated[int, Field(description="One's own published duty.")],
        gift: Annotated[bool, Field(description="Somebody may take it for nothing.")] = True,
        exchange: Annotated[bool, Field(description="Something may come for it.")] = True,
        wanted_from: date | None = None,
        wanted_until: date | None = None,
        note: Annotated[str, Field(max_length=200)] = "",
    ) -> OfferOut:
        """Offer one's own duty to everybody who could take it.

        A worker looks for matches; follow with swap_offers_tool. Somebody may take a gift at once.
        Needs a token that can write.
        """
        by, at = current_user(Token.Scope.WRITE), timezone.now()
        row = published_row(assignment_id, by=by, at=at)
        offer = offer_duty(
            row, by=by, at=at, gift=gift, exchange=exchange, wanted_from=wanted_from,
            wanted_until=wanted_until, note=note,
        )  # fmt: skip
        return offer_out(visible_offer(offer.pk, by=by, at=at), by=by, at=at)


def _register_propose(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Propose a swap", annotations=CHANGES)
    @door
    def propose_swap_tool(
        offer_id: int,
        match: Annotated[int, Field(description="The number of a candidate.")],
        note: Annotated[str, Field(max_length=200)] = "",
    ) -> SwapOut:
        """Ask the people of a candidate whether they agree. Nothing changes until they all do.

        What comes at short notice, or is advised against, is approved by a person besides. Needs a
        token that can write.
        """
        by, at = current_user(Token.Scope.WRITE), timezone.now()
        offer = visible_offer(offer_id, by=by, at=at)
        person = Person.objects.filter(user=by).first()
        if person is None:
            raise ValidationError(
                "Your account belongs to nobody on the schedule.", code="no_person"
            )
        trade = propose_match(offer, match, by=by, at=at, person=person, note=note)
        return swap_out(visible_trades(by, at=at).get(pk=trade.pk))
