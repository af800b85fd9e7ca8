"""The rag app."""

from django.apps import AppConfig


class RagConfig(AppConfig):
    name = "rag"
    verbose_name = "Policy documents"
    default_auto_field = "django.db.models.BigAutoField"
