"""Every tool for assistants, called by everybody: nobody is answered who is not listed."""

import pytest

from people.models import Program, Role, User
from scheduling.services.change_words import when
from tests.assistants import ask, tools
from tests.casting import account, set_stage
from tests.doors.answers import ANONYMOUS, ANSWERED, NEIGHBOR, ROLES, SUPERUSER
from tests.doors.areas import ROWS, TOOLS
from tests.factories.people import ProgramFactory, UserFactory

# Tools run on threads, which see only what is committed.
pytestmark = pytest.mark.django_db(transaction=True)


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
            repair=ROWS["scheduling.repairrun"](stage).pk,
            opened=stage.draft.change_sets.filter(kind="open").values_list("pk", flat=True).first(),
            code=stage.planned.code,
            days=when(stage.planned),
        )
        assert words.removeprefix(f"Error executing tool {name}: ") == expected, name
