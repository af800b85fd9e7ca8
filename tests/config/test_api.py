"""Every refusal is answered in one shape, with the service's own words."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.urls import path
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import AllowAny
from rest_framework.test import APIClient


class DutySerializer(serializers.Serializer):
    hours = serializers.IntegerField(max_value=24)


RAISED = {
    "refusal": ValidationError("You cannot take your own duty.", code="own-duty"),
    "two": ValidationError(["The first.", "The second."]),
    "fields": ValidationError({"starts_on": [ValidationError("Too early.", code="early")]}),
    "whole": ValidationError({"__all__": ["The spans overlap."], "ends_on": ["Too late."]}),
    "rights": PermissionDenied("Only a chief may publish."),
    "missing": Http404("No such duty."),
}


@api_view(["POST"])
@permission_classes([AllowAny])
def refuse(request, kind):
    raise RAISED[kind]


@api_view(["POST"])
@permission_classes([AllowAny])
def validate(request):
    DutySerializer(data=request.data).is_valid(raise_exception=True)


@api_view(["POST"])
def private(request):
    raise AssertionError("Nobody gets here without signing in.")


@api_view(["POST"])
@permission_classes([AllowAny])
def fail(request):
    raise ZeroDivisionError


urlpatterns = [
    path("refuse/<kind>", refuse),
    path("validate", validate),
    path("private", private),
    path("fail", fail),
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.mark.parametrize(
    ("kind", "status", "answer"),
    [
        ("refusal", 400, {"detail": "You cannot take your own duty.", "code": "own-duty"}),
        ("two", 400, {"detail": "The first. The second.", "code": "invalid"}),
        (
            "fields",
            400,
            {"detail": "Too early.", "code": "early", "fields": {"starts_on": ["Too early."]}},
        ),
        (
            "whole",
            400,
            {
                "detail": "The spans overlap. Too late.",
                "code": "invalid",
                "fields": {"ends_on": ["Too late."]},
            },
        ),
        ("rights", 403, {"detail": "Only a chief may publish.", "code": "permission_denied"}),
        ("missing", 404, {"detail": "No such duty.", "code": "not_found"}),
    ],
)
def test_refusal_is_answered_in_its_own_words(kind, status, answer):
    response = APIClient().post(f"/refuse/{kind}")

    assert (response.status_code, response.json()) == (status, answer)


def test_serializer_refusal_names_the_field():
    response = APIClient().post("/validate", {"hours": 25})

    assert response.status_code == 400
    assert response.json() == {
        "detail": "Some of what was sent is not valid.",
        "code": "invalid",
        "fields": {"hours": ["Ensure this value is less than or equal to 24."]},
    }


def test_stranger_is_refused_by_default():
    response = APIClient().post("/private")

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert response.json() == {
        "detail": "Authentication credentials were not provided.",
        "code": "not_authenticated",
    }


def test_bug_still_looks_like_a_bug():
    with pytest.raises(ZeroDivisionError):
        APIClient().post("/fail")
