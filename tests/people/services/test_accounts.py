"""Opening accounts."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from people.models import Role, User
from people.services.accounts import open_account
from tests.factories.people import EnrolmentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(program):
    return EnrolmentFactory(program=program).person


def test_account_is_opened_with_a_password_of_its_own(newcomer, coordinator, at):
    opened = open_account(newcomer, email="New@Example.org", by=coordinator, at=at)

    newcomer.refresh_from_db()
    user = User.objects.get(email="new@example.org")
    assert newcomer.user == opened.user == user
    assert user.check_password(opened.password)
    assert len(opened.password) == 20
    assert (user.is_staff, user.is_superuser) == (False, False)
    assert user.roles.count() == 0


def test_account_is_opened_with_a_given_password(newcomer, coordinator, at):
    opened = open_account(
        newcomer, email="new@example.org", password="nine-lives-of-tea", by=coordinator, at=at
    )

    assert opened.password == "nine-lives-of-tea"
    assert User.objects.get(pk=opened.user.pk).check_password("nine-lives-of-tea")


def test_password_stays_out_of_sight(newcomer, coordinator, at):
    opened = open_account(newcomer, email="new@example.org", by=coordinator, at=at)

    assert opened.password not in repr(opened)


def test_weak_password_is_refused(newcomer, coordinator, at):
    with pytest.raises(ValidationError):
        open_account(newcomer, email="new@example.org", password="short", by=coordinator, at=at)

    assert not User.objects.filter(email="new@example.org").exists()


def test_account_of_another_is_not_taken_over(newcomer, coordinator, at):
    owner = UserFactory(email="ada@example.org")

    with pytest.raises(ValidationError) as refusal:
        open_account(newcomer, email="ADA@example.org", by=coordinator, at=at)

    assert refusal.value.messages == ["An account with this e-mail address exists already."]
    newcomer.refresh_from_db()
    assert newcomer.user is None
    assert User.objects.get(pk=owner.pk).password == owner.password


def test_person_has_one_account(resident, coordinator, at):
    with pytest.raises(ValidationError) as refusal:
        open_account(resident, email="second@example.org", by=coordinator, at=at)

    assert refusal.value.code == "has_account"
    assert not User.objects.filter(email="second@example.org").exists()


@pytest.mark.parametrize("kind", [Role.Kind.CHIEF, Role.Kind.FACULTY, Role.Kind.RESIDENT])
def test_accounts_are_opened_by_the_office(kind, newcomer, acting, at):
    with pytest.raises(PermissionDenied) as refusal:
        open_account(newcomer, email="new@example.org", by=acting(kind), at=at)

    assert str(refusal.value) == f"You may not open an account for {newcomer}."


def test_accounts_of_another_program_are_not_opened(coordinator, other_program, at):
    person = EnrolmentFactory(program=other_program).person

    with pytest.raises(PermissionDenied):
        open_account(person, email="new@example.org", by=coordinator, at=at)
