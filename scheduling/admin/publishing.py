"""The pages on which a version is compared, approved, published, rolled back and withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern

from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from people.answering import answered
from people.permissions import ACTIONS
from scheduling.admin.links import address
from scheduling.admin.pages import allows, routes, show
from scheduling.models import ScheduleVersion
from scheduling.queries.faults import fault_list
from scheduling.queries.version_changes import VersionChanges, beside, reasons_to_ask
from scheduling.services.approval import (
    approve_version,
    is_approved,
    makers,
    send_back,
    submit_version,
)
from scheduling.services.check import check_version, findings, hard
from scheduling.services.publish import publish_version, withdraw_version
from scheduling.services.rollback import preview_rollback, roll_back

Status = ScheduleVersion.Status


def urls(owner: ProgramScopedAdmin) -> list[URLPattern]:
    return routes(
        owner,
        pages=[
            ("<int:pk>/differences/", differences, "scheduleversion_differences"),
            ("<int:pk>/publish/", publish, "scheduleversion_publish"),
            ("<int:pk>/withdraw/", withdraw, "scheduleversion_withdraw"),
            ("<int:pk>/roll-back/", rollback, "scheduleversion_roll_back"),
        ],
        posts=[
            ("<int:pk>/check/", check, "scheduleversion_check"),
            ("<int:pk>/submit/", submit, "scheduleversion_submit"),
            ("<int:pk>/approve/", approve, "scheduleversion_approve"),
            ("<int:pk>/send-back/", back, "scheduleversion_send_back"),
        ],
    )


def _version(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> ScheduleVersion:
    version: ScheduleVersion = get_object_or_404(owner.get_queryset(request), pk=pk)
    return version


def _require(request: HttpRequest, action: str, version: ScheduleVersion) -> None:
    program = version.schedule.program
    if not allows(request, action, program):
        raise PermissionDenied(f"You may not {ACTIONS[action].words} in {program}.")


def check(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the page from which it was asked, with what was found."""
    version = _version(owner, request, pk)
    here = address("scheduleversion_change", pk)
    verb = partial(check_version, version, by=signed_in(request), at=Scope.of(request).at)
    back = request.POST.get("back", "")
    ours = back.startswith(address("academicyear_changelist")) and "//" not in back
    return answered(
        request,
        verb,
        done=f"Version {version.number} was checked.",
        to=lambda _: back if ours else here,
        otherwise=here,
    )


def differences(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """What a draft would change for whom, and what is to be done about it."""
    version = _version(owner, request, pk)
    return _compared(owner, request, version, "differences", f"What {version} changes")


def publish(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """What would change, and what is wrong; nothing happens before it is confirmed."""
    version = _version(owner, request, pk)
    _require(request, "publish_schedule", version)
    if request.method == "POST":
        revision = request.POST.get("revision", "")
        verb = partial(
            publish_version,
            version,
            by=signed_in(request),
            at=Scope.of(request).at,
            reason=request.POST.get("reason", ""),
            revision=int(revision) if revision.isdecimal() else None,
        )
        done = f"Version {version.number} is published."
        here = address("scheduleversion_change", pk)
        return answered(request, verb, done=done, to=lambda _: here, otherwise=request.path)
    return _compared(owner, request, version, "publish", f"Publish {version}")


def _compared(
    owner: ProgramScopedAdmin,
    request: HttpRequest,
    version: ScheduleVersion,
    template: str,
    title: str,
) -> HttpResponse:
    scope, program = Scope.of(request), version.schedule.program
    before = beside(version)
    changes = VersionChanges(before, version)
    found = findings(version)
    return show(
        owner,
        request,
        template,
        title,
        version=version,
        before=before,
        changes=changes,
        people=changes.per_person() if before else (),
        guard=reasons_to_ask(changes, program, at=scope.at),
        faults=None if found is None else fault_list(found),
        new_hard=len(hard(found or ())),
        approved=is_approved(version),
        is_maker=request.user.pk in makers(version),
        can={
            "edit": allows(request, "edit_schedule", program),
            "publish": allows(request, "publish_schedule", program),
        },
    )


def submit(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    return _moved(owner, request, pk, submit_version, "is submitted for approval")


def approve(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    revision = request.POST.get("revision", "")
    verb = partial(approve_version, revision=int(revision) if revision.isdecimal() else -1)
    return _moved(owner, request, pk, verb, "is approved")


def back(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    verb = partial(send_back, reason=request.POST.get("reason", ""))
    return _moved(owner, request, pk, verb, "goes back to its maker")


def _moved(
    owner: ProgramScopedAdmin,
    request: HttpRequest,
    pk: int,
    verb: Callable[..., ScheduleVersion],
    done: str,
) -> HttpResponse:
    version = _version(owner, request, pk)
    here = address("scheduleversion_differences", pk)
    return answered(
        request,
        partial(verb, version, by=signed_in(request), at=Scope.of(request).at),
        done=f"Version {version.number} {done}.",
        to=lambda _: here,
        otherwise=here,
    )


def rollback(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """What would go back, and what stays since it was amended; then the same for real."""
    version = _version(owner, request, pk)
    _require(request, "publish_schedule", version)
    by, at = signed_in(request), Scope.of(request).at
    here, day = address("scheduleversion_change", pk), _day(request)
    if request.method == "POST":
        verb = partial(
            roll_back,
            version,
            reason=request.POST.get("reason", ""),
            from_day=day,
            partly="partly" in request.POST,
            override="override" in request.POST,
            by=by,
            at=at,
        )
        done = "The days to come are as they were published before."
        return answered(request, verb, done=done, to=lambda _: here, otherwise=request.path)
    found = preview_rollback(version, by=by, at=at, from_day=day)
    return show(
        owner, request, "roll_back", f"Roll back {version}", version=version, found=found,
        can_override=allows(request, "override_rule", version.schedule.program),
    )  # fmt: skip


def _day(request: HttpRequest) -> date | None:
    """The first day that goes back; without one it is today."""
    asked = (request.POST or request.GET).get("from", "")
    try:
        return date.fromisoformat(asked) if asked else None
    except ValueError as wrong:
        raise ValidationError(f"“{asked}” is not a day.", code="not-a-day") from wrong


def withdraw(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first, because nothing is published afterwards."""
    version = _version(owner, request, pk)
    _require(request, "publish_schedule", version)
    here = address("scheduleversion_change", pk)
    if request.method == "POST":
        verb = partial(withdraw_version, version, by=signed_in(request), at=Scope.of(request).at)
        done = f"Version {version.number} is withdrawn."
        return answered(request, verb, done=done, to=lambda _: here, otherwise=here)
    return show(owner, request, "withdraw", f"Withdraw {version}", version=version)
