"""How somebody wants to be told: they alone say so."""

from datetime import datetime, time
from typing import TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from people.models import NoticePreferences, User
from people.notice_kinds import NOTICE_KINDS, NoticeKind, Way
from people.permissions import programs_for
from people.services.saving import save_checked
from people.spoken import refused


class Preferences(TypedDict, total=False):
    """What may be preferred; what is left out stays as it was."""

    ways: dict[str, str]
    daily_at: time
    quiet_from: time | None
    quiet_until: time | None
    rests_after_call: bool


def preferences_of(user: User) -> NoticePreferences:
    """What the account prefers, or the defaults."""
    return NoticePreferences.objects.filter(user=user).first() or NoticePreferences(user=user)


def kinds_for(user: User, *, at: datetime) -> dict[str, NoticeKind]:
    """The kinds that can come to the account, by what its roles may do."""
    return {
        kind: about
        for kind, about in NOTICE_KINDS.items()
        if not about.for_those_who or programs_for(user, about.for_those_who, at).exists()
    }


@transaction.atomic
def prefer(
    user: User, *, by: User, at: datetime, **changes: Unpack[Preferences]
) -> NoticePreferences:
    """Notices that come from now on follow it; mail that waits already stays as it was planned."""
    if user != by:
        raise PermissionDenied(_("Only the owner of an account says how it is told."))
    _check_ways(changes.get("ways", {}))
    NoticePreferences.objects.get_or_create(user=user)
    preferences = NoticePreferences.objects.select_for_update().get(user=user)
    preferences.ways = _unusual(preferences.ways | changes.pop("ways", {}))
    for name, value in changes.items():
        setattr(preferences, name, value)
    save_checked(preferences)
    return preferences


def _unusual(ways: dict[str, str]) -> dict[str, str]:
    """Only what differs from the table, so that its changes reach those who never chose."""
    return {kind: way for kind, way in ways.items() if way != NOTICE_KINDS[kind].mailed}


def _check_ways(ways: dict[str, str]) -> None:
    for kind, way in ways.items():
        if kind not in NOTICE_KINDS:
            raise refused(
                "There is no notice of the kind “{kind}”.", code="unknown_kind", kind=kind
            )
        if way not in set(Way):
            known = ", ".join(Way)
            raise refused(
                "“{way}” is no way to be mailed: choose one of {known}.",
                code="unknown_way",
                way=way,
                known=known,
            )
