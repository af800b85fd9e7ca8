"""Inviting people: an account without a password, and a link by mail with which to choose one."""

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from people.language import spoken_to
from people.models import Person, User
from people.permissions import reaches
from people.services.accounts import open_account

SECONDS_A_DAY = 24 * 60 * 60


@transaction.atomic
def invite(person: Person, *, by: User, at: datetime) -> User:
    """Mail the person a link with which to sign in; who was invited and never came gets another."""
    if not reaches(by, "manage_people", person, at=at):
        raise PermissionDenied(f"You may not invite {person}.")
    user = person.user or _opened(person, by=by, at=at)
    if user.last_login:
        raise ValidationError(
            f"{person} has signed in before. A forgotten password is reset on the sign-in page.",
            code="has_signed_in",
        )
    transaction.on_commit(lambda: _send_soon(user.pk), robust=True)
    return user


def _opened(person: Person, *, by: User, at: datetime) -> User:
    if not person.email:
        raise ValidationError(
            f"{person} has no e-mail address. Enter one, then invite again.", code="no_address"
        )
    return open_account(person, email=person.email, by=by, at=at).user


def _send_soon(user_id: int) -> None:
    from people import tasks  # noqa: PLC0415 -- tasks are a door and call this module

    tasks.send_invitation.delay(user_id)


def mail_invitation(user: User) -> None:
    """The link is made as it is sent: it opens nothing once a password was chosen, or after days."""
    key, pk = default_token_generator.make_token(user), user_pk_to_url_str(user)
    address = reverse("account_reset_password_from_key", kwargs={"uidb36": pk, "key": key})
    days = settings.PASSWORD_RESET_TIMEOUT // SECONDS_A_DAY
    context = {"address": settings.SITE_URL + address, "email": user.email, "days": days}
    with spoken_to(user):
        subject = render_to_string("account/email/invitation_subject.txt").strip()
        body = render_to_string("account/email/invitation_message.txt", context)
    send_mail(subject, body, None, [user.email])
