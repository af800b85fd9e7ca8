"""The admin pages of preferences: rounds, who has not answered, and what became of the wishes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from people.answering import answered
from scheduling.admin.arrays import ArraysAdmin
from scheduling.admin.links import address, link
from scheduling.admin.pages import allows, routes, show
from scheduling.admin.tables import as_csv
from scheduling.models import PreferenceRound, Request
from scheduling.queries.wish_outcomes import Outcome
from scheduling.services.preference_report import RoundReport, report_on
from scheduling.services.preferences import RoundDetails, move_deadline, open_round, remind

if TYPE_CHECKING:
    from django.forms import CheckboxSelectMultiple
else:
    from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget as CheckboxSelectMultiple

put(
    Group.PEOPLE,
    38,
    "Preferences",
    "rule",
    "scheduling_preferenceround_changelist",
    "view_preferences",
    holds=("scheduling_preferenceround_report",),
)

DETAILS = ("academic_year", "name", "position", "asks", "most", "note", "opens_at", "closes_at")


@admin.register(PreferenceRound)
class PreferenceRoundAdmin(ArraysAdmin):
    """A round stays as it was opened; its deadline moves on its report."""

    view_action = "view_preferences"
    add_action = "ask_preferences"

    list_display = ("name", "academic_year", "position", "deadline", "answers_in", "report")
    list_filter = ("program", "academic_year", "position")
    list_select_related = ("program",)
    search_fields = ("name",)
    fields = (
        "program",
        ("name", "academic_year"),
        "position",
        "asks",
        "most",
        "note",
        "opens_at",
        "closes_at",
    )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Answers are somebody's word."""
        return False

    def get_urls(self) -> list[URLPattern]:
        pages = [("<int:pk>/report/", report_page, "preferenceround_report")]
        posts = [
            ("<int:pk>/remind/", remind_all, "preferenceround_remind"),
            ("<int:pk>/deadline/", deadline, "preferenceround_deadline"),
        ]
        return [*routes(self, pages=pages, posts=posts), *super().get_urls()]

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "asks":
            return forms.MultipleChoiceField(
                choices=Request.Kind.choices,
                widget=CheckboxSelectMultiple(),
                help_text=db_field.help_text,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: PreferenceRound, form: Any, change: bool
    ) -> None:
        """Times are entered by the clocks of the program."""
        details = {name: form.cleaned_data[name] for name in DETAILS}
        for name in ("opens_at", "closes_at"):
            details[name] = _by_its_clocks(details[name], obj)
        by, at = signed_in(request), Scope.of(request).at
        saved = open_round(obj.program, cast("RoundDetails", details), by=by, at=at)
        obj.pk = saved.pk
        obj.refresh_from_db()

    @admin.display(description="deadline", ordering="closes_at")
    def deadline(self, row: PreferenceRound) -> str:
        return f"{row.closes_at.astimezone(row.program.zone):%a %d %b %Y %H:%M}"

    @admin.display(description="answers")
    def answers_in(self, row: PreferenceRound) -> int:
        return row.answers.count()

    @admin.display(description="report")
    def report(self, row: PreferenceRound) -> SafeString:
        return link("Answers and outcome", "preferenceround_report", row.pk)


def _by_its_clocks(moment: datetime, asked: PreferenceRound) -> datetime:
    """What was typed, without the time zone that the site gave it."""
    return timezone.make_naive(moment).replace(tzinfo=asked.program.zone)


def report_page(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody who is asked: answered or not, what they wish for and what became of it."""
    asked = _round(owner, request, pk)
    draft = request.GET.get("version") == "draft"
    at = Scope.of(request).at
    report = report_on(asked, by=signed_in(request), at=at, draft=draft)
    if "csv" in request.GET:
        header = [
            "Name",
            "Kind",
            "Rank",
            "Wish",
            "Rotation",
            "From",
            "Until",
            "Weekday",
            "State",
            "How",
        ]
        return as_csv(f"preferences-{asked}", header, _lines(report))
    return show(
        owner,
        request,
        "preference_report",
        str(asked),
        round=asked,
        report=report,
        draft=draft,
        is_open=asked.is_open(at),
        can_ask=allows(request, "ask_preferences", asked.program),
        zone=asked.program.zone,
        deadline=timezone.make_naive(asked.closes_at, asked.program.zone),
    )


def _lines(report: RoundReport) -> Iterator[list[object]]:
    for each in report.people:
        name = each.person.full_name
        if each.answer is None:
            yield [name, "has not answered", *[""] * 8]
        for outcome in each.outcomes:
            yield [name, *_cells(outcome)]


def _cells(outcome: Outcome) -> list[object]:
    wish = outcome.request
    return [
        wish.kind, wish.rank, wish.wish, wish.rotation.code if wish.rotation else "",
        wish.starts_on or "", wish.ends_on or "", wish.weekday or "", outcome.state, outcome.says,
    ]  # fmt: skip


def remind_all(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    asked = _round(owner, request, pk)
    here = address("preferenceround_report", pk)
    verb = partial(remind, asked, by=signed_in(request), at=Scope.of(request).at)
    done = "Whoever has not answered is reminded, once a day at most."
    return answered(request, verb, done=done, to=lambda _: here, otherwise=here)


def deadline(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    asked = _round(owner, request, pk)
    typed = parse_datetime(request.POST.get("closes_at", ""))
    if typed is None:
        raise BadRequest("A deadline is a date and a time, like 2026-12-01T17:00.")
    to = typed.replace(tzinfo=asked.program.zone)
    here = address("preferenceround_report", pk)
    verb = partial(move_deadline, asked, to, by=signed_in(request), at=Scope.of(request).at)
    return answered(request, verb, done="The deadline is moved.", to=lambda _: here, otherwise=here)


def _round(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> PreferenceRound:
    rows = owner.get_queryset(request).select_related("program")
    asked: PreferenceRound = get_object_or_404(rows, pk=pk)
    return asked
