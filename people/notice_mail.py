"""The mail that brings notices to one reader; its words are in `templates/notices`."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import get_language

from people.language import spoken_to
from people.models import Notice
from people.spoken import spoken
from people.wording import counted


def mail_of(notices: Sequence[Notice], *, to: str) -> EmailMultiAlternatives:
    """One mail for all of them, in plain text and as a page, in the language of its reader."""
    with spoken_to(notices[0].account):
        return _mail_of(notices, to=to)


def _mail_of(notices: Sequence[Notice], *, to: str) -> EmailMultiAlternatives:
    first = notices[0]
    reader = first.account
    context = {
        "notices": notices,
        "program": first.program,
        "site": settings.SITE_URL,
        "language": get_language(),
        # Somebody without an account has no page to open.
        "can_sign_in": reader is not None and reader.is_active,
    }
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    mail = EmailMultiAlternatives(
        subject=_subject(notices),
        body=render_to_string("notices/mail.txt", context),
        to=[to],
        headers={
            # The same for each attempt, so that a mail that arrives twice is seen once.
            "Message-ID": f"<notice-{first.pk}-{len(notices)}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string("notices/mail.html", context), "text/html")
    return mail


def _subject(notices: Sequence[Notice]) -> str:
    if len(notices) == 1:
        return notices[0].subject
    return spoken(
        counted(
            "{count} notice from {program}",
            "{count} notices from {program}",
            len(notices),
            program=str(notices[0].program),
        )
    )
