"""Templates that render nothing: for walks in which only the status of an answer counts."""

from typing import Any

from django.template.backends.base import BaseEngine

TEMPLATES = [
    {"BACKEND": "tests.doors.blank.BlankTemplates", "DIRS": [], "APP_DIRS": False, "OPTIONS": {}}
]


class BlankTemplate:
    def render(self, context: Any = None, request: Any = None) -> str:
        return ""


class BlankTemplates(BaseEngine):
    def __init__(self, params: dict[str, Any]) -> None:
        params = params.copy()
        params.pop("OPTIONS")
        super().__init__(params)

    def get_template(self, template_name: str) -> BlankTemplate:
        return BlankTemplate()
