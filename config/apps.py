"""The project itself as an app, for its checks and commands."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "Rounds"

    def ready(self) -> None:
        # Deferred: both need the apps to be loaded. Celery so that tasks find its broker.
        from config import celery, checks  # noqa: F401, PLC0415
