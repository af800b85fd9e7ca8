"""Accounts, roles and tokens in the admin site."""

from datetime import date

import pytest

from people.models import Role, Token, User
from tests.factories.people import PASSWORD, RoleFactory, TokenFactory, UserFactory
from tests.people.admin.conftest import messages_of, page

pytestmark = pytest.mark.django_db


def role_form(rows, kind, **changes):
    return {
        "program": rows.program.pk,
        "user": rows.user.pk,
        "kind": kind,
        "starts_on": "2026-01-01",
        "ends_on": "",
    } | changes


def end_today(client, *roles):
    return client.post(
        page(Role, "changelist"),
        {"action": "end_today", "_selected_action": [role.pk for role in roles], "sure": 1},
        follow=True,
    )


def test_role_is_granted_by_the_service(mine, coordinator, sign_in):
    sign_in(coordinator).post(page(Role, "add"), role_form(mine, Role.Kind.CHIEF))

    mine.user.refresh_from_db()
    assert mine.user.roles.filter(kind=Role.Kind.CHIEF).exists()
    assert mine.user.is_staff


@pytest.mark.parametrize("kind", [Role.Kind.ADMIN, Role.Kind.DIRECTOR, Role.Kind.COORDINATOR])
def test_role_is_not_granted_from_below(kind, mine, coordinator, sign_in):
    response = sign_in(coordinator).post(page(Role, "add"), role_form(mine, kind))

    assert response.status_code == 403
    assert mine.user.roles.get() == mine.role


def test_account_of_another_program_gets_no_role(mine, theirs, coordinator, sign_in):
    form = role_form(mine, Role.Kind.RESIDENT, user=theirs.user.pk)

    response = sign_in(coordinator).post(page(Role, "add"), form)

    assert set(response.context["adminform"].form.errors) == {"user"}
    assert theirs.user.roles.get() == theirs.role


@pytest.mark.parametrize("who", ["coordinator", "superuser"])
def test_role_is_never_rewritten(who, mine, sign_in, request):
    client = sign_in(request.getfixturevalue(who))

    response = client.post(page(mine.role, "change"), role_form(mine, Role.Kind.ADMIN))

    assert response.status_code == 403
    mine.role.refresh_from_db()
    assert mine.role.kind == Role.Kind.RESIDENT


def test_role_ends_today_in_its_program(mine, coordinator, sign_in, time_machine):
    time_machine.move_to("2026-01-15T05:00:00Z")  # still the 14th in Chicago

    response = end_today(sign_in(coordinator), mine.role)

    mine.role.refresh_from_db()
    assert mine.role.ends_on == date(2026, 1, 14)
    assert messages_of(response) == [f"{mine.role}: ends today."]


def test_role_above_ones_own_is_not_ended(mine, coordinator, acting, sign_in):
    director = acting(Role.Kind.DIRECTOR).roles.get()

    response = end_today(sign_in(coordinator), director)

    director.refresh_from_db()
    assert director.ends_on is None
    assert messages_of(response) == [
        f"{director}: You may not grant or end the role program director in Cedar Family Medicine."
    ]


def test_role_is_not_ended_by_those_who_may_not(mine, acting, sign_in):
    end_today(sign_in(acting(Role.Kind.CHIEF)), mine.role)

    mine.role.refresh_from_db()
    assert mine.role.ends_on is None


def test_office_reads_accounts_and_does_not_change_them(mine, coordinator, sign_in):
    client = sign_in(coordinator)

    shown = client.get(page(mine.user, "change"))

    assert shown.status_code == 200
    assert "rowan@example.org" in shown.text
    assert mine.user.password not in shown.text
    assert "superuser" not in shown.text.lower()
    assert client.post(page(mine.user, "change"), {"is_superuser": "on"}).status_code == 403
    assert (
        client.get(page(mine.user, "change").replace("/change/", "/password/")).status_code == 403
    )


def test_superuser_adds_an_account(superuser, sign_in):
    form = {
        "email": "New@Example.org",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }

    sign_in(superuser).post(page(User, "add"), form)

    user = User.objects.get(email="new@example.org")
    assert user.check_password(PASSWORD)
    assert not user.is_staff


def test_superuser_raises_an_account_to_superuser(superuser, sign_in):
    user = UserFactory()
    form = {"email": user.email, "is_active": "on", "is_superuser": "on"}

    sign_in(superuser).post(page(user, "change"), form)

    user.refresh_from_db()
    assert (user.is_superuser, user.is_staff) == (True, True)


def test_superuser_lowers_an_account_and_its_role_still_opens_the_door(superuser, sign_in):
    user = UserFactory(is_superuser=True, is_staff=True)
    RoleFactory(user=user, kind=Role.Kind.CHIEF)

    sign_in(superuser).post(page(user, "change"), {"email": user.email, "is_active": "on"})

    user.refresh_from_db()
    assert (user.is_superuser, user.is_staff) == (False, True)


def test_superuser_changes_a_password(superuser, sign_in):
    user = UserFactory()
    form = {"usable_password": "true", "password1": "a-new-kettle", "password2": "a-new-kettle"}

    sign_in(superuser).post(page(user, "change").replace("/change/", "/password/"), form)

    user.refresh_from_db()
    assert user.check_password("a-new-kettle")


def test_superuser_revokes_tokens_and_neither_adds_nor_changes_them(superuser, sign_in):
    token = TokenFactory()
    client = sign_in(superuser)

    response = client.post(
        page(Token, "changelist"),
        {"action": "revoke", "_selected_action": [token.pk], "sure": 1},
        follow=True,
    )

    token.refresh_from_db()
    assert token.revoked_at is not None
    assert messages_of(response) == [f"{token}: revoked."]
    assert token.digest not in client.get(page(token, "change")).text
    assert client.post(page(token, "change"), {"scope": "write"}).status_code == 403
    assert client.get(page(Token, "add")).status_code == 403
