"""Webhooks: really called over HTTP, signed, tried again, and never within private networks."""

import base64
import hmac
import json
from datetime import timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from people.models import Notice, Role, Webhook, WebhookCall
from people.services import webhook_calls
from people.services.notices import tell
from people.services.webhook_calls import make_due_calls
from people.services.webhooks import (
    add_webhook,
    call_again,
    change_webhook,
    ping_webhook,
    rotate_secret,
)
from people.webhook_http import place_of, secret_of

pytestmark = pytest.mark.django_db

Status = WebhookCall.Status


class Receiver(BaseHTTPRequestHandler):
    """Takes what it is sent, and answers what it is told."""

    heard: list = []
    answer = 204

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.heard.append((self.path, dict(self.headers), body))
        self.send_response(self.answer)
        # Nobody is to be followed there.
        self.send_header("location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def server():
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def address(server, settings):
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    settings.SITE_URL = "https://rounds.example.org"
    Receiver.heard, Receiver.answer = [], 204
    return f"http://127.0.0.1:{server.server_port}/hook?a=1"


@pytest.fixture
def director(acting):
    return acting(Role.Kind.DIRECTOR)


@pytest.fixture
def webhook(program, address, director, at) -> Webhook:
    return add_webhook(program, url=address, kinds=["late_change"], by=director, at=at)


def told(program, at, *people, kind="late_change", event="e1"):
    given = {"subject": "Ada, your call has moved.", "lines": ["Secret."], "url": "/my/"}
    return tell(kind, program=program, people=people, at=at, event=event, **given)


def is_signed_with(secret: str, headers: dict, body: bytes) -> bool:
    """As a receiver would check it, from the text of the standard."""
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), content, sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}" in headers["webhook-signature"].split(" ")


def test_event_is_told_once_signed_and_without_names(
    program, resident, coordinator, webhook, director, at, settings,
    django_capture_on_commit_callbacks,
):  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        told(program, at, resident, coordinator)
        told(program, at, resident, coordinator)
        told(program, at, resident, kind="swap_offered")

    ((path, headers, body),) = Receiver.heard
    call = WebhookCall.objects.get()
    assert path == "/hook?a=1"
    assert json.loads(body) == {
        "type": "late_change",
        "timestamp": at.isoformat(),
        "data": {
            "program": "cedar",
            "event": "e1",
            "people": [resident.pk],
            "needs_ack_by": None,
            "site": "https://rounds.example.org",
        },
    }
    assert (call.status, call.answer, call.attempts) == (Status.TAKEN, 204, 1)
    assert headers["webhook-id"] == f"msg_{call.pk}"
    assert is_signed_with(secret_of(webhook.nonce), headers, body)
    assert not is_signed_with(secret_of("guessed"), headers, body)


def test_both_secrets_sign_for_a_day_after_a_change(webhook, director, at, settings):
    settings.SECRET_KEY_FALLBACKS = ["the key before"]
    before = secret_of(webhook.nonce)
    rotated = rotate_secret(webhook, by=director, at=at)
    after = secret_of(rotated.nonce)

    for moment in (at, at + timedelta(days=1)):
        ping_webhook(webhook, by=director, at=moment)
        make_due_calls(at=moment)

    (_, first, body), (_, second, later) = Receiver.heard
    assert [is_signed_with(secret, first, body) for secret in (before, after)] == [True, True]
    assert [is_signed_with(secret, second, later) for secret in (before, after)] == [False, True]
    assert is_signed_with(secret_of(rotated.nonce, "the key before"), second, later)
    assert json.loads(body)["type"] == "ping"


def test_call_in_vain_is_tried_again_then_told_of(program, webhook, director, at):
    Receiver.answer = 302
    call = ping_webhook(webhook, by=director, at=at)

    moment = at
    for wait in (timedelta(0), *webhook_calls.WAITS):
        moment += wait
        make_due_calls(at=moment - timedelta(seconds=1))
        make_due_calls(at=moment)

    call.refresh_from_db()
    assert (call.status, call.answer, call.reason) == (Status.FAILED, 302, "It answered 302.")
    assert len(Receiver.heard) == call.attempts == len(webhook_calls.WAITS) + 1
    notice = Notice.objects.get()
    assert (notice.user, notice.kind, notice.lines) == (
        director,
        "webhook_failed",
        ["It answered 302."],
    )

    Receiver.answer = 200
    call_again(call, by=director, at=moment)
    make_due_calls(at=moment)
    call.refresh_from_db()
    assert (call.status, call.answer) == (Status.TAKEN, 200)
    with pytest.raises(ValidationError) as refusal:
        call_again(call, by=director, at=moment)
    assert refusal.value.code == "not_failed"


def test_address_that_is_gone_is_switched_off(program, webhook, director, resident, at):
    Receiver.answer = 410
    ping_webhook(webhook, by=director, at=at)

    make_due_calls(at=at)
    told(program, at, resident)

    webhook.refresh_from_db()
    assert not webhook.active
    assert WebhookCall.objects.count() == 1


def test_nobody_there_is_a_reason(webhook, director, at):
    change_webhook(webhook, by=director, at=at, url="http://127.0.0.1:1/")
    call = ping_webhook(webhook, by=director, at=at)

    make_due_calls(at=at)

    call.refresh_from_db()
    assert (call.status, call.due_at) == (Status.WAITING, at + webhook_calls.WAITS[0])
    assert call.reason.startswith("ConnectionRefusedError")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://127.0.0.1/", "private_address"),
        ("https://10.1.2.3/", "private_address"),
        ("https://169.254.169.254/latest", "private_address"),
        ("https://[::1]/", "private_address"),
        ("https://[::ffff:192.168.0.1]/", "private_address"),
        ("http://8.8.8.8/", "not_encrypted"),
        ("ftp://8.8.8.8/", "no_web_address"),
    ],
)
def test_only_public_addresses_are_called(url, code):
    with pytest.raises(ValidationError) as refusal:
        place_of(url)

    assert refusal.value.code == code


def test_address_may_become_private_after_it_was_set_up(webhook, director, at, settings):
    """As a name that leads elsewhere by now would."""
    settings.WEBHOOK_NETWORKS = []
    call = ping_webhook(webhook, by=director, at=at)

    make_due_calls(at=at)

    call.refresh_from_db()
    assert Receiver.heard == []
    assert "127.0.0.1, which is no public address" in call.reason


def test_public_address_is_called_by_what_was_looked_up():
    place = place_of("https://8.8.8.8/hook")

    assert (place.address, place.port, place.encrypted) == ("8.8.8.8", 443, True)


def test_webhooks_are_set_up_by_those_who_lead(program, address, coordinator, webhook, at):
    for verb in (
        lambda: add_webhook(program, url=address, by=coordinator, at=at),
        lambda: rotate_secret(webhook, by=coordinator, at=at),
        lambda: change_webhook(webhook, by=coordinator, at=at, active=False),
        lambda: ping_webhook(webhook, by=coordinator, at=at),
    ):
        with pytest.raises(PermissionDenied):
            verb()


def test_webhook_names_known_kinds_and_is_there_once(program, address, director, webhook, at):
    for url, kinds, words in (
        (address, (), "The program tells this address already."),
        (address + "2", ["gossip"], "No webhook is told of the kind “gossip”."),
    ):
        with pytest.raises(ValidationError, match=words):
            add_webhook(program, url=url, kinds=kinds, by=director, at=at)
