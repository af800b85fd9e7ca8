"""The site itself: its health, its admin, and the tables of the packages that it is made of."""

from datetime import UTC, datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django_celery_beat import models as beat

from tests.doors.answers import (
    LEADERS,
    NOBODY,
    SIGNED_IN,
    STAFF,
    SUPER,
    admin,
    of_superusers,
    page,
    public,
    rest,
)
from tests.factories.people import UserFactory

PUBLIC = {
    "offline_worker": public(),
    "offline": public(),
    "livez": public(),
    # No worker runs while this is tested.
    "readyz": public("503"),
}

EXPECTED = {
    "site:health": page(LEADERS, no="403"),
    "api:schema": rest(SIGNED_IN),
    "admin:index": admin(STAFF, STAFF),
    "admin:search": admin(STAFF, STAFF),
    "admin:find": admin(STAFF, STAFF),
    "admin:app_list": admin(STAFF, STAFF),
    "admin:jsi18n": admin(STAFF),
    "admin:autocomplete": admin(STAFF),
    "admin:password_change": admin(STAFF, STAFF),
    "admin:password_change_done": admin(STAFF),
    # Those who are in already are sent on, or told that this is not for them.
    "admin:login": admin(STAFF, STAFF, shown="home", resident="403", faculty="403"),
    "admin:logout": admin(post=STAFF, resident="home", faculty="home"),
    # No model has a page of its own on the site.
    "admin:view_on_site": admin(NOBODY, NOBODY, no="404"),
    "admin/(?P<url>.*)$": admin(NOBODY, NOBODY, no="404"),
    "admin:auth_user_password_change": admin(SUPER, SUPER),
    **of_superusers("account.emailaddress"),
    **of_superusers("auth.group"),
    **of_superusers("django_celery_beat.clockedschedule"),
    **of_superusers("django_celery_beat.crontabschedule"),
    **of_superusers("django_celery_beat.intervalschedule"),
    **of_superusers("django_celery_beat.periodictask"),
    **of_superusers("django_celery_beat.solarschedule"),
}

VALUES = {
    "admin:app_list": {"app_label": lambda _: "people"},
    "admin:view_on_site": {
        "content_type_id": lambda t: ContentType.objects.get_for_model(type(t.stage.resident)).pk,
        "object_id": lambda t: t.stage.resident.pk,
    },
    "admin:auth_user_": {"id": lambda t: t.row("people.user").pk},
}

QUERIES = {
    "admin:autocomplete": "?app_label=people&model_name=enrolment&field_name=person",
}


def _interval() -> beat.IntervalSchedule:
    return beat.IntervalSchedule.objects.create(every=1, period="days")


ROWS = {
    "account.emailaddress": lambda _: EmailAddress.objects.create(
        user=UserFactory(), email="second@example.org"
    ),
    "auth.group": lambda _: Group.objects.create(name="Nobody's"),
    "django_celery_beat.clockedschedule": lambda _: beat.ClockedSchedule.objects.create(
        clocked_time=datetime(2027, 1, 1, tzinfo=UTC)
    ),
    "django_celery_beat.crontabschedule": lambda _: beat.CrontabSchedule.objects.create(),
    "django_celery_beat.intervalschedule": lambda _: _interval(),
    "django_celery_beat.periodictask": lambda _: beat.PeriodicTask.objects.create(
        name="A task", task="config.tasks.note_beat", interval=_interval()
    ),
    "django_celery_beat.solarschedule": lambda _: beat.SolarSchedule.objects.create(
        event="sunrise", latitude=1, longitude=1
    ),
}
