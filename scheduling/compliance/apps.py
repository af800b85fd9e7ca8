"""The app's registration with Django."""

from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    """How hours stand to the rules, and what is done about it."""

    name = "scheduling.compliance"
    verbose_name = "Compliance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # What has a history needs the models, which are not there before.
        from scheduling.compliance import kept  # noqa: F401, PLC0415
