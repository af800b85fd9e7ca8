"""A refusal is told on the page that one comes back to, and nothing else is caught."""

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.test import RequestFactory

from people.answering import answered, attempting


@pytest.fixture
def request_() -> HttpRequest:
    request = RequestFactory().post("/")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


def _told(request: HttpRequest) -> list[tuple[str, str]]:
    return [(message.level_tag, message.message) for message in get_messages(request)]


def _refuse() -> str:
    raise ValidationError(["Somebody was first.", "Look again."])


def test_what_went_through_goes_on_and_says_so(request_: HttpRequest) -> None:
    response = answered(request_, lambda: 7, done="Done.", to=lambda pk: f"/{pk}/", otherwise="/")

    assert response["Location"] == "/7/"
    assert _told(request_) == [("success", "Done.")]


def test_a_refusal_is_told_in_its_own_words_on_the_other_page(request_: HttpRequest) -> None:
    response = answered(request_, _refuse, done="Done.", to=str, otherwise="/back/")

    assert response["Location"] == "/back/"
    assert _told(request_) == [("error", "Somebody was first. Look again.")]


def test_where_nothing_is_to_be_said_only_a_refusal_is(request_: HttpRequest) -> None:
    with attempting(request_):
        pass
    with attempting(request_):
        _refuse()

    assert _told(request_) == [("error", "Somebody was first. Look again.")]


def test_what_is_no_refusal_goes_on_upwards(request_: HttpRequest) -> None:
    with pytest.raises(PermissionDenied), attempting(request_, done="Done."):
        raise PermissionDenied

    assert _told(request_) == []
