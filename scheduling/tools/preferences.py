"""The tools on what people would like, and what became of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.utils import timezone
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from people.asking import CurrentUser, Door
from people.models import Token
from people.permissions import require
from people.queries.own import own_person
from people.queries.programs import choose_program
from scheduling.models import PreferenceRound
from scheduling.permissions import visible_rounds
from scheduling.queries.preference_choices import Choices, choices_for
from scheduling.queries.wish_outcomes import Outcome
from scheduling.services.preference_report import (
    PersonReport,
    RoundReport,
    my_outcomes,
    report_on,
)

PROGRAM = Field(description="Slug or name; needed only with several.")


class WishOut(BaseModel):
    """A wish, its rank within its kind, and what became of it."""

    kind: str
    wish: str
    rank: int
    rotation: str
    starts_on: date | None
    ends_on: date | None
    weekday: int | None
    state: str
    says: str


class MyRoundOut(BaseModel):
    """A round, what may be wished for in it, and what was."""

    round_id: int
    name: str
    asks: list[str] = Field(description="Kinds of wishes.")
    most: int = Field(description="Wishes of each kind.")
    rotations: list[str] = Field(description="Codes of those that the caller may wish for.")
    closes_at: datetime
    open: bool
    answered: bool
    wishes: list[WishOut]


class PersonOut(BaseModel):
    roster_name: str
    answered: bool
    met: int
    wishes: int
    cost: int


class RoundOut(BaseModel):
    """How a round went. Without a version nothing is planned, and every wish is open."""

    name: str
    closes_at: datetime
    open: bool
    version: int | None
    not_answered: list[str]
    met_by_choice: dict[int, str]
    people: list[PersonOut]


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    look = ToolAnnotations(read_only_hint=True)

    @server.tool(title="My preferences", annotations=look)
    @door
    def my_preferences_tool(program: Annotated[str, PROGRAM] = "") -> list[MyRoundOut]:
        """Say which rounds ask the caller what they would like, their wishes, and what became of
        them in what is published."""
        by, now = current_user(Token.Scope.READ), timezone.now()
        asked = choose_program(by, program, at=now)
        person = own_person(by)
        rounds = visible_rounds(by, at=now).filter(program=asked, opens_at__lte=now)
        reports = [
            (each, choices, my_outcomes(each, person, by=by, at=now))
            for each in rounds
            if (choices := choices_for(each, person))
        ]
        return [_my_round(each, choices, found, at=now) for each, choices, found in reports]

    @server.tool(title="Preference report", annotations=look)
    @door
    def preference_report_tool(
        program: Annotated[str, PROGRAM] = "",
        draft: Annotated[bool, Field(description="Held against the draft.")] = False,
    ) -> list[RoundOut]:
        """Say of each round who has not answered, how many wishes of each choice are met, and what
        is not met costs whom. For those who plan the schedule only."""
        by, now = current_user(Token.Scope.READ), timezone.now()
        asked = choose_program(by, program, at=now)
        require(by, "view_preferences", asked, at=now)
        found = [
            report_on(each, by=by, at=now, draft=draft)
            for each in visible_rounds(by, at=now).filter(program=asked)
        ]
        return [_round(each, at=now) for each in found]


def _my_round(
    asked: PreferenceRound, choices: Choices, found: PersonReport, *, at: datetime
) -> MyRoundOut:
    return MyRoundOut(
        round_id=asked.pk,
        name=asked.name,
        asks=asked.asks,
        most=asked.most,
        rotations=[row.code for row in choices.rotations.values()],
        closes_at=asked.closes_at,
        open=asked.is_open(at),
        answered=found.answer is not None,
        wishes=[_wish(outcome) for outcome in found.outcomes],
    )


def _round(found: RoundReport, *, at: datetime) -> RoundOut:
    return RoundOut(
        name=found.round.name,
        closes_at=found.round.closes_at,
        open=found.round.is_open(at),
        version=found.version.pk if found.version else None,
        not_answered=[missing.person.roster_name for missing in found.missing],
        met_by_choice={r.rank: f"{r.met} of {r.of}" for r in found.ranks},
        people=[
            PersonOut(
                roster_name=person.person.roster_name,
                answered=person.answer is not None,
                met=person.met,
                wishes=len(person.outcomes),
                cost=person.cost,
            )
            for person in found.people
        ],
    )


def _wish(outcome: Outcome) -> WishOut:
    wish = outcome.request
    return WishOut(
        kind=wish.kind,
        wish=wish.wish,
        rank=wish.rank,
        rotation=wish.rotation.code if wish.rotation else "",
        starts_on=wish.starts_on,
        ends_on=wish.ends_on,
        weekday=wish.weekday,
        state=outcome.state.value,
        says=outcome.says,
    )
