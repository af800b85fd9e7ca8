"""Error pages stand on their own and say in a sentence what went wrong."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import requires_csrf_token

RAISED = {
    "bad": BadRequest("An internal detail."),
    "forbidden": PermissionDenied("Only a chief may publish <this>."),
    "speechless": PermissionDenied(),
    "broken": ZeroDivisionError("An internal detail."),
}


def fail(request, kind):
    raise RAISED[kind]


@requires_csrf_token
def form(request):
    return HttpResponse("")


fail.login_required = form.login_required = False
urlpatterns = [path("fail/<kind>", fail), path("form", form)]
pytestmark = pytest.mark.urls(__name__)


@pytest.mark.parametrize(
    ("address", "status", "title", "sentence"),
    [
        ("/fail/bad", 400, "This request cannot be read", "Go back and try again."),
        (
            "/fail/forbidden",
            403,
            "You may not see this",
            "<p>Only a chief may publish &lt;this&gt;.</p>",
        ),
        (
            "/fail/speechless",
            403,
            "You may not see this",
            "Your account does not have the rights that this page needs.",
        ),
        ("/nowhere", 404, "There is no such page", "The address may be mistyped"),
        ("/fail/broken", 500, "Something went wrong", "The fault is ours and has been logged."),
    ],
)
def test_error_page_says_what_went_wrong(client, address, status, title, sentence):
    client.raise_request_exception = False

    response = client.get(address)

    page = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{title}</h1>" in page
    assert sentence in page
    assert "internal detail" not in page
    assert '<html lang="en">' in page


def test_expired_form_is_explained(client):
    client.handler.enforce_csrf_checks = True

    response = client.post("/form")

    assert response.status_code == 403
    assert "<h1>This form has expired</h1>" in response.content.decode()
