"""The app's registration with Django."""

from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    """Rotations, blocks, duties, calls, and the schedules made of them."""

    name = "scheduling"
    verbose_name = "Scheduling"
    default_auto_field = "django.db.models.BigAutoField"
