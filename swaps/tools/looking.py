"""Tools that look for whom to ask, and follow offers and swaps."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from people.asking import CurrentUser, Door
from people.models import Person, Token, User
from people.permissions import may, owns
from scheduling.models import Assignment
from scheduling.permissions import visible_versions
from swaps.models import SwapOffer, Trade
from swaps.permissions import visible_offers, visible_trades
from swaps.queries.matches import DISCREET, MatchLine, MatchReader
from swaps.services.matching import Terms, analyze
from swaps.words import what


class CandidateOut(BaseModel):
    """One way to trade a duty. It breaks no rule that must hold, for anybody in it."""

    number: int
    manner: str = Field(description="gift, exchange or cycle.")
    score: int = Field(description="Of a hundred.")
    people: list[str]
    what_happens: list[str]
    reasons: list[str]
    factors: dict[str, int] = Field(description="Each from 0 to 100; the weights are stated.")
    weights: dict[str, int] = Field(description="Percent of the score.")
    advised_against: list[str]


class CandidatesOut(BaseModel):
    """The best first, and why others cannot simply take it."""

    duty: str
    candidates: list[CandidateOut]
    cannot: dict[str, str] = Field(description="By name. Why others are away is not told.")


class OfferOut(BaseModel):
    """An offer, and whom its giver could ask."""

    offer_id: int
    person: str
    duty: str
    status: str
    expires_at: datetime
    search: str = Field(description="How the search for matches is going, or what it found.")
    candidates: list[CandidateOut]


class SwapOut(BaseModel):
    """A swap and how far it has come."""

    swap_id: int
    status: str
    message: str
    what_happens: list[str]
    consents: list[str]
    doubts: list[str] = Field(description="Why a person has to approve it.")


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    _register_candidates(server, door, current_user)
    _register_offers(server, door, current_user)
    _register_status(server, door, current_user)


def _register_candidates(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Analyze swap candidates", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def analyze_swap_candidates_tool(
        assignment_id: Annotated[int, Field(description="A published duty: one's own.")],
        wanted_from: Annotated[
            date | None, Field(description="What comes for it lies on or after this day.")
        ] = None,
        wanted_until: date | None = None,
        most: Annotated[int, Field(ge=1, le=20, description="Candidates at most.")] = 10,
    ) -> CandidatesOut:
        """Say who could take a duty, for what, and why they are ranked so. Nothing is offered.

        One's own duties, or anybody's for those who arrange swaps. Reads the whole year: some
        seconds.
        """
        by, at = current_user(Token.Scope.READ), timezone.now()
        row = published_row(assignment_id, by=by, at=at)
        terms = Terms(wanted_from=wanted_from, wanted_until=wanted_until)
        found = analyze(row, terms, by=by, at=at)
        return _candidates(row, found.matches[:most], found.cannot, by=by, at=at)


def _candidates(
    row: Assignment,
    matches: list[dict[str, Any]],
    cannot: dict[str, str],
    *,
    by: User,
    at: datetime,
) -> CandidatesOut:
    """As an offer would show them, without making one."""
    plans = may(by, "arrange_swaps", row.version.schedule.program, at=at)
    reader = MatchReader(SwapOffer(matches=matches, cannot=cannot), row.person, plans=plans)
    return CandidatesOut(
        duty=what(row),
        candidates=[candidate(match) for match in reader.matches()],
        cannot={
            str(reader.people[int(key)]): why if plans else DISCREET for key, why in cannot.items()
        },
    )


def _register_offers(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="List swap offers", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def swap_offers_tool() -> list[OfferOut]:
        """List open offers: one's own, those one could take, and all for those who plan."""
        by, at = current_user(Token.Scope.READ), timezone.now()
        return [offer_out(offer, by=by, at=at) for offer in visible_offers(by, at=at).open()]


def _register_status(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Follow a swap", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def swap_status_tool(swap_id: int) -> SwapOut:
        """Say how far a swap has come: who has agreed, whether it waits for approval, what ended it."""
        by, at = current_user(Token.Scope.READ), timezone.now()
        found = visible_trades(by, at=at).filter(pk=swap_id).first()
        if found is None:
            raise ValidationError(f"There is no swap {swap_id} for you to see.", code="no_swap")
        return swap_out(found)


def published_row(pk: int, *, by: User, at: datetime) -> Assignment:
    """A row that the asker may not see is not there for them."""
    rows = Assignment.objects.filter(version__in=visible_versions(by, at=at))
    rows = rows.select_related(
        "person", "rotation", "activity", "call_type", "version__schedule__program",
        "version__schedule__academic_year",
    )  # fmt: skip
    row = rows.filter(pk=pk).first()
    if row is None:
        raise ValidationError("There is no such row for you to see.", code="no_such_row")
    return row


def visible_offer(pk: int, *, by: User, at: datetime) -> SwapOffer:
    offer = visible_offers(by, at=at).filter(pk=pk).first()
    if offer is None:
        raise ValidationError(f"There is no offer {pk} for you to see.", code="no_offer")
    return offer


def candidate(match: MatchLine) -> CandidateOut:
    return CandidateOut(
        number=match.number,
        manner=match.manner,
        score=match.points,
        people=[str(person) for person in match.people],
        what_happens=list(match.lines),
        reasons=list(match.reasons),
        factors={factor.name: factor.percent for factor in match.factors},
        weights={factor.name: factor.weight for factor in match.factors},
        advised_against=list(match.advised),
    )


def offer_out(offer: SwapOffer, *, by: User, at: datetime) -> OfferOut:
    """Its giver and planners see all candidates; others those they take part in."""
    person = Person.objects.filter(user=by).first()
    plans = may(by, "arrange_swaps", offer.program, at=at)
    reader = MatchReader(offer, person, plans=plans)
    everything = plans or owns(by, offer.obligation.person)
    found = reader.matches(None if everything else person) if everything or person else ()
    return OfferOut(
        offer_id=offer.pk,
        person=str(offer.obligation.person),
        duty=offer.obligation.what,
        status=offer.status,
        expires_at=offer.expires_at,
        search=offer.search_message or offer.get_search_status_display(),
        candidates=[candidate(match) for match in found],
    )


def swap_out(trade: Trade) -> SwapOut:
    return SwapOut(
        swap_id=trade.pk,
        status=trade.status,
        message=str(trade.message),
        what_happens=[str(leg) for leg in trade.legs.all()],
        consents=[str(consent) for consent in trade.consents.all()],
        doubts=list(trade.doubts),
    )
