"""The tool that says what somebody would like, in a round that asks them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from django.core.exceptions import ValidationError
from django.utils import timezone
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from people.asking import CurrentUser, Door
from people.models import Person, Token
from people.queries.own import own_person
from scheduling.models import PreferenceRound
from scheduling.permissions import visible_rounds
from scheduling.queries.preference_choices import choices_for
from scheduling.services.preferences import Wish, answer_round
from scheduling.tools.waivers import person_of


class WishIn(BaseModel):
    """One wish; within its kind, the first counts most."""

    kind: Literal["rotation", "leave", "call", "clinic"]
    wish: Literal["prefer", "avoid"] = "prefer"
    rotation: str = Field("", description="Its code.")
    starts_on: date | None = None
    ends_on: date | None = None
    weekday: int | None = Field(None, ge=1, le=7, description="Monday 1 to Sunday 7.")


class AnsweredOut(BaseModel):
    round: str
    person_id: int
    wishes: int


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(
        title="Answer preferences",
        annotations=ToolAnnotations(read_only_hint=False, destructive_hint=True),
    )
    @door
    def answer_preferences_tool(
        round_id: int,
        wishes: Annotated[
            list[WishIn], Field(description="All of them: they take the place of the former.")
        ],
        person_id: Annotated[int | None, Field(description="Nobody: oneself.")] = None,
    ) -> AnsweredOut:
        """Say what the caller would like, before the deadline. Only in words that they gave.

        One's own, or anybody's for the office; needs a token that can write.
        """
        by, now = current_user(Token.Scope.WRITE), timezone.now()
        asked = visible_rounds(by, at=now).select_related("program").filter(pk=round_id).first()
        if asked is None:
            raise ValidationError(f"There is no round {round_id} for you to see.", code="no_round")
        person = own_person(by) if person_id is None else person_of(asked.program, person_id)
        given = [_wish(each, asked, person) for each in wishes]
        answer_round(asked, person, given, by=by, at=now)
        return AnsweredOut(round=str(asked), person_id=person.pk, wishes=len(given))


def _wish(given: WishIn, asked: PreferenceRound, person: Person) -> Wish:
    rotation = _rotation(given.rotation, asked, person) if given.rotation else None
    return Wish(given.kind, given.wish, rotation, given.starts_on, given.ends_on, given.weekday)


def _rotation(code: str, asked: PreferenceRound, person: Person) -> int | None:
    """Among those that the person can have; who is not asked can have none, and is refused so."""
    choices = choices_for(asked, person)
    if choices is None:
        return None
    known = {row.code: key for key, row in choices.rotations.items()}
    if code not in known:
        raise ValidationError(
            f"{person.full_name} cannot wish for the rotation “{code}” in “{asked}”, but for: "
            f"{', '.join(known)}.",
            code="rotation-not-yours",
        )
    return known[code]
