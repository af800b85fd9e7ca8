"""Serves an assistant on this machine over standard input and output, as one person."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.env import env_secret
from config.mcp import make_server
from people.api_auth import READ_ONLY
from people.asking import CurrentUser
from people.models import Token, User
from people.services.tokens import verify_token


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--as",
            dest="email",
            metavar="EMAIL",
            help="The account to act for; else the one whose token is in ROUNDS_TOKEN.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        current_user = _asker(options["email"], env_secret("ROUNDS_TOKEN"))
        try:
            current_user(Token.Scope.READ)
        except PermissionDenied as refusal:
            raise CommandError(str(refusal)) from refusal
        make_server(current_user).run("stdio")


def _asker(email: str | None, secret: str | None) -> CurrentUser:
    if email and secret:
        raise CommandError("Give --as or ROUNDS_TOKEN, not both.")
    if email:
        return _by_email(email)
    if secret:
        return _by_token(secret)
    raise CommandError("Say who asks: --as with an e-mail address, or a token in ROUNDS_TOKEN.")


def _by_email(email: str) -> CurrentUser:
    """Whoever can run this command can do more than any account; a token's scope would add nothing."""

    def current_user(scope: str) -> User:
        address = User.objects.normalize_email(email)
        user = User.objects.filter(email=address, is_active=True).first()
        if user is None:
            raise PermissionDenied(f"No account with the e-mail address {email} can sign in.")
        return user

    return current_user


def _by_token(secret: str) -> CurrentUser:
    """Verified at each call, since a token may be revoked or expire meanwhile."""

    def current_user(scope: str) -> User:
        token = verify_token(secret, Token.Scope.READ, at=timezone.now())
        if token is None:
            raise PermissionDenied("This token is unknown, revoked or expired.")
        if scope not in token.scopes:
            raise PermissionDenied(READ_ONLY)
        return token.user

    return current_user
