"""The app's registration with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Programs, people, roles, enrolments, credentials, absences and tokens."""

    name = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Its receiver, what waits and what is found need the models, which are not there before.
        from people import sessions  # noqa: F401, PLC0415
        from people.queries import finding, waiting  # noqa: F401, PLC0415
