"""The pages on which a version is checked, published and withdrawn."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern

from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from scheduling.admin.links import address
from scheduling.admin.pages import allows, answer, routes, show
from scheduling.models import ScheduleVersion
from scheduling.queries.faults import fault_list
from scheduling.queries.version_changes import version_changes
from scheduling.services.check import check_version, findings, hard
from scheduling.services.publish import publish_version, withdraw_version

Status = ScheduleVersion.Status


def urls(owner: ProgramScopedAdmin) -> list[URLPattern]:
    return routes(
        owner,
        pages=[
            ("<int:pk>/publish/", publish, "scheduleversion_publish"),
            ("<int:pk>/withdraw/", withdraw, "scheduleversion_withdraw"),
        ],
        posts=[("<int:pk>/check/", check, "scheduleversion_check")],
    )


def _version(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> ScheduleVersion:
    version: ScheduleVersion = get_object_or_404(owner.get_queryset(request), pk=pk)
    return version


def _require_publisher(request: HttpRequest, version: ScheduleVersion) -> None:
    program = version.schedule.program
    if not allows(request, "publish_schedule", program):
        raise PermissionDenied(f"You may not publish a schedule in {program}.")


def check(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the page from which it was asked, with what was found."""
    version = _version(owner, request, pk)
    here = address("scheduleversion_change", pk)
    verb = partial(check_version, version, by=signed_in(request), at=Scope.of(request).at)
    back = request.POST.get("back", "")
    ours = back.startswith(address("academicyear_changelist")) and "//" not in back
    return answer(
        request,
        verb,
        done=f"Version {version.number} was checked.",
        to=lambda _: back if ours else here,
        otherwise=here,
    )


def publish(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """What would change, and what is wrong; nothing happens before it is confirmed."""
    version = _version(owner, request, pk)
    _require_publisher(request, version)
    here = address("scheduleversion_change", pk)
    if request.method == "POST":
        verb = partial(publish_version, version, by=signed_in(request), at=Scope.of(request).at)
        done = f"Version {version.number} is published."
        return answer(request, verb, done=done, to=lambda _: here, otherwise=request.path)
    before = version.schedule.versions.published().first()
    found = findings(version)
    return show(
        owner,
        request,
        "publish",
        f"Publish {version}",
        version=version,
        before=before,
        changes=version_changes(before, version),
        faults=None if found is None else fault_list(found),
        new_hard=len(hard(found or ())),
    )


def withdraw(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first, because nothing is published afterwards."""
    version = _version(owner, request, pk)
    _require_publisher(request, version)
    here = address("scheduleversion_change", pk)
    if request.method == "POST":
        verb = partial(withdraw_version, version, by=signed_in(request), at=Scope.of(request).at)
        done = f"Version {version.number} is withdrawn."
        return answer(request, verb, done=done, to=lambda _: here, otherwise=here)
    return show(owner, request, "withdraw", f"Withdraw {version}", version=version)
