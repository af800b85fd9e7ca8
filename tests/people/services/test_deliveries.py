"""Mail for notices: really sent over SMTP, tried again, and never said to be sent when it was not."""

from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from socket import socket

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from django.core.exceptions import PermissionDenied, ValidationError

from people.models import Delivery, NoticePreferences
from people.services import deliveries
from people.services.deliveries import send_due_mail
from people.services.notice_preferences import prefer
from people.services.notices import tell
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db

Status = Delivery.Status


class Postbox(Message):
    """A mail server that refuses whom it is told to, with the code it is told."""

    def __init__(self):
        super().__init__()
        self.mails, self.refused = [], {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return f"{self.refused[address]} Not here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    def handle_message(self, message):
        self.mails.append(message)


@pytest.fixture(scope="module")
def server():
    box = Postbox()
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


@pytest.fixture
def postbox(server, settings):
    box, port = server
    box.mails, box.refused = [], {}
    settings.MAIL_STAYS_HERE, settings.EMAIL_USE_TLS = False, False
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.SITE_URL = "https://rounds.example.org"
    return box


def told(program, at, *people, event="e1", kind="schedule_published", **more):
    given = {"subject": f"Your days: {event}.", "lines": ["Tue Jan 20: Clinic."], "url": "/my/"}
    return tell(kind, program=program, people=people, at=at, event=event, **{**given, **more})


def states():
    return list(Delivery.objects.order_by("pk").values_list("status", "attempts"))


def test_mail_arrives_and_is_sent_once(
    postbox, program, resident, at, django_capture_on_commit_callbacks
):
    outsider = PersonFactory(email="outsider@example.org")
    nobody = PersonFactory()

    with django_capture_on_commit_callbacks(execute=True):
        notices = told(program, at, resident, outsider, nobody, event="a moved day")
    send_due_mail(at=at + timedelta(hours=1))

    to_resident, to_outsider = sorted(postbox.mails, key=lambda mail: mail["To"] == outsider.email)
    plain, page = to_resident.get_payload()
    assert (to_resident["To"], to_resident["Subject"]) == (
        resident.user.email,
        "Your days: a moved day.",
    )
    assert to_resident["Message-ID"].startswith(f"<notice-{notices[0].pk}-")
    link = f"https://rounds.example.org/notices/{notices[0].pk}/"
    assert link in plain.get_payload()
    assert link in page.get_payload(decode=True).decode()
    assert "- Tue Jan 20: Clinic." in plain.get_payload()
    assert "https://" not in to_outsider.get_payload(0).get_payload()
    assert states() == [(Status.SENT, 1), (Status.SENT, 1), (Status.NOT_SENT, 0)]
    assert notices[2].delivery.reason == "No e-mail address is known."


def test_what_waits_comes_as_one_mail(postbox, program, resident, at):
    prefer(resident.user, by=resident.user, at=at, ways={"schedule_published": "daily"})
    told(program, at, resident, event="one")
    told(program, at + timedelta(hours=1), resident, event="two")

    send_due_mail(at=at + timedelta(hours=2))
    assert (postbox.mails, states()) == ([], [(Status.WAITING, 0)] * 2)
    send_due_mail(at=at + timedelta(hours=20))

    (mail,) = postbox.mails
    assert mail["Subject"] == "2 notices from Cedar Family Medicine"
    assert "Your days: one." in (text := mail.get_payload(0).get_payload())
    assert "Your days: two." in text


def test_mail_that_is_not_wanted_or_not_set_up_is_not_sent(program, resident, at):
    prefer(resident.user, by=resident.user, at=at, ways={"schedule_published": "never"})
    told(program, at, resident)
    asked = told(program, at, resident, kind="late_change", needs_ack_by=at + timedelta(hours=2))

    send_due_mail(at=at)

    found = Delivery.objects.order_by("pk").values_list("status", "reason")
    assert list(found) == [
        (Status.NOT_SENT, "Its reader wants no mail of this kind."),
        (Status.NOT_SENT, "Mail is not set up in this installation."),
    ]
    assert Delivery.objects.get(notice=asked[0]).settled_at == at


def test_server_that_is_away_is_tried_again_until_it_is_no_use(
    postbox, settings, program, resident, at
):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    told(program, at, resident)

    send_due_mail(at=at)
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.attempts) == (Status.WAITING, 1)
    assert delivery.due_at == at + deliveries.WAITS[0]
    assert "ConnectionRefusedError" in delivery.reason

    for wait in deliveries.WAITS:
        at += wait
        send_due_mail(at=at)
    assert states() == [(Status.FAILED, len(deliveries.WAITS) + 1)]

    settings.EMAIL_PORT = port
    send_due_mail(at=at + timedelta(days=1))
    assert postbox.mails == []


@pytest.mark.parametrize(("code", "status"), [(550, Status.FAILED), (451, Status.WAITING)])
def test_refusal_of_a_reader_is_final_when_the_server_says_so(
    code, status, postbox, program, resident, coordinator, at
):
    postbox.refused[resident.user.email] = code

    told(program, at, resident, coordinator)
    send_due_mail(at=at)

    assert states() == [(status, 1), (Status.SENT, 1)]
    assert [mail["To"] for mail in postbox.mails] == [coordinator.email]


def test_only_refusals_for_good_are_final():
    def refused(*codes):
        return SMTPRecipientsRefused({f"{code}@example.org": (code, b"") for code in codes})

    assert deliveries._is_final(refused(550))
    assert not deliveries._is_final(refused(550, 450))
    assert deliveries._is_final(SMTPDataError(554, b""))
    assert not deliveries._is_final(OSError())


def test_preferences_are_ones_own_and_named_rightly(resident, coordinator, at):
    mine = resident.user
    for ways, code in (({"gossip": "now"}, "unknown_kind"), ({"late_change": "x"}, "unknown_way")):
        with pytest.raises(ValidationError) as refusal:
            prefer(mine, by=mine, at=at, ways=ways)
        assert refusal.value.code == code
    with pytest.raises(ValidationError, match="Quiet hours have a beginning"):
        prefer(mine, by=mine, at=at, quiet_from=None)
    with pytest.raises(PermissionDenied):
        prefer(mine, by=coordinator, at=at, ways={})

    prefer(mine, by=mine, at=at, ways={"late_change": "daily", "swap_offered": "now"})
    prefer(mine, by=mine, at=at, quiet_from=None, quiet_until=None)

    saved = NoticePreferences.objects.get()
    assert (saved.ways, saved.quiet_from) == ({"late_change": "daily"}, None)
