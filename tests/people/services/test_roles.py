"""Granting and ending roles."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from people.models import Role
from people.services.roles import end_role, grant_role, settle_admin_entry
from tests.factories.people import RoleFactory, UserFactory

pytestmark = pytest.mark.django_db

Kind = Role.Kind
FIRST_DAY = date(2026, 1, 1)


def test_role_is_granted(resident, coordinator, program, at):
    role = grant_role(
        resident.user,
        program=program,
        kind=Kind.CHIEF,
        starts_on=FIRST_DAY,
        ends_on=date(2026, 6, 30),
        by=coordinator,
        at=at,
    )

    role.refresh_from_db()
    assert (role.kind, role.starts_on, role.ends_on) == ("chief", FIRST_DAY, date(2026, 6, 30))


@pytest.mark.parametrize(
    ("granter", "kind"),
    [
        (Kind.COORDINATOR, Kind.COORDINATOR),
        (Kind.COORDINATOR, Kind.DIRECTOR),
        (Kind.COORDINATOR, Kind.ADMIN),
        (Kind.DIRECTOR, Kind.DIRECTOR),
        (Kind.DIRECTOR, Kind.ADMIN),
        (Kind.CHIEF, Kind.RESIDENT),
        (Kind.RESIDENT, Kind.RESIDENT),
    ],
)
def test_role_is_not_granted_from_below(granter, kind, acting, resident, program, at):
    with pytest.raises(PermissionDenied):
        grant_role(
            resident.user,
            program=program,
            kind=kind,
            starts_on=FIRST_DAY,
            by=acting(granter),
            at=at,
        )

    assert not resident.user.roles.filter(starts_on=FIRST_DAY).exists()


def test_nobody_raises_themselves(coordinator, program, at):
    with pytest.raises(PermissionDenied) as refusal:
        grant_role(
            coordinator,
            program=program,
            kind=Kind.ADMIN,
            starts_on=FIRST_DAY,
            by=coordinator,
            at=at,
        )

    assert str(refusal.value) == (
        "You may not grant or end the role administrator in Cedar Family Medicine."
    )


def test_role_is_not_granted_in_another_program(resident, coordinator, other_program, at):
    with pytest.raises(PermissionDenied):
        grant_role(
            resident.user,
            program=other_program,
            kind=Kind.RESIDENT,
            starts_on=FIRST_DAY,
            by=coordinator,
            at=at,
        )


def test_role_is_not_granted_to_an_account_of_another_program(stranger, coordinator, program, at):
    """A role would make the stranger one of the program's people and show their row."""
    with pytest.raises(PermissionDenied) as refusal:
        grant_role(
            stranger.user,
            program=program,
            kind=Kind.RESIDENT,
            starts_on=FIRST_DAY,
            by=coordinator,
            at=at,
        )

    assert str(refusal.value) == (
        f"You may not give {stranger.user} a role: the account is not in your program."
    )


def test_superuser_makes_the_first_administrator(superuser, program, at):
    user = UserFactory()

    grant_role(user, program=program, kind=Kind.ADMIN, starts_on=FIRST_DAY, by=superuser, at=at)

    assert user.roles.get().kind == Kind.ADMIN


def test_unknown_kind_is_refused(superuser, program, at):
    with pytest.raises(ValidationError):
        grant_role(
            UserFactory(), program=program, kind="king", starts_on=FIRST_DAY, by=superuser, at=at
        )


def test_role_is_granted_once(resident, coordinator, program, at):
    role = resident.user.roles.get()

    with pytest.raises(ValidationError) as refusal:
        grant_role(
            resident.user,
            program=program,
            kind=role.kind,
            starts_on=role.starts_on,
            by=coordinator,
            at=at,
        )

    assert refusal.value.messages == ["This account has the role from that day already."]


@pytest.mark.parametrize(
    ("kind", "is_staff"),
    [
        (Kind.ADMIN, True),
        (Kind.DIRECTOR, True),
        (Kind.COORDINATOR, True),
        (Kind.CHIEF, True),
        (Kind.FACULTY, False),
        (Kind.RESIDENT, False),
    ],
)
def test_granting_opens_the_admin_site_to_those_who_work_there(
    kind, is_staff, superuser, program, at
):
    user = UserFactory()

    grant_role(user, program=program, kind=kind, starts_on=FIRST_DAY, by=superuser, at=at)

    user.refresh_from_db()
    assert user.is_staff == is_staff


def test_ending_closes_the_admin_site_when_the_last_day_is_over(acting, superuser, program, at):
    user = acting(Kind.CHIEF)
    role = user.roles.get()

    end_role(role, ends_on=date(2026, 1, 15), by=superuser, at=at)
    user.refresh_from_db()
    still_there = user.is_staff
    settle_admin_entry(user, at=datetime(2026, 1, 16, 6, tzinfo=UTC))
    user.refresh_from_db()

    assert (still_there, user.is_staff) == (True, False)


def test_ending_one_role_leaves_the_door_open_for_another(acting, superuser, program, at):
    user = acting(Kind.CHIEF)
    RoleFactory(user=user, kind=Kind.COORDINATOR)

    end_role(user.roles.get(kind=Kind.CHIEF), ends_on=date(2026, 1, 14), by=superuser, at=at)

    user.refresh_from_db()
    assert user.is_staff


def test_superuser_stays_in_the_admin_site(superuser, at):
    settle_admin_entry(superuser, at=at)

    superuser.refresh_from_db()
    assert superuser.is_staff


def test_role_ends_on_a_day(resident, coordinator, at):
    role = end_role(resident.user.roles.get(), ends_on=date(2026, 1, 31), by=coordinator, at=at)

    role.refresh_from_db()
    assert role.ends_on == date(2026, 1, 31)


def test_role_does_not_end_before_it_starts(resident, coordinator, at):
    with pytest.raises(ValidationError) as refusal:
        end_role(resident.user.roles.get(), ends_on=date(2020, 6, 30), by=coordinator, at=at)

    assert refusal.value.messages == ["This role starts on 2020-07-01 and cannot end before."]


def test_role_that_ended_is_not_prolonged(resident, coordinator, at):
    role = end_role(resident.user.roles.get(), ends_on=date(2026, 1, 31), by=coordinator, at=at)

    with pytest.raises(ValidationError) as refusal:
        end_role(role, ends_on=date(2026, 2, 28), by=coordinator, at=at)

    assert refusal.value.code == "already_ended"
    assert refusal.value.messages == ["This role already ends on 2026-01-31."]


def test_role_is_not_ended_from_below_or_from_elsewhere(acting, coordinator, stranger, program, at):
    director = acting(Kind.DIRECTOR)

    for role in (director.roles.get(), stranger.user.roles.get()):
        with pytest.raises(PermissionDenied):
            end_role(role, ends_on=date(2026, 1, 31), by=coordinator, at=at)
