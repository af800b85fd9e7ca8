"""The tools that say how people stand to the rules on work, and who will cross which limit when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated

from django.core.exceptions import ValidationError
from django.utils import timezone
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from people.asking import CurrentUser, Door
from people.models import Person, Program, Token, User
from people.queries.programs import choose_program
from scheduling.compliance.queries.forecast import Crossing, forecast
from scheduling.compliance.queries.overview import Overview, overview
from scheduling.compliance.queries.person import StayLines, person_lines
from scheduling.compliance.services.ledgers import find_ledger, find_own_ledger

PROGRAM = "Slug or name; needed only with several."
YEAR = "The year in which it begins; nothing: the one of today."
NOT_KNOWN = "Unless it is known, nothing is published and empty lists mean nothing."


class CrossingOut(BaseModel):
    """A limit that is crossed on a day."""

    on: date
    person_id: int
    name: str
    rotation: str
    rule: str
    force: str
    cited: str
    message: str


class ForecastOut(BaseModel):
    program: str
    known: bool = Field(description=NOT_KNOWN)
    first_day: date
    last_day: date
    crossings: list[CrossingOut]


class PersonOut(BaseModel):
    person_id: int
    name: str
    rotation: str | None
    weekly_hours: float | None
    found: dict[str, int] = Field(description="Times each rule was broken this year.")
    coming: dict[str, int] = Field(description="Times it will be in the next eight weeks.")
    days_not_confirmed: int


class ReportOut(BaseModel):
    """Everybody in a program."""

    program: str
    known: bool = Field(description=NOT_KNOWN)
    violations: int
    violations_coming: int
    people: list[PersonOut]


class ClauseOut(BaseModel):
    rule: str
    title: str
    force: str
    cited: str
    state: str = Field(description="What nobody confirmed is not known to be kept.")
    says: str = Field(description="The arithmetic.")
    found: list[str]


class StayOut(BaseModel):
    rotation: str
    first_day: date
    last_day: date
    weeks_present: float
    days_not_confirmed: int
    clauses: list[ClauseOut]


class HoursOut(BaseModel):
    """One person in each rotation of the year."""

    program: str
    person_id: int
    known: bool = Field(description=NOT_KNOWN)
    stays: list[StayOut]
    coming: list[CrossingOut]


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    _register_report(server, door, current_user)
    _register_forecast(server, door, current_user)
    _register_person(server, door, current_user)


def _register_report(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Compliance report", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def compliance_report_tool(
        program: Annotated[str, Field(description=PROGRAM)] = "",
        year: Annotated[int | None, Field(description=YEAR)] = None,
    ) -> ReportOut:
        """Say how everybody stands to the rules on work, as published and logged.

        Days that nobody confirmed are not known to be worked as scheduled: say so.
        """
        by, at = current_user(Token.Scope.READ), timezone.now()
        chosen = choose_program(by, program, at=at)
        ledger = find_ledger(chosen, year=year, by=by, at=at)
        return _report(chosen, overview(ledger, chosen.today(at)), known=ledger.is_known)


def _register_forecast(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Compliance forecast", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def compliance_forecast_tool(
        program: Annotated[str, Field(description=PROGRAM)] = "",
    ) -> ForecastOut:
        """Say who will cross which limit on work when, in the next eight weeks, as published."""
        by, at = current_user(Token.Scope.READ), timezone.now()
        chosen = choose_program(by, program, at=at)
        ledger = find_ledger(chosen, by=by, at=at)
        found = forecast(ledger, chosen.today(at))
        return ForecastOut(
            program=chosen.slug,
            known=ledger.is_known,
            first_day=found.first_day,
            last_day=found.last_day,
            crossings=_crossings(found.crossings),
        )


def _register_person(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Hours of a person", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def hours_of_person_tool(
        person_id: Annotated[int | None, Field(description="Nobody: oneself.")] = None,
        program: Annotated[str, Field(description=PROGRAM)] = "",
        year: Annotated[int | None, Field(description=YEAR)] = None,
    ) -> HoursOut:
        """Say how one person stands to every rule on work, rotation by rotation, with the sums.

        One's own, or anybody's for those who plan.
        """
        by, at = current_user(Token.Scope.READ), timezone.now()
        chosen = choose_program(by, program, at=at)
        person = person_of(chosen, person_id, by=by)
        ledger = find_own_ledger(person, chosen, year=year, by=by, at=at)
        today = chosen.today(at)
        return HoursOut(
            program=chosen.slug,
            person_id=person.pk,
            known=ledger.is_known,
            stays=[_stay(each) for each in person_lines(ledger, person, today)],
            coming=_crossings(forecast(ledger, today, person=person.pk).crossings),
        )


def person_of(program: Program, person_id: int | None, *, by: User) -> Person:
    """Somebody of the program, or whoever asks."""
    people = Person.objects.in_programs([program])
    if person_id is None:
        found = people.filter(user=by).first()
        refusal = f"You are nobody on the schedule of {program}."
    else:
        found = people.filter(pk=person_id).first()
        refusal = f"Person {person_id} does not belong to {program}."
    if found is None:
        raise ValidationError(refusal, code="no_person")
    return found


def _report(program: Program, found: Overview, *, known: bool) -> ReportOut:
    names = [column.short for column in found.columns]
    return ReportOut(
        program=program.slug,
        known=known,
        violations=found.past,
        violations_coming=found.coming,
        people=[
            PersonOut(
                person_id=row.person,
                name=row.name,
                rotation=row.stay.label if row.stay else None,
                weekly_hours=row.weekly,
                found={n: t.past for n, t in zip(names, row.tallies, strict=True) if t.past},
                coming={n: t.coming for n, t in zip(names, row.tallies, strict=True) if t.coming},
                days_not_confirmed=row.unknown,
            )
            for row in found.rows
        ],
    )


def _stay(each: StayLines) -> StayOut:
    return StayOut(
        rotation=each.stay.label,
        first_day=each.stay.first_day,
        last_day=each.stay.last_day,
        weeks_present=round(each.stay.weeks, 2),
        days_not_confirmed=len(each.unknown),
        clauses=[
            ClauseOut(
                rule=line.reading.rule.code,
                title=line.reading.rule.title,
                force=line.reading.rule.force.value,
                cited=line.reading.rule.cited,
                state=line.state.value,
                says=line.reading.says,
                found=[breach.broken.message for breach in line.reading.breaches],
            )
            for line in each.lines
        ],
    )


def _crossings(found: Iterable[Crossing]) -> list[CrossingOut]:
    return [
        CrossingOut(
            on=each.on,
            person_id=each.person,
            name=each.stay.name,
            rotation=each.stay.label,
            rule=each.reading.rule.code,
            force=each.reading.rule.force.value,
            cited=each.breach.broken.cited,
            message=each.breach.broken.message,
        )
        for each in found
    ]
