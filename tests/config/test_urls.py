"""Every address needs a signed-in user, except a short list."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.permissions import IsAuthenticated

# Who else may come in without signing in is added here, on purpose.
PUBLIC = {
    "livez",
    "readyz",
    "accounts/login/",
    "accounts/logout/",
    "accounts/signup/",
    "accounts/inactive/",
    "accounts/login/code/confirm/",
    "accounts/password/reset/",
    "accounts/password/reset/done/",
    "accounts/password/reset/key/done/",
    r"accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
    "accounts/confirm-email/",
    r"accounts/^confirm-email/(?P<key>[-:\w]+)/$",
    r"accounts/^saml/(?P<organization_slug>[^/]+)/acs/",
    r"accounts/^saml/(?P<organization_slug>[^/]+)/acs/finish/",
    r"accounts/^saml/(?P<organization_slug>[^/]+)/login/",
    r"accounts/^saml/(?P<organization_slug>[^/]+)/metadata/",
    r"accounts/^saml/(?P<organization_slug>[^/]+)/sls/",
    "accounts/factors/authenticate/",
    "accounts/factors/webauthn/login/",
    r"accounts/oidc/^(?P<provider_id>[^/]+)/login/",
    r"accounts/oidc/^(?P<provider_id>[^/]+)/login/callback/",
    "accounts/sign-on/login/cancelled/",
    "accounts/sign-on/signup/",
    "admin/login/",
    "on-call/",
    "on-call/<slug:slug>/",
    "api/v1/on-call/",
    "offline/",
    "offline-worker.js",
    "feeds/<str:secret>.ics",
}


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


def is_open(entry: URLPattern) -> bool:
    """REST views ask for themselves, since an API does not send anybody to a page."""
    view = getattr(entry.callback, "cls", None)
    if view is not None:
        return IsAuthenticated not in view.permission_classes
    return not getattr(entry.callback, "login_required", True)


def test_addresses_that_need_no_sign_in_are_the_listed_ones():
    public = {route for route, entry in patterns(get_resolver()) if is_open(entry)}

    assert public == PUBLIC


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/password/reset/"])
def test_sign_in_pages_are_open(client, db, address):
    assert client.get(address).status_code == 200


def test_nobody_can_sign_up(client, db):
    response = client.post(
        "/accounts/signup/", {"email": "ada@example.org", "password1": "long enough for a rule"}
    )

    assert "account/signup_closed.html" in [template.name for template in response.templates]


def test_admin_signs_in_through_the_common_door(client, db):
    response = client.get("/admin/login/?next=/admin/")

    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=%2Fadmin%2F"
