"""Who may do what, asked of the table by every role."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from people.models import Role
from people.permissions import (
    ACTIONS,
    GRANTED_BY,
    may,
    may_grant,
    programs_for,
    reaches,
    require,
)
from tests.factories.people import ProgramFactory, RoleFactory, UserFactory

pytestmark = pytest.mark.django_db

# Written out again, by hand, so that a slip in the table shows: A administrator, D director,
# C coordinator, H chief, F faculty, R resident.
EXPECTED = {
    "view_published_schedule": "ADCHFR",
    "view_own_schedule": "ADCHFR",
    "view_own_hours": "ADCHFR",
    "log_own_hours": "ADCHFR",
    "log_hours": "ADC",
    "view_hours": "ADCH",
    "view_draft": "ADCH",
    "edit_schedule": "ADCH",
    "amend_schedule": "ADCH",
    "generate_schedule": "ADCH",
    "publish_schedule": "ADC",
    "export_schedule": "ADCH",
    "view_violations": "ADCH",
    "permit_moonlighting": "AD",
    "export_evidence": "ADC",
    "settle_findings": "ADC",
    "override_rule": "AD",
    "view_preferences": "ADCH",
    "state_own_preference": "ADCHFR",
    "view_rules": "ADCHFR",
    "manage_rules": "ADC",
    "view_calendar": "ADCHFR",
    "manage_calendar": "ADC",
    "import_program": "ADC",
    "manage_program": "AD",
    "view_people": "ADCH",
    "manage_people": "ADC",
    "view_credentials": "ADCH",
    "manage_credentials": "ADC",
    "view_roles": "ADC",
    "manage_roles": "ADC",
    "view_contacts": "ADCHFR",
    "view_absences": "ADCH",
    "view_absence_reason": "ADC",
    "decide_absence": "ADC",
    "record_sick_call": "ADCH",
    "manage_leave": "ADC",
    "view_own_absence": "ADCHFR",
    "request_own_absence": "ADCHFR",
    "view_swaps": "ADCH",
    "offer_own_swap": "ADCHFR",
    "arrange_swaps": "ADCH",
    "decide_swap": "ADC",
    "manage_swap_policy": "ADC",
    "view_resilience": "ADCH",
    "manage_resilience": "ADC",
    "ask_documents": "ADCHFR",
    "manage_documents": "ADC",
    "view_notices": "ADC",
    "manage_webhooks": "AD",
    "view_audit": "AD",
    "view_health": "AD",
    "ask_preferences": "ADCH",
    "view_equity": "ADCH",
    "view_progress": "ADCH",
    "turn_year": "ADC",
}
LETTERS = {
    "A": Role.Kind.ADMIN,
    "D": Role.Kind.DIRECTOR,
    "C": Role.Kind.COORDINATOR,
    "H": Role.Kind.CHIEF,
    "F": Role.Kind.FACULTY,
    "R": Role.Kind.RESIDENT,
}
RANKS = {"A": "ADCHFR", "D": "CHFR", "C": "HFR", "H": "", "F": "", "R": ""}


def test_every_action_is_expected():
    assert set(ACTIONS) == set(EXPECTED)


@pytest.mark.parametrize("letter", LETTERS)
def test_role_allows_what_the_table_says(letter, resident, program, other_program, at):
    user = resident.user
    user.roles.update(kind=LETTERS[letter])

    allowed = {name for name in ACTIONS if may(user, name, program, at=at, person=resident)}
    elsewhere = {name for name in ACTIONS if may(user, name, other_program, at=at, person=resident)}
    listed = {name for name in ACTIONS if list(programs_for(user, name, at)) == [program]}

    assert allowed == {name for name, letters in EXPECTED.items() if letter in letters}
    assert elsewhere == set()
    assert listed == allowed


@pytest.mark.parametrize("letter", LETTERS)
def test_role_is_granted_by_those_above(letter, acting, program, other_program, at):
    user = acting(LETTERS[letter])

    granted = {of for of, kind in LETTERS.items() if may_grant(user, kind, program, at=at)}
    elsewhere = {of for of, kind in LETTERS.items() if may_grant(user, kind, other_program, at=at)}

    assert granted == set(RANKS[letter])
    assert elsewhere == set()


def test_every_role_says_who_grants_it():
    assert set(GRANTED_BY) == set(Role.Kind)


@pytest.mark.parametrize("action", [name for name, rule in ACTIONS.items() if rule.own])
def test_own_action_is_only_for_the_person_themselves(action, resident, coordinator, program, at):
    assert may(resident.user, action, program, at=at, person=resident)
    assert not may(coordinator, action, program, at=at, person=resident)
    assert not may(resident.user, action, program, at=at)


def test_actions_named_own_are_own():
    assert {name for name in ACTIONS if "_own_" in name} == {
        name for name, rule in ACTIONS.items() if rule.own
    }


def test_role_acts_only_between_its_dates(program):
    user = UserFactory()
    RoleFactory(
        user=user,
        program=program,
        kind=Role.Kind.CHIEF,
        starts_on=date(2026, 1, 10),
        ends_on=date(2026, 1, 20),
    )

    def edits(*when):
        at = datetime(*when, tzinfo=UTC)
        listed = program in programs_for(user, "edit_schedule", at)
        assert may(user, "edit_schedule", program, at=at) == listed
        return listed

    # Chicago is six hours behind: the days begin and end at 06:00 UTC.
    assert not edits(2026, 1, 10, 5, 59)
    assert edits(2026, 1, 10, 6, 0)
    assert edits(2026, 1, 21, 5, 59)
    assert not edits(2026, 1, 21, 6, 0)


def test_may_on_another_day(program, at):
    user = UserFactory()
    RoleFactory(user=user, program=program, kind=Role.Kind.CHIEF, starts_on=date(2026, 7, 1))

    assert not may(user, "edit_schedule", program, at=at)
    assert may(user, "edit_schedule", program, at=at, on=date(2026, 7, 1))


def test_anonymous_may_nothing(program, resident, at):
    anonymous = AnonymousUser()

    assert not any(may(anonymous, name, program, at=at, person=resident) for name in ACTIONS)
    assert not any(programs_for(anonymous, name, at).exists() for name in ACTIONS)
    assert not reaches(anonymous, "view_people", resident, at=at)


def test_account_without_a_role_may_nothing(program, resident, at):
    resident.user.roles.all().delete()

    assert not any(may(resident.user, name, program, at=at, person=resident) for name in ACTIONS)


def test_superuser_may_everything(superuser, program, other_program, at):
    assert all(may(superuser, name, program, at=at) for name in ACTIONS)
    assert set(programs_for(superuser, "manage_people", at)) == {program, other_program}
    assert may_grant(superuser, Role.Kind.ADMIN, program, at=at)


@pytest.mark.parametrize("is_superuser", [True, False])
def test_closed_account_may_nothing(is_superuser, acting, program, resident, at):
    user = acting(Role.Kind.ADMIN)
    user.is_active = False
    user.is_superuser = is_superuser
    user.save()

    assert not any(may(user, name, program, at=at, person=resident) for name in ACTIONS)
    assert not any(programs_for(user, name, at).exists() for name in ACTIONS)
    assert not may_grant(user, Role.Kind.RESIDENT, program, at=at)
    assert not reaches(user, "view_people", resident, at=at)


def test_unknown_action_is_an_error_even_for_a_superuser(superuser, program, at):
    with pytest.raises(KeyError):
        may(superuser, "fly", program, at=at)
    with pytest.raises(KeyError):
        programs_for(superuser, "fly", at)


def test_require_names_the_action_and_the_program(acting, program, at):
    with pytest.raises(PermissionDenied) as refusal:
        require(acting(Role.Kind.CHIEF), "publish_schedule", program, at=at)

    assert str(refusal.value) == "You may not publish a schedule in Cedar Family Medicine."


def test_require_lets_those_through_who_may(coordinator, program, at):
    require(coordinator, "publish_schedule", program, at=at)


def test_reach_is_by_program(coordinator, resident, stranger, at):
    assert reaches(coordinator, "manage_people", resident, at=at)
    assert not reaches(coordinator, "manage_people", stranger, at=at)


def test_reach_is_by_action(acting, resident, at):
    chief = acting(Role.Kind.CHIEF)

    assert reaches(chief, "view_people", resident, at=at)
    assert not reaches(chief, "manage_people", resident, at=at)


@pytest.mark.parametrize("programs", [1, 3])
def test_programs_for_asks_the_database_twice(
    programs, coordinator, acting, at, django_assert_num_queries
):
    for _ in range(programs - 1):
        acting(Role.Kind.CHIEF, where=ProgramFactory(), user=coordinator)

    with django_assert_num_queries(2):
        assert len(programs_for(coordinator, "edit_schedule", at)) == programs
