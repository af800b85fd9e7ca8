"""The tool that says how far training is."""

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
from people.queries.programs import choose_program
from scheduling.queries.training_progress import Progress, Resident
from scheduling.queries.version_of_today import version_of_today
from scheduling.services.training import find_progress


class RequirementOut(BaseModel):
    """In its unit. Without a day it is not met in its time as planned."""

    name: str
    unit: str
    needed: float
    done: float
    planned: float = Field(description="In the rest of this year.")
    later: float = Field(description="Expected of later years.")
    missing: float = Field(description="On its last day, as planned.")
    last_day: date
    met_on: date | None
    standing: str


class ResidentOut(BaseModel):
    roster_name: str
    pgy: int
    graduates_on: date | None
    requirements: list[RequirementOut]
    clinic_weeks: int | None = Field(description="With continuity clinic; None: not planned.")
    longest_days_without_clinic: int | None


class TrainingOut(BaseModel):
    """Unless it is known nothing is planned, and an empty list means nothing."""

    program: str
    known: bool
    residents: list[ResidentOut]


def register(server: MCPServer, door: Door, current_user: CurrentUser) -> None:
    @server.tool(title="Training report", annotations=ToolAnnotations(read_only_hint=True))
    @door
    def training_report_tool(
        program: Annotated[str, Field(description="Slug or name; needed only with several.")] = "",
        draft: Annotated[
            bool, Field(description="Of the draft, not of what is published.")
        ] = False,
    ) -> TrainingOut:
        """Say how far each resident is with each requirement of training, projected to graduation
        from the schedule, with the day on which it is met or what will be missing, and how long
        they are without continuity clinic. For those who plan the schedule only."""
        by, now = current_user(Token.Scope.READ), timezone.now()
        asked = choose_program(by, program, at=now)
        require(by, "view_progress", asked, at=now)
        version = version_of_today(asked, at=now, draft=draft)
        found = find_progress(version, by=by, at=now).residents if version else ()
        return TrainingOut(
            program=asked.slug,
            known=version is not None,
            residents=[_resident(resident) for resident in found],
        )


def _resident(resident: Resident) -> ResidentOut:
    clinic = resident.clinic
    return ResidentOut(
        roster_name=resident.name,
        pgy=resident.pgy,
        graduates_on=resident.graduates_on,
        requirements=[_requirement(each) for each in resident.progress],
        clinic_weeks=clinic.weeks if clinic.known else None,
        longest_days_without_clinic=clinic.gap_days if clinic.known else None,
    )


def _requirement(each: Progress) -> RequirementOut:
    found = each.projection
    return RequirementOut(
        name=each.requirement.name,
        unit=each.requirement.unit,
        needed=found.needed,
        done=round(found.done, 1),
        planned=round(found.planned, 1),
        later=round(found.later, 1),
        missing=round(found.short, 1),
        last_day=found.ends_on,
        met_on=found.met_on,
        standing=found.standing.value,
    )
