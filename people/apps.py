"""The app's registration with Django."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    """Programs, people, roles, enrolments, credentials, absences and tokens."""

    name = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Its receivers, what waits, what is found and what has a history need the models, which are
        # not there before.
        from people import history, kept, sessions  # noqa: F401, PLC0415
        from people.queries import finding, waiting  # noqa: F401, PLC0415

        connection_created.connect(history.listen)
        post_migrate.connect(history.install)
