"""Log records carry ids, one line each, and no secret that a path may hold."""

import json
import logging
import sys

import pytest
from django.http import HttpResponse
from django.urls import path

from config.logs import JsonFormatter, LineFormatter, ids


def feed(request, token):
    if token == "broken":
        raise ZeroDivisionError
    return HttpResponse("")


feed.login_required = False
urlpatterns = [path("feed/<token>", feed)]


@pytest.fixture(autouse=True)
def _no_ids():
    token = ids.set(None)
    yield
    ids.reset(token)


def record(message: str, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("scheduling", logging.INFO, __file__, 1, message, (), None)
    made.created = 1767225600.5
    vars(made).update(extra)
    return made


def test_line_carries_ids_and_extra():
    ids.set({"request": "abc", "user": 7})

    line = LineFormatter().format(record("Published.", version=3))

    assert line == (
        "2026-01-01T00:00:00.500+00:00 INFO scheduling request=abc user=7 version=3 Published."
    )


def test_line_break_in_a_message_makes_no_second_record():
    assert LineFormatter().format(record("one\ntwo")).endswith(r"one\ntwo")


def test_json_is_one_object_with_its_trace():
    ids.set({"task": "t1"})
    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        made = record("Failed.", run=5)
        made.exc_info = sys.exc_info()

    line = JsonFormatter().format(made)

    entry = json.loads(line)
    trace = entry.pop("trace")
    assert "\n" not in line
    assert trace.endswith("ZeroDivisionError")
    assert entry == {
        "at": "2026-01-01T00:00:00.500+00:00",
        "level": "INFO",
        "logger": "scheduling",
        "message": "Failed.",
        "task": "t1",
        "run": 5,
    }


@pytest.fixture
def lines(caplog):
    """What the installation's own handler writes."""
    [handler] = [
        handler
        for handler in logging.getLogger().handlers
        if type(handler.formatter) is LineFormatter
    ]
    written: list[str] = []

    class Keep(logging.Handler):
        def emit(self, made: logging.LogRecord) -> None:
            written.append(handler.format(made))

    keep = Keep()
    for own in handler.filters:
        keep.addFilter(own)
    logging.getLogger().addHandler(keep)
    yield written
    logging.getLogger().removeHandler(keep)


@pytest.mark.urls(__name__)
def test_request_is_logged_by_its_route(client, lines):
    response = client.get("/feed/a-secret-token", headers={"X-Request-ID": "from-the-proxy"})

    assert response["X-Request-ID"] == "from-the-proxy"
    [line] = lines
    assert "request=from-the-proxy GET feed/<token> answered 200 in " in line
    assert "secret" not in line


@pytest.mark.urls(__name__)
def test_failed_request_does_not_log_its_path(client, lines):
    client.raise_request_exception = False

    client.get("/feed/broken")
    client.get("/elsewhere/a-secret-token")

    messages = [line.partition(" request=")[2].partition(" ")[2].splitlines()[0] for line in lines]
    assert [message.partition(" in ")[0] for message in messages] == [
        "Internal Server Error: feed/<token>",
        "GET feed/<token> answered 500",
        "GET (no route) answered 404",
        "Not Found: (no route)",
    ]


def test_health_that_is_bad_is_no_failed_request(client, db, lines):
    response = client.get("/readyz")

    assert response.status_code == 503
    assert lines == []


@pytest.mark.urls(__name__)
def test_strange_request_id_is_replaced(client):
    response = client.get("/feed/x", headers={"X-Request-ID": "a b\tc"})

    assert len(response["X-Request-ID"]) == 16
    assert response["X-Request-ID"].isalnum()
