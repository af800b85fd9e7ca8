"""The app's registration with Django."""

from django.apps import AppConfig


class SwapsConfig(AppConfig):
    """Duties that people trade among themselves."""

    name = "swaps"
    verbose_name = "Swaps"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Its receivers, what waits and what has a history need the models, which are not there before.
        from swaps import kept  # noqa: F401, PLC0415
        from swaps.queries import finding, waiting  # noqa: F401, PLC0415
        from swaps.services import following  # noqa: F401, PLC0415
