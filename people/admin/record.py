"""Admin pages to look at only, even for superusers: services alone write these rows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from people.admin.scoped import ProgramScopedAdmin


class LookOnlyAdmin(ProgramScopedAdmin):
    """A record: nothing is added, changed or deleted by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
