"""The project itself as an app, for its checks and commands."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "Rounds"

    def ready(self) -> None:
        # Deferred: they need the apps to be loaded. Celery so that tasks find its broker.
        from config import celery, checks, pages  # noqa: F401, PLC0415
