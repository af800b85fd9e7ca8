"""What the pages that are no list or form of a model share: their frame, and who may open them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from people.admin.scoped import ProgramScopedAdmin, Scope
from people.models import Program

T = TypeVar("T")
Page = Callable[..., HttpResponse]
Route = tuple[str, Page, str]
"""An address below the model's own, its page, and the name it is linked by."""


def routes(
    owner: ProgramScopedAdmin, pages: Iterable[Route] = (), posts: Iterable[Route] = ()
) -> list[URLPattern]:
    """Addresses below a model's own; nobody gets past `admin_view` without signing in.

    `posts` change something and answer to nothing else.
    """
    views = [(route, partial(_told, page, owner), name) for route, page, name in pages]
    views += [(route, require_POST(partial(page, owner)), name) for route, page, name in posts]
    app = owner.opts.app_label
    return [
        path(route, owner.admin_site.admin_view(view), name=f"{app}_{name}")
        for route, view, name in views
    ]


def _told(
    page: Page, owner: ProgramScopedAdmin, request: HttpRequest, **parameters: Any
) -> HttpResponse:
    """The page; where there is nothing to show, why not, at the start of the admin site."""
    try:
        return page(owner, request, **parameters)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(reverse("admin:index"))


def show(
    owner: ProgramScopedAdmin,
    request: HttpRequest,
    template: str,
    title: str,
    **context: Any,
) -> TemplateResponse:
    """A page in the frame of the admin site."""
    frame = owner.admin_site.each_context(request)
    return TemplateResponse(
        request,
        f"admin/{owner.opts.app_label}/{template}.html",
        {**frame, "title": title, "model_admin": owner, **context},
    )


def allows(request: HttpRequest, action: str, program: Program) -> bool:
    """Whether to offer something. The services ask again, and theirs is the word that counts."""
    scope = Scope.of(request)
    return scope.is_unlimited or program.pk in scope.programs(action)
