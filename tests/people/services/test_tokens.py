"""Issuing, using and revoking tokens."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from people.models import Token
from people.services.tokens import issue_token, revoke_token, verify_token
from tests.factories.people import TokenFactory, UserFactory

pytestmark = pytest.mark.django_db

Scope = Token.Scope


def test_token_keeps_only_the_digest_of_its_secret(at):
    user = UserFactory()

    issued = issue_token(user, name="script", scope=Scope.READ, by=user, at=at)

    token = Token.objects.get()
    assert issued.secret.startswith("rounds_")
    assert token.digest == sha256(issued.secret.encode()).hexdigest()
    assert token.prefix == issued.secret[:12]
    assert issued.secret not in [str(value) for value in vars(token).values()]
    assert issued.secret not in repr(issued)
    assert token.created_at == at


def test_two_tokens_have_two_secrets(at):
    user = UserFactory()

    secrets = {
        issue_token(user, name="script", scope=Scope.READ, by=user, at=at).secret for _ in "ab"
    }

    assert len(secrets) == 2


def test_token_is_issued_only_for_oneself(coordinator, resident, at):
    with pytest.raises(PermissionDenied):
        issue_token(resident.user, name="spy", scope=Scope.READ, by=coordinator, at=at)

    assert not Token.objects.exists()


def test_token_that_expires_before_it_is_made_is_refused(at):
    user = UserFactory()

    with pytest.raises(ValidationError) as refusal:
        issue_token(user, name="late", scope=Scope.READ, by=user, at=at, expires_at=at)

    assert refusal.value.messages == ["A token cannot expire before it is made."]


@pytest.mark.parametrize(
    "fields", [{"scope": "root", "name": "script"}, {"scope": "read", "name": ""}]
)
def test_token_with_an_unknown_scope_or_no_name_is_refused(fields, at):
    user = UserFactory()

    with pytest.raises(ValidationError):
        issue_token(user, by=user, at=at, **fields)


@pytest.mark.parametrize(
    ("scope", "good_for"),
    [
        (Scope.READ, {Scope.READ}),
        (Scope.WRITE, {Scope.READ, Scope.WRITE}),
        (Scope.FEED, {Scope.FEED}),
    ],
)
def test_token_is_good_for_its_scope(scope, good_for, at):
    TokenFactory(secret="s3cret", scope=scope)

    assert {wanted for wanted in Scope if Token.find("s3cret", wanted, at)} == good_for


def test_token_is_found_by_its_secret_alone(at):
    token = TokenFactory(secret="s3cret")
    TokenFactory(secret="other")

    assert Token.find("s3cret", Scope.READ, at) == token
    assert Token.find("S3CRET", Scope.READ, at) is None
    assert Token.find(token.digest, Scope.READ, at) is None
    assert Token.find("", Scope.READ, at) is None


def test_token_lives_until_it_expires(at):
    TokenFactory(secret="s3cret", expires_at=at)

    assert Token.find("s3cret", Scope.READ, at - timedelta(seconds=1))
    assert Token.find("s3cret", Scope.READ, at) is None


def test_token_of_a_closed_account_is_dead(at):
    TokenFactory(secret="s3cret", user=UserFactory(is_active=False))

    assert Token.find("s3cret", Scope.READ, at) is None


def test_token_is_revoked(at):
    token = TokenFactory(secret="s3cret")

    revoke_token(token, by=token.user, at=at)

    assert token.revoked_at == at
    assert Token.find("s3cret", Scope.READ, at) is None


def test_token_is_revoked_once(at):
    token = TokenFactory(revoked_at=at)

    with pytest.raises(ValidationError) as refusal:
        revoke_token(token, by=token.user, at=at + timedelta(days=1))

    assert refusal.value.code == "already_revoked"
    token.refresh_from_db()
    assert token.revoked_at == at


def test_token_is_revoked_by_its_account_or_a_superuser(coordinator, superuser, at):
    token = TokenFactory()

    with pytest.raises(PermissionDenied):
        revoke_token(token, by=coordinator, at=at)

    assert revoke_token(token, by=superuser, at=at).revoked_at == at


def test_use_is_noted_to_the_minute(at):
    token = TokenFactory(secret="s3cret")

    def last_used(moment):
        assert verify_token("s3cret", Scope.READ, at=moment) == token
        token.refresh_from_db()
        return token.last_used_at

    assert last_used(at) == at
    assert last_used(at + timedelta(seconds=60)) == at
    assert last_used(at + timedelta(seconds=61)) == at + timedelta(seconds=61)


def test_failed_use_is_not_noted(at):
    token = TokenFactory(secret="s3cret")

    assert verify_token("s3cret", Scope.WRITE, at=at) is None

    token.refresh_from_db()
    assert token.last_used_at is None
