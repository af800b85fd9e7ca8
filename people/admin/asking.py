"""Actions of lists that cannot simply be undone: what they do is said, and it is asked first."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from people.admin.scoped import ProgramScopedAdmin

SURE = "sure"
SHOWN = 100
"""Rows that are named; of more, how many."""

Act = Callable[[Any, HttpRequest, QuerySet[Any]], HttpResponse | None]


def asks(warning: str) -> Callable[[Act], Act]:
    """Show the rows and the warning, and act only when somebody says so there."""

    def around(act: Act) -> Act:
        @wraps(act)
        def ask(
            owner: ProgramScopedAdmin, request: HttpRequest, queryset: QuerySet[Any]
        ) -> HttpResponse | None:
            if SURE in request.POST:
                return act(owner, request, queryset)
            return _question(owner, request, queryset, act.__name__, warning=warning)

        return ask

    return around


def _question(
    owner: ProgramScopedAdmin,
    request: HttpRequest,
    rows: QuerySet[Any],
    action: str,
    *,
    warning: str,
) -> HttpResponse:
    chosen = list(rows)
    words = dict(owner.get_action_choices(request, []))[action]
    context = {
        **owner.admin_site.each_context(request),
        "opts": owner.opts,
        "title": words,
        "warning": warning,
        "action": action,
        "box": ACTION_CHECKBOX_NAME,
        "keys": [row.pk for row in chosen],
        "rows": chosen[:SHOWN],
        "more": max(len(chosen) - SHOWN, 0),
    }
    return TemplateResponse(request, "admin/people/sure.html", context)
