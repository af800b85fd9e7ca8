"""The tools that say how duties are shared out."""

from __future__ import annotations

from datetime import date
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
from scheduling.engine.equity import Held, SharedOut
from scheduling.models import ScheduleVersion
from scheduling.queries.equity import Equity, Period
from scheduling.queries.version_of_today import version_of_today
from scheduling.services.fairness import MyNumber, find_equity, my_numbers

PROGRAM = Field(description="Slug or name; needed only with several.")
SO_FAR = Field(description="Count what lies behind, not the whole year.")


class HeldOut(BaseModel):
    """Who has how many, and what would be fair."""

    roster_name: str
    count: int
    fair_from: int
    fair_to: int
    carried: int = Field(description="More, or fewer, than their share in the years before.")
    percent: int = Field(description="Of a full share: working time, time there, first year.")


class GroupOut(BaseModel):
    """A group that shares a duty, as full shares: the range, and who is at its ends."""

    group: str
    lowest: float
    middle: float
    highest: float
    fewest: list[str]
    most: list[str]
    people: list[HeldOut]


class MeasureOut(BaseModel):
    title: str
    says: str
    groups: list[GroupOut]


class EquityOut(BaseModel):
    """Unless it is known there is no such version, and empty lists mean nothing."""

    program: str
    known: bool
    version: int | None
    counted_until: date | None
    measures: list[MeasureOut]


class MyNumberOut(BaseModel):
    title: str
    says: str
    mine: HeldOut
    people: int
    others: list[float] = Field(description="Full shares without names; none of a small group.")


class MyNumbersOut(BaseModel):
    """Unless they are known nothing is published for today."""

    program: str
    known: bool
    numbers: list[MyNumberOut]


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    look = ToolAnnotations(read_only_hint=True)

    @server.tool(title="Equity report", annotations=look)
    @door
    def equity_report_tool(
        program: Annotated[str, PROGRAM] = "",
        so_far: Annotated[bool, SO_FAR] = False,
        draft: Annotated[
            bool, Field(description="Of the draft, not of what is published.")
        ] = False,
    ) -> EquityOut:
        """Say how calls, nights, weekends, holidays and clinics of this academic year are shared out.

        Names every person with their count, their fair share, the range of each group and who is
        at its ends. Swaps and covers are counted. For those who plan the schedule only.
        """
        by, now = current_user(Token.Scope.READ), timezone.now()
        asked = choose_program(by, program, at=now)
        require(by, "view_equity", asked, at=now)
        version = version_of_today(asked, at=now, draft=draft)
        if version is None:
            return _unknown(asked.slug)
        found = find_equity(version, by=by, at=now, period=_period(so_far))
        return _equity(asked.slug, version, found)

    @server.tool(title="My numbers", annotations=look)
    @door
    def my_numbers_tool(
        program: Annotated[str, PROGRAM] = "", so_far: Annotated[bool, SO_FAR] = False
    ) -> MyNumbersOut:
        """Say what the caller has of each duty this academic year, beside the anonymous spread."""
        by, now = current_user(Token.Scope.READ), timezone.now()
        asked = choose_program(by, program, at=now)
        found = my_numbers(own_person(by), asked, by=by, at=now, period=_period(so_far))
        numbers = [_mine(number) for number in found.numbers]
        return MyNumbersOut(program=asked.slug, known=found.known, numbers=numbers)


def _period(so_far: bool) -> Period:
    return Period.SO_FAR if so_far else Period.YEAR


def _unknown(program: str) -> EquityOut:
    return EquityOut(program=program, known=False, version=None, counted_until=None, measures=[])


def _equity(program: str, version: ScheduleVersion, found: Equity) -> EquityOut:
    measures = [
        MeasureOut(
            title=measure.title,
            says=measure.says,
            groups=[_group(group, found.names) for group in measure.groups],
        )
        for measure in found.measures
    ]
    return EquityOut(
        program=program,
        known=True,
        version=version.pk,
        counted_until=found.until,
        measures=measures,
    )


def _group(group: SharedOut, names: dict[str, str]) -> GroupOut:
    return GroupOut(
        group=group.label,
        lowest=group.levels[0],
        middle=group.middle,
        highest=group.levels[-1],
        fewest=[names[person] for person in group.fewest],
        most=[names[person] for person in group.most],
        people=[_held(held, names[held.person]) for held in group.held],
    )


def _held(held: Held, name: str) -> HeldOut:
    return HeldOut(
        roster_name=name,
        count=held.count,
        fair_from=held.least,
        fair_to=held.most,
        carried=held.carried,
        percent=held.weight,
    )


def _mine(number: MyNumber) -> MyNumberOut:
    return MyNumberOut(
        title=number.measure.title,
        says=number.measure.says,
        mine=_held(number.held, "you"),
        people=number.people,
        others=list(number.levels),
    )
