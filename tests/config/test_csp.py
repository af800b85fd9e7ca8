"""Pages have a strict content security policy; only the admin may evaluate expressions."""

import pytest

pytestmark = pytest.mark.django_db


def policy(response) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";")]
    return {name: sources for name, _, sources in parts}


def test_pages_run_no_inline_script_or_style(client):
    assert policy(client.get("/accounts/password/reset/")) == {
        "default-src": "'self'",
        "img-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }


def test_admin_may_evaluate_but_loads_nothing_from_elsewhere(client):
    admin = policy(client.get("/admin/"))

    assert admin["script-src"] == "'self' 'unsafe-eval'"
    assert admin["style-src"] == "'self' 'unsafe-inline'"
    assert admin["default-src"] == "'self'"


def test_no_second_policy_is_only_reported(client):
    assert "Content-Security-Policy-Report-Only" not in client.get("/admin/")
