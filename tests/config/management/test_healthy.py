"""One part's state by exit code, for containers."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.management import CommandError, call_command

from config import heartbeat


def test_healthy_reports_a_part_that_was_seen(capsys):
    heartbeat.report(["beat"])

    call_command("healthy", "beat")

    assert capsys.readouterr().out == "The beat is up.\n"


def test_healthy_fails_for_a_part_that_was_not():
    with pytest.raises(CommandError, match=r"^The solver is unknown\.$"):
        call_command("healthy", "solver")


@pytest.fixture
def site(settings):
    """A web server that knows its own name only, as the real one does."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.headers["Host"] == "rounds.example.org" else 400)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        settings.PORT = server.server_port
        yield
        server.shutdown()
        thread.join()


def test_healthy_asks_the_site_by_its_name(site, settings, capsys):
    settings.ALLOWED_HOSTS = ["rounds.example.org"]

    call_command("healthy", "web")

    assert capsys.readouterr().out == "The web is up.\n"


def test_healthy_fails_when_the_site_does_not_answer_well(site, settings):
    settings.ALLOWED_HOSTS = ["other.example.org"]

    with pytest.raises(CommandError, match=r"^The web is down\.$"):
        call_command("healthy", "web")
