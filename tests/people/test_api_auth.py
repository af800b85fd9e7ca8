"""Bearer tokens at the API's door."""

import pytest
from drf_spectacular.plumbing import ComponentRegistry
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate
from rest_framework.views import APIView

from people.api_auth import TokenAuthentication, TokenScheme, TokenScope
from people.models import Token
from tests.factories.people import TokenFactory, UserFactory

pytestmark = pytest.mark.django_db

READS = ("get", "head", "options")
WRITES = ("post", "put", "patch", "delete")


class Echo(APIView):
    """Answers who is there to any method."""

    authentication_classes = [TokenAuthentication]
    permission_classes = [IsAuthenticated]
    throttle_classes = []

    def get(self, request):
        return Response(request.user.email)

    head = options = post = put = patch = delete = get


class ScopedEcho(Echo):
    authentication_classes = []
    permission_classes = [TokenScope]


def call(method: str, header: str | None, view: type[APIView] = Echo) -> Response:
    headers = {} if header is None else {"Authorization": header}
    request = getattr(APIRequestFactory(), method)("/", headers=headers)
    return view.as_view()(request)


@pytest.mark.parametrize("method", [*READS, *WRITES])
@pytest.mark.parametrize(
    ("scope", "read", "write"), [("read", 200, 403), ("write", 200, 200), ("feed", 401, 401)]
)
def test_token_may_what_its_scope_says(scope, read, write, method):
    token = TokenFactory(secret="s3cret", scope=scope)

    response = call(method, "Bearer s3cret")

    assert response.status_code == (read if method in READS else write)
    assert (response.data == token.user.email) == (response.status_code == 200)


def test_read_token_is_told_that_it_can_only_read():
    TokenFactory(secret="s3cret")

    assert call("post", "Bearer s3cret").data["detail"] == "This token can only read."


def test_read_token_cannot_write_where_the_view_forgets_permissions():
    TokenFactory(secret="s3cret")
    careless = type("Careless", (Echo,), {"permission_classes": [AllowAny]})

    assert call("post", "Bearer s3cret", careless).status_code == 403


@pytest.mark.parametrize("header", ["Bearer wrong", "Bearer ", "bearer", "Bearer s3cret extra"])
def test_unknown_token_is_turned_away(header):
    TokenFactory(secret="s3cret")

    response = call("get", header)

    assert response.status_code == 401
    assert response.data["detail"] == "This token is unknown, revoked or expired."
    assert response["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("header", [None, "Basic s3cret", "s3cret"])
def test_request_without_a_bearer_token_is_not_signed_in(header):
    TokenFactory(secret="s3cret")

    response = call("get", header)

    assert response.status_code == 401
    assert response.data["detail"].code == "not_authenticated"


@pytest.mark.parametrize(
    ("scope", "method", "status"),
    [
        ("read", "get", 200),
        ("read", "post", 403),
        ("write", "post", 200),
        ("feed", "get", 403),
    ],
)
def test_token_scope_holds_whoever_authenticated(scope, method, status):
    token = TokenFactory(scope=scope)
    request = getattr(APIRequestFactory(), method)("/")
    force_authenticate(request, user=token.user, token=token)

    assert ScopedEcho.as_view()(request).status_code == status


def test_token_scope_does_not_concern_sessions():
    request = APIRequestFactory().post("/")
    force_authenticate(request, user=UserFactory())

    assert ScopedEcho.as_view()(request).status_code == 200


def test_use_of_a_token_is_noted():
    token = TokenFactory(secret="s3cret")

    call("get", "Bearer s3cret")

    assert Token.objects.get(pk=token.pk).last_used_at is not None


def test_schema_describes_bearer_tokens():
    scheme = TokenScheme(TokenAuthentication)
    registry = ComponentRegistry()

    assert scheme.get_security_definition(registry) == {"type": "http", "scheme": "bearer"}
