"""Admin pages to look at only, even for superusers: services alone change these rows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from scheduling.admin.styled import StyledAdmin


class RecordAdmin(StyledAdmin):
    """What is published is frozen and what is a draft is checked, so no form writes either."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
