"""Admin pages of logged work, of exceptions from rules and of levels of supervision."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils import timezone

from people.admin.asking import asks
from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from scheduling.admin import rule_effects
from scheduling.admin.links import address
from scheduling.engine.rules import ALL, BY_CODE
from scheduling.models import LoggedWork, MoonlightingPermission, SupervisionLevel, Waiver
from scheduling.services.logged_work import log_work, withdraw_logged_work
from scheduling.services.moonlighting import permit_moonlighting, revoke_permission
from scheduling.services.waivers import grant_waiver, revoke_waiver

if TYPE_CHECKING:
    from django.forms import Select

    LoggedWorkForm = forms.ModelForm[LoggedWork]
    WaiverForm = forms.ModelForm[Waiver]
else:
    from unfold.widgets import UnfoldAdminSelectWidget as Select

    LoggedWorkForm = WaiverForm = forms.ModelForm

put(
    Group.PEOPLE,
    70,
    "Supervision levels",
    "supervisor_account",
    "scheduling_supervisionlevel_changelist",
    "view_credentials",
)
put(Group.PEOPLE, 80, "Logged work", "more_time", "scheduling_loggedwork_changelist", "view_hours")
put(
    Group.PEOPLE,
    85,
    "Moonlighting",
    "work_history",
    "scheduling_moonlightingpermission_changelist",
    "view_hours",
)
put(Group.RULES, 30, "Waivers", "approval", "scheduling_waiver_changelist", "view_violations")

TIMES = ("starts_at", "ends_at")
WITHDRAWN = ("logged_by", "logged_at", "withdrawn_by", "withdrawn_at")
REVOKED = ("granted_by", "granted_at", "revoked_by", "revoked_at")


class LogWorkForm(LoggedWorkForm):
    """Times are entered by the clocks of the program."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        program = cleaned.get("program")
        for name in TIMES:
            if program and cleaned.get(name):
                cleaned[name] = _as_read(cleaned[name], program.zone)
        return cleaned


def _as_read(moment: datetime, zone: ZoneInfo) -> datetime:
    """What was typed, without the time zone that the site gave it."""
    return timezone.make_naive(moment).replace(tzinfo=zone)


class GrantForm(WaiverForm):
    """Any rule may be named; one that knows no exception says so."""

    code = forms.ChoiceField(
        label="Rule",
        choices=[(r.code, r.title) for r in sorted(ALL, key=lambda rule: rule.title)],
        widget=Select,
    )


class KeptAdmin(ProgramScopedAdmin):
    """What is entered stays as it is, on record; only its end is added."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(LoggedWork)
class LoggedWorkAdmin(KeptAdmin):
    """Work beside the schedule, entered here for somebody else."""

    form = LogWorkForm
    view_action = "view_hours"
    add_action = "log_hours"

    list_display = ("person", "kind", "since", "until", "reason", "stands", "program")
    list_select_related = ("person", "program")
    list_filter = ("program", "kind")
    search_fields = ("person__last_name", "person__first_name")
    autocomplete_fields = ("person",)
    date_hierarchy = "starts_at"
    actions = ("withdraw",)

    def get_fields(self, request: HttpRequest, obj: LoggedWork | None = None) -> tuple[Any, ...]:
        if obj is None:
            return ("program", "person", "kind", TIMES, "reason")
        return ("program", "person", "kind", "since", "until", "reason", *WITHDRAWN)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), "since", "until", *WITHDRAWN)

    def save_model(self, request: HttpRequest, obj: LoggedWork, form: Any, change: bool) -> None:
        details = {name: form.cleaned_data[name] for name in ("kind", *TIMES, "reason")}
        by, at = signed_in(request), Scope.of(request).at
        saved = log_work(obj.person, program=obj.program, by=by, at=at, **details)
        obj.pk = saved.pk
        obj.refresh_from_db()

    @admin.display(description="from", ordering="starts_at")
    def since(self, row: LoggedWork) -> str:
        return f"{row.starts_at.astimezone(row.program.zone):%a %d %b %Y %H:%M}"

    @admin.display(description="until", ordering="ends_at")
    def until(self, row: LoggedWork) -> str:
        return f"{row.ends_at.astimezone(row.program.zone):%a %d %b %Y %H:%M}"

    @admin.display(description="counts", boolean=True)
    def stands(self, row: LoggedWork) -> bool:
        return row.withdrawn_at is None

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return self.may(request, self.add_action)

    @admin.action(description="Withdraw the chosen entries", permissions=["withdraw"])
    @asks(
        "They stay on record and count no longer as work. What is withdrawn by mistake has to be logged again."
    )
    def withdraw(self, request: HttpRequest, queryset: QuerySet[LoggedWork]) -> None:
        self.do_to_each(request, queryset, withdraw_logged_work, done="withdrawn")


@admin.register(MoonlightingPermission)
class MoonlightingPermissionAdmin(KeptAdmin):
    """Who may moonlight from when until when; nobody who is barred by the rule."""

    view_action = "view_hours"
    add_action = "permit_moonlighting"

    list_display = ("person", "starts_on", "ends_on", "note", "stands", "granted_by", "program")
    list_select_related = ("person", "program", "granted_by")
    list_filter = ("program",)
    search_fields = ("person__last_name", "person__first_name")
    autocomplete_fields = ("person",)
    date_hierarchy = "starts_on"
    actions = ("revoke",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[Any, ...]:
        asked = ("program", "person", ("starts_on", "ends_on"), "note")
        return asked if obj is None else (*asked, *REVOKED)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), *REVOKED)

    def save_model(
        self, request: HttpRequest, obj: MoonlightingPermission, form: Any, change: bool
    ) -> None:
        details = {name: form.cleaned_data[name] for name in ("starts_on", "ends_on", "note")}
        by, at = signed_in(request), Scope.of(request).at
        saved = permit_moonlighting(obj.person, program=obj.program, by=by, at=at, **details)
        obj.pk = saved.pk
        obj.refresh_from_db()

    @admin.display(description="holds", boolean=True)
    def stands(self, row: MoonlightingPermission) -> bool:
        return row.revoked_at is None

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return self.may(request, self.add_action)

    @admin.action(description="Revoke the chosen permissions", permissions=["revoke"])
    @asks(
        "It is as if they had never been given: work that was done under them is found as a violation. A new permission can be given."
    )
    def revoke(self, request: HttpRequest, queryset: QuerySet[MoonlightingPermission]) -> None:
        self.do_to_each(request, queryset, revoke_permission, done="revoked")


@admin.register(Waiver)
class WaiverAdmin(KeptAdmin):
    """Exceptions from rules, with who approved them and why."""

    form = GrantForm
    view_action = "view_violations"
    add_action = "override_rule"

    list_display = (
        "title", "parameters", "rotation", "person", "starts_on", "ends_on", "approved_by",
        "stands", "program",
    )  # fmt: skip
    list_select_related = ("rotation", "person", "program")
    list_filter = ("program",)
    search_fields = ("code", "approved_by", "person__last_name", "person__first_name")
    autocomplete_fields = ("person",)
    date_hierarchy = "starts_on"
    actions = ("revoke",)

    def get_urls(self) -> list[URLPattern]:
        return [*rule_effects.waiver_urls(self), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        if context.get("original") is None:
            context["effect_address"] = address("waiver_effect")
        return super().render_change_form(request, context, *args, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Waiver | None = None) -> tuple[Any, ...]:
        asked = (
            "parameters",
            "rotation",
            "person",
            "starts_on",
            "ends_on",
            "approved_by",
            "reason",
        )
        if obj is None:
            return ("program", "code", *asked)
        return ("program", "title", *asked, *REVOKED)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), "title", *REVOKED)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A link from a clash names the rule, the person, the days and what would hold instead."""
        asked: dict[str, Any] = super().get_changeform_initial_data(request)
        with suppress(ValueError):
            asked["parameters"] = json.loads(asked.get("parameters", "{}"))
        return asked

    def save_model(self, request: HttpRequest, obj: Waiver, form: Any, change: bool) -> None:
        details = {name: value for name, value in form.cleaned_data.items() if name != "program"}
        by, at = signed_in(request), Scope.of(request).at
        saved = grant_waiver(obj.program, by=by, at=at, **details)
        obj.pk = saved.pk
        obj.refresh_from_db()

    @admin.display(description="rule", ordering="code")
    def title(self, row: Waiver) -> str:
        return BY_CODE[row.code].title

    @admin.display(description="holds", boolean=True)
    def stands(self, row: Waiver) -> bool:
        return row.revoked_at is None

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return self.may(request, self.add_action)

    @admin.action(description="Revoke the chosen waivers", permissions=["revoke"])
    @asks(
        "The rules hold again on all of their days, those that are over too. A new waiver can be granted."
    )
    def revoke(self, request: HttpRequest, queryset: QuerySet[Waiver]) -> None:
        self.do_to_each(request, queryset, revoke_waiver, done="revoked")


@admin.register(SupervisionLevel)
class SupervisionLevelAdmin(ProgramScopedAdmin):
    """How closely each person is supervised, and from when."""

    view_action = "view_credentials"
    add_action = change_action = delete_action = "manage_credentials"

    list_display = ("person", "activity", "level", "starts_on", "ends_on", "program")
    list_select_related = ("person", "activity", "program")
    list_filter = ("program", "level", "activity")
    search_fields = ("person__last_name", "person__first_name", "activity__code")
    autocomplete_fields = fixed_fields = ("person",)
    date_hierarchy = "starts_on"
