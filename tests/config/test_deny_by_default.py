"""A view that says nothing about who may see it is for signed-in people only."""

import pytest
from django.http import HttpResponse
from django.urls import include, path


def plain(request):
    return HttpResponse("Seen.")


urlpatterns = [path("plain", plain), path("accounts/", include("allauth.account.urls"))]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


def test_stranger_is_sent_to_sign_in(client):
    response = client.get("/plain")

    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/plain"


def test_signed_in_person_is_let_in(client, django_user_model):
    client.force_login(django_user_model.objects.create_user(email="ada@example.org"))

    assert client.get("/plain").content == b"Seen."
