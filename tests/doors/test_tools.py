"""Every tool for assistants, called by everybody: nobody is answered who is not listed."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import pytest

from people.models import Program, Role, User
from scheduling.models import RepairRun
from scheduling.services.tiers import USUAL
from tests.assistants import ask, tools
from tests.casting import Stage, account, set_stage
from tests.doors.expectations import (
    ANONYMOUS,
    NEIGHBOR,
    PLANNERS,
    PROGRAM,
    ROLES,
    SUPERUSER,
)
from tests.factories.people import ProgramFactory, UserFactory
from tests.factories.scheduling import RepairRunFactory

# Tools run on threads, which see only what is committed.
pytestmark = pytest.mark.django_db(transaction=True)

ANSWERED = ""
STRANGE = "Sign in with a token first."
NO_PROGRAM = "You have no program “cedar”. There is harbor (Harbor Surgery)."


@dataclass(frozen=True)
class Tool:
    """What it is asked, who may ask, and what the others in and beside the program are told."""

    arguments: Callable[[Stage], dict[str, Any]]
    allowed: Collection[str]
    refusal: str
    to_neighbors: str = NO_PROGRAM
    to_allowed: str = ANSWERED

    def told(self, role: str) -> str:
        if role == ANONYMOUS:
            return STRANGE
        if role in self.allowed:
            return self.to_allowed
        return self.to_neighbors if role == NEIGHBOR else self.refusal


def of_run(stage: Stage) -> dict[str, Any]:
    return {"run_id": stage.run.pk}


def of_repair(stage: Stage) -> dict[str, Any]:
    """One that found nothing; the same for all that ask."""
    run = RepairRun.objects.first() or RepairRunFactory(
        version=stage.published, assignment=stage.on_call, status="nothing"
    )
    return {"run_id": run.pk}


NO_ASSIGNMENT = "There is no assignment {planned} for you to see."
NO_VERSION = "There is no version {draft} for you to see."
NO_REPAIR = "There is no repair {repair} for you to see."
NO_ROW = "There is no such row for you to see."
NO_SOLVE = "There is no solve {run} for you to see."
DAY = {"start_date": "2026-07-06", "end_date": "2026-07-06", "program": "cedar"}
# Beyond the right to generate, no time is no time to solve in.
AT_ONCE = {"scope": "year", "academic_year": 2026, "program": "cedar", "seconds": 0}
TOOLS = {
    "validate_schedule_tool": Tool(
        lambda _: DAY,
        PLANNERS,
        "You may not see the violations of rules in Cedar Family Medicine.",
    ),
    "generate_schedule_tool": Tool(
        lambda _: AT_ONCE,
        PLANNERS,
        "You may not generate a schedule in Cedar Family Medicine.",
        to_allowed="0 seconds were asked for; a solve may take 1 to 3600.",
    ),
    "solve_status_tool": Tool(of_run, PLANNERS, NO_SOLVE, NO_SOLVE),
    "cancel_solve_tool": Tool(
        of_run, PLANNERS, NO_SOLVE, NO_SOLVE, to_allowed="This solve is over: solved."
    ),
    "explain_assignment_tool": Tool(
        lambda s: {"assignment_id": s.planned.pk}, PLANNERS, NO_ASSIGNMENT, NO_ASSIGNMENT
    ),
    "explain_finding_tool": Tool(
        lambda s: {"version_id": s.draft.pk, "number": 0},
        PLANNERS,
        NO_VERSION,
        NO_VERSION,
        to_allowed="The version changed since it was checked. Check it again.",
    ),
    "preflight_tool": Tool(
        lambda _: {"scope": "year", "academic_year": 2026, "program": "cedar"},
        PLANNERS,
        "You may not generate a schedule in Cedar Family Medicine.",
    ),
    # The stage's call is published, and its day is over.
    "propose_repairs_tool": Tool(
        lambda s: {"assignment_id": s.on_call.pk},
        PLANNERS,
        "You may not edit the schedule in Cedar Family Medicine.",
        NO_ROW,
        to_allowed="These days are over; they cannot be mended.",
    ),
    "repair_status_tool": Tool(of_repair, PLANNERS, NO_REPAIR, NO_REPAIR),
    "use_repair_tool": Tool(
        lambda s: {**of_repair(s), "way": 1},
        PLANNERS,
        NO_REPAIR,
        NO_REPAIR,
        to_allowed="This repair cannot be used: nothing to mend.",
    ),
    "tier_order_tool": Tool(
        lambda _: {"program": "cedar"},
        PLANNERS,
        "You may not see drafts of the schedule in Cedar Family Medicine.",
    ),
    "set_tier_order_tool": Tool(
        lambda _: {"program": "cedar", "order": list(USUAL)},
        PLANNERS,
        "You may not generate a schedule in Cedar Family Medicine.",
    ),
    "who_is_on_call_tool": Tool(lambda _: {"program": "cedar"}, PROGRAM, "Nobody hears this."),
}


@pytest.fixture
def program() -> Program:
    return ProgramFactory(name="Cedar Family Medicine", slug="cedar")


def user_with(role: str, program: Program) -> User | None:
    harbor = ProgramFactory(name="Harbor Surgery", slug="harbor")
    if role == ANONYMOUS:
        return None
    if role == SUPERUSER:
        return UserFactory(is_superuser=True, is_staff=True)
    if role == NEIGHBOR:
        return account(Role.Kind.COORDINATOR, harbor)
    return account(role, program)


def test_every_tool_has_a_row_and_every_row_a_tool():
    assert {tool.name for tool in tools().tools} == set(TOOLS)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_everybody_is_told_what_the_table_says(role, program):
    stage = set_stage(program)
    user = user_with(role, program)

    for name, tool in TOOLS.items():
        result = ask(user, name, **tool.arguments(stage))
        words = result.content[0].text if result.is_error else ANSWERED
        expected = tool.told(role).format(
            run=stage.run.pk,
            planned=stage.planned.pk,
            draft=stage.draft.pk,
            repair=of_repair(stage)["run_id"],
        )
        assert words.removeprefix(f"Error executing tool {name}: ") == expected, name
