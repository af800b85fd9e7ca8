"""Signs API clients in by bearer token, and keeps each token to its scope."""

from typing import TYPE_CHECKING

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from people.models import Token, User
from people.services.tokens import verify_token

if TYPE_CHECKING:
    # The framework loads this file while it is still loading its views.
    from rest_framework.views import APIView

__all__ = ["TokenAuthentication", "TokenScheme", "TokenScope", "verify_token"]

KEYWORD = "bearer"
READ_ONLY = "This token can only read."


def covers(token: Token, method: str | None) -> bool:
    """Whether the token's scope is wide enough for the HTTP method."""
    needed = Token.Scope.READ if method in SAFE_METHODS else Token.Scope.WRITE
    return needed in token.scopes


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <secret>`; a view that forgets `TokenScope` stays protected."""

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        keyword, _, secret = request.headers.get("Authorization", "").partition(" ")
        if keyword.lower() != KEYWORD:
            return None
        token = verify_token(secret.strip(), Token.Scope.READ, at=timezone.now())
        if token is None:
            raise AuthenticationFailed("This token is unknown, revoked or expired.")
        if not covers(token, request.method):
            raise PermissionDenied(READ_ONLY)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class TokenScope(BasePermission):
    """Says the same where something other than `TokenAuthentication` put the token there."""

    message = READ_ONLY

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return not isinstance(request.auth, Token) or covers(request.auth, request.method)


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema describes it."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": KEYWORD}
