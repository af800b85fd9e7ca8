"""Pages show moments by the clocks of the program, or of all that the user works in."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from people.models import Role, Token, User
from tests.factories.people import ProgramFactory, RoleFactory, TokenFactory, UserFactory

pytestmark = pytest.mark.django_db

LAST_LOGIN = datetime(2026, 7, 14, 17, 30, tzinfo=UTC)


@pytest.fixture
def colleague() -> User:
    """Of a program in Los Angeles; was here at half past ten by its clocks."""
    role = RoleFactory(program__time_zone="America/Los_Angeles")
    User.objects.filter(pk=role.user_id).update(last_login=LAST_LOGIN)
    return role.user


def seen_by(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.get("/admin/people/user/").content.decode()


@pytest.mark.parametrize(
    ("other_zone", "shown"),
    [("America/Los_Angeles", "10:30 a.m."), ("America/New_York", "5:30 p.m.")],
)
def test_moments_are_local_when_all_programs_share_a_zone(colleague, other_zone, shown):
    coordinator = UserFactory(is_staff=True)
    programs = (colleague.roles.get().program, ProgramFactory(time_zone=other_zone))
    for program in programs:
        RoleFactory(user=coordinator, program=program, kind=Role.Kind.COORDINATOR)

    assert f"July 14, 2026, {shown}" in seen_by(coordinator)


def test_days_of_ones_own_account_are_those_of_the_program(colleague):
    """Half past ten in the evening of July 14 there, and July 15 in Greenwich."""
    late = datetime(2026, 7, 15, 5, 30, tzinfo=UTC)
    TokenFactory(user=colleague, created_at=late)
    TokenFactory(user=colleague, scope=Token.Scope.FEED, created_at=late)
    client = Client()
    client.force_login(colleague)

    pages = [client.get(address).content.decode() for address in ("/account/", "/calendars/")]

    assert [("Jul 14, 2026" in page, "Jul 15, 2026" in page) for page in pages] == 2 * [
        (True, False)
    ]
