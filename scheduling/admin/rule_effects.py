"""The pages that show what a change of the rules would do, before it is saved."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern

from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from people.models import Program
from scheduling.admin.links import address
from scheduling.admin.pages import routes, show
from scheduling.models import RuleSetting, Waiver
from scheduling.services.rule_effects import Change, effect_of_waiver, setting_effect

SHOWN = 20


def setting_urls(owner: ProgramScopedAdmin) -> list[URLPattern]:
    return routes(owner, posts=[("<int:pk>/effect/", of_setting, "rulesetting_effect")])


def waiver_urls(owner: ProgramScopedAdmin) -> list[URLPattern]:
    return routes(owner, posts=[("effect/", of_waiver, "waiver_effect")])


def of_setting(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Of what was typed into the form of a setting."""
    setting: RuleSetting = get_object_or_404(owner.get_queryset(request), pk=pk)
    here = address("rulesetting_change", pk)
    if not owner.has_change_permission(request, setting):
        raise PermissionDenied("You may not change the rules.")
    form = owner.get_form(request, setting, change=True)(request.POST, instance=setting)
    typed = _typed(request, form, here)
    if isinstance(typed, HttpResponse):
        return typed
    look = partial(setting_effect, typed, by=signed_in(request), at=Scope.of(request).at)
    return effect_page(owner, request, look, program=setting.program, save_to=here, back=here)


def of_waiver(owner: ProgramScopedAdmin, request: HttpRequest) -> HttpResponse:
    """Of what was typed into the form that grants an exception."""
    here = address("waiver_add")
    if not owner.has_add_permission(request):
        raise PermissionDenied("You may not waive a rule.")
    typed = _typed(request, owner.get_form(request)(request.POST), here)
    if isinstance(typed, HttpResponse):
        return typed
    row: Waiver = typed
    look = partial(
        effect_of_waiver,
        row.program,
        row.code,
        parameters=row.parameters,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        rotation=row.rotation,
        person=row.person,
        by=signed_in(request),
        at=Scope.of(request).at,
    )
    return effect_page(owner, request, look, program=row.program, save_to=here, back=here)


def _typed(request: HttpRequest, form: Any, back: str) -> Any:
    """The row as the form has it, not saved; what is wrong with the form leads back to it."""
    if form.is_valid():
        return form.save(commit=False)
    for name, errors in form.errors.items():
        label = "" if name == "__all__" else f"{form.fields[name].label}: "
        messages.error(request, label + " ".join(errors))
    return HttpResponseRedirect(back)


def effect_page(
    owner: ProgramScopedAdmin,
    request: HttpRequest,
    look: Callable[[], Change],
    *,
    program: Program,
    save_to: str,
    back: str,
) -> HttpResponse:
    """What appears and what vanishes, and a button that saves what was typed."""
    try:
        change = look()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(back)
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    return show(
        owner,
        request,
        "rule_effect",
        "What the change would do",
        program=program,
        change=change,
        typed=typed,
        save_to=save_to,
        back=back,
        shown=SHOWN,
    )
