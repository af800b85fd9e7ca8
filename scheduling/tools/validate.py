"""The tool that says whether a schedule keeps the rules between two dates."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from django.utils import timezone
from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from people.asking import CurrentUser, Door
from people.models import Person, Token
from people.queries.programs import choose_program
from scheduling.engine.academic_year import Span
from scheduling.engine.rules import Force
from scheduling.services.check import Finding
from scheduling.services.validate import (
    CONSECUTIVE_DUTY,
    REST_PERIODS,
    SUPERVISION,
    WORK_HOURS,
    Validation,
    validate_range,
)

MOST_FINDINGS = 200


class FindingOut(BaseModel):
    """A broken rule. Without a person it is nobody's in particular; without days, the year's."""

    rule: str
    title: str
    source: str = Field(description="The clause it comes from, or the program's policy.")
    force: str = Field(description="must: accreditation; should: its advice; local: the program's.")
    must_hold: bool = Field(description="The program cannot publish a new break of it.")
    person_id: int | None
    roster_name: str
    first_day: date | None
    last_day: date | None
    message: str


class Days(BaseModel):
    starts_on: date
    ends_on: date


class ValidationOut(BaseModel):
    """Without an `is_valid` it is not known whether the rules hold."""

    program: str
    state: Literal["checked", "partly unknown", "unknown"]
    is_valid: bool | None = Field(
        description="False: a rule that must hold, or an accreditation requirement, is broken."
    )
    summary: str
    checked_at: datetime
    versions: list[int] = Field(description="The ids of the schedule versions that were checked.")
    assignments: dict[str, int] = Field(description="How many of each kind lie in these days.")
    unknown_days: list[Days] = Field(description="Days on which nobody is assigned anything.")
    rules_checked: list[str]
    must: int
    should: int
    local: int
    findings: list[FindingOut]
    findings_left_out: int = Field(description=f"Beyond the first {MOST_FINDINGS}.")


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Validate the schedule", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def validate_schedule_tool(
        start_date: date,
        end_date: date,
        program: Annotated[str, Field(description="Slug or name; needed only with several.")] = "",
        check_work_hours: Annotated[bool, Field(description=_covers(WORK_HOURS))] = True,
        check_supervision: Annotated[bool, Field(description=_covers(SUPERVISION))] = True,
        check_rest_periods: Annotated[bool, Field(description=_covers(REST_PERIODS))] = True,
        check_consecutive_duty: Annotated[
            bool, Field(description=_covers(CONSECUTIVE_DUTY))
        ] = True,
        draft: Annotated[
            bool, Field(description="Look at drafts, not at what is published.")
        ] = False,
    ) -> ValidationOut:
        """Check a program's schedule between two dates (both included) by the program's rule book.

        It is the same check, without a solver, by which a draft is published. Each flag leaves out
        its rules; all other rules of the book, such as coverage, credentials and leave, are always
        checked. Rules that the program has switched off are not; `rules_checked` says which were.
        Averages are taken over whole rotations, so a finding may reach beyond the dates; one
        without dates concerns the whole year. Days on which nobody is assigned anything are
        unknown, never valid. For those who plan the schedule only.
        """
        by, at = current_user(Token.Scope.READ), timezone.now()
        flags = {
            WORK_HOURS: check_work_hours,
            SUPERVISION: check_supervision,
            REST_PERIODS: check_rest_periods,
            CONSECUTIVE_DUTY: check_consecutive_duty,
        }
        asked = choose_program(by, program, at=at)
        found = validate_range(
            asked,
            start_date,
            end_date,
            without=[rule for rules, wanted in flags.items() if not wanted for rule in rules],
            draft=draft,
            by=by,
            at=at,
        )
        return _validation_out(found, asked.slug, draft=draft)


def _covers(rules: frozenset[str]) -> str:
    return f"Covers the rules {', '.join(sorted(rules))}."


def _validation_out(found: Validation, program: str, *, draft: bool) -> ValidationOut:
    first = sorted(found.findings, key=lambda f: (not f.hard, f.first_day or date.min, f.rule))
    shown = first[:MOST_FINDINGS]
    people = Person.objects.in_bulk({f.person for f in shown if f.person is not None})
    return ValidationOut(
        program=program,
        state=_state(found),
        is_valid=found.is_valid,
        summary=_summary(found, draft=draft),
        checked_at=found.checked_at,
        versions=[version.pk for version in found.versions],
        assignments=found.assignments,
        unknown_days=[Days(starts_on=d.starts_on, ends_on=d.ends_on) for d in found.unknown],
        rules_checked=list(found.rules),
        must=found.count(Force.MUST),
        should=found.count(Force.SHOULD),
        local=found.count(Force.LOCAL),
        findings=[_finding_out(finding, people) for finding in shown],
        findings_left_out=len(first) - len(shown),
    )


def _state(found: Validation) -> Literal["checked", "partly unknown", "unknown"]:
    if not found.versions:
        return "unknown"
    return "partly unknown" if found.unknown else "checked"


def _summary(found: Validation, *, draft: bool) -> str:
    what = "in a draft" if draft else "published"
    if not found.versions:
        return f"Nothing is {what} for these days, so it is unknown whether the rules hold."
    count = len(found.findings)
    broken = f"{count or 'No'} {'fault was' if count == 1 else 'faults were'} found."
    if not found.unknown:
        return broken
    return f"{broken} Nothing is {what} for {_and(found.unknown)}: unknown there."


def _and(spans: tuple[Span, ...]) -> str:
    return " and ".join(f"{span.starts_on} to {span.ends_on}" for span in spans)


def _finding_out(finding: Finding, people: dict[int, Person]) -> FindingOut:
    person = None if finding.person is None else people[finding.person]
    return FindingOut(
        rule=finding.rule,
        title=finding.title,
        source=finding.source,
        force=finding.force,
        must_hold=finding.hard,
        person_id=finding.person,
        roster_name=person.roster_name if person else "",
        first_day=finding.first_day,
        last_day=finding.last_day,
        message=finding.message,
    )
