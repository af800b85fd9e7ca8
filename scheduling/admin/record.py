"""Admin pages to look at only, in the look of the grids."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from people.admin.record import LookOnlyAdmin
from scheduling.admin.styled import StyledAdmin


class RecordAdmin(LookOnlyAdmin, StyledAdmin):
    """What is published is frozen and what is a draft is checked, so no form writes either."""

    def beside(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """What the page of a row shows beside its fields."""
        return {}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context |= self.beside(request, context["original"])
        return super().render_change_form(request, context, *args, **kwargs)
