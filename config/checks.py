"""What `manage.py check` asks of an installation, and with `--deploy` of a real one."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from people.models import Role

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})


@register(Tags.security, deploy=True)
def check_deployment(
    app_configs: Sequence[AppConfig] | None = None, **_: Any
) -> Iterable[CheckMessage]:
    """Yield what is still as for a first look and should not be for a hospital."""
    if settings.SECRET_KEY_IS_GENERATED:
        yield Warning(
            "The secret key is one that this installation made for itself.",
            hint="Set SECRET_KEY or SECRET_KEY_FILE, the same on every machine.",
            id="rounds.W001",
        )
    if set(settings.ALLOWED_HOSTS) <= LOCAL_HOSTS:
        yield Warning(
            "Only this machine itself may visit the site.",
            hint="Set ALLOWED_HOSTS to the site's host names.",
            id="rounds.W002",
        )
    if not settings.HTTPS:
        yield Warning(
            "The site is not declared to be served over HTTPS, so its cookies are not protected.",
            hint="Set HTTPS=1 once a proxy in front serves HTTPS.",
            id="rounds.W003",
        )
    if settings.MAIL_STAYS_HERE:
        yield Warning(
            "Notices are not mailed, and mail about accounts is written to files in "
            f"{settings.EMAIL_FILE_PATH}.",
            hint="Set EMAIL_HOST and DEFAULT_FROM_EMAIL.",
            id="rounds.W004",
        )
    if settings.DATABASE_IS_EMBEDDED or settings.REDIS_IS_EMBEDDED:
        yield Warning(
            "The database or Redis is the embedded one, which is for first looks and tests.",
            hint="Set DATABASE_URL and REDIS_URL.",
            id="rounds.W005",
        )


@register(Tags.security)
def check_second_factor_roles(
    app_configs: Sequence[AppConfig] | None = None, **_: Any
) -> Iterable[CheckMessage]:
    """A name with a slip in it would ask nobody for a second factor."""
    for name in settings.SECOND_FACTOR_ROLES:
        if name not in Role.Kind.values:
            yield Error(
                f"SECOND_FACTOR_ROLES names “{name}”, which is no role. "
                f"There are {', '.join(Role.Kind.values)}.",
                id="rounds.E001",
            )
