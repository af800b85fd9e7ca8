"""What can be done to an account: open one for a person, choose its language."""

from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_urlsafe

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from people.models import Person, User
from people.permissions import reaches
from people.services.saving import save_checked
from people.spoken import refused, spoken
from people.wording import said


@dataclass(frozen=True)
class OpenedAccount:
    """The only moment at which the password can be read."""

    user: User
    password: str = field(repr=False)


@transaction.atomic
def open_account(
    person: Person, *, email: str, by: User, at: datetime, password: str | None = None
) -> OpenedAccount:
    """Let a person sign in, with the password given or one that is made up."""
    if not reaches(by, "manage_people", person, at=at):
        refusal = said("You may not open an account for {person}.", person=person)
        raise PermissionDenied(spoken(refusal))
    user = User(
        email=User.objects.normalize_email(email),
        first_name=person.first_name,
        last_name=person.last_name,
    )
    secret = password if password is not None else token_urlsafe(15)
    validate_password(secret, user)
    user.set_password(secret)
    save_checked(user)
    _link(person, user)
    return OpenedAccount(user=user, password=secret)


def choose_language(user: User, language: str, *, by: User) -> User:
    """In which language the site speaks to the account; empty: as the browser asks."""
    if by != user:
        raise PermissionDenied(_("You may not choose another account's language."))
    if language and language not in dict(settings.LANGUAGES):
        offered = ", ".join(name for _, name in settings.LANGUAGES)
        raise refused(
            "“{language}” is not a language of this site. There is {offered}.",
            code="no_language",
            language=language,
            offered=offered,
        )
    User.objects.filter(pk=user.pk).update(language=language)
    user.refresh_from_db(fields=["language"])
    return user


def _link(person: Person, user: User) -> None:
    linked = Person.objects.filter(pk=person.pk, user=None).update(user=user)
    if not linked:
        raise refused("{person} has an account already.", code="has_account", person=person)
    person.refresh_from_db()
