"""Admin pages that take in a spreadsheet: bring it, tell its names, look, apply, take back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from people.admin.menu import Group, put
from people.admin.scoped import Scope, signed_in
from scheduling.admin.links import address
from scheduling.admin.new_names import choices_of, parts_of, said_of_new
from scheduling.admin.pages import allows
from scheduling.admin.uploads import UploadAdmin, UploadField
from scheduling.models import AcademicYear, SheetImport, SheetReading
from scheduling.permissions import visible_readings
from scheduling.program_file.container import LARGEST_FILE, MEGABYTE
from scheduling.services.list_imports import (
    apply_list,
    discard_list,
    preview_list,
    stage_list,
    undo_list,
)
from scheduling.services.new_names import ACTIONS, may_be
from scheduling.services.sheet_imports import (
    apply_sheet,
    discard_sheet,
    faulty_lines,
    preview_sheet,
    put_new_right,
    tell_names,
    undo_sheet,
)
from scheduling.services.sheet_lines import Line, Verdict
from scheduling.services.sheet_names import Told
from scheduling.services.sheet_readings import bring_sheet
from scheduling.services.sheet_staging import SheetRefused

put(
    Group.SCHEDULE,
    60,
    "Spreadsheets",
    "table_view",
    "scheduling_sheetimport_changelist",
    "edit_schedule",
    holds=("scheduling_sheetreading_changelist", "scheduling_sheetreading_change"),
)

LISTS = (SheetImport.Subject.PEOPLE, SheetImport.Subject.ABSENCES)
MOST_LINES, MOST_NAMES = 3000, 200
"""What a page shows of a file; a form takes no more than a thousand fields."""


class YearField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Years of several programs."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.program} {obj}"


class BringForm(forms.Form):
    """One file and what it is to change."""

    year = YearField(AcademicYear.objects.none(), label="Academic year", empty_label=None)
    into = forms.ChoiceField(
        label="It changes",
        choices=[
            ("draft", "The draft of the schedule"),
            ("published", "The published schedule"),
            ("people", "The people of the year"),
            ("absences", "Absences"),
        ],
        initial="draft",
        help_text="A draft is opened if there is none. Nothing is changed before you apply it.",
    )
    block = forms.IntegerField(
        label="Block",
        required=False,
        min_value=0,
        max_value=99,
        help_text="A file of a schedule that is about another block is refused. Empty: whichever it is.",
    )
    sheet = UploadField(
        label="File",
        help_text=f"A workbook (.xlsx), list (.csv, .txt) or calendar (.ics), {LARGEST_FILE // MEGABYTE} MB at most.",
    )

    def __init__(
        self, *args: Any, years: QuerySet[AcademicYear], now: int | None, block: int | None
    ) -> None:
        super().__init__(*args)
        self.fields["into"].widget.attrs["class"] = "rounds-input"
        self.fields["year"] = YearField(years, label="Academic year", empty_label=None, initial=now)
        self.fields["year"].widget.attrs["class"] = "rounds-input"
        self.fields["block"].initial = block
        self.fields["block"].widget.attrs["class"] = "rounds-input"


@admin.register(SheetImport)
class SheetImportAdmin(UploadAdmin):
    """The list of files that were brought; opening one is looking at what it changes."""

    view_action = add_action = change_action = "edit_schedule"
    add_title = "Bring a spreadsheet"
    may_not = "You may not edit the schedule."
    file_field, refusal = "sheet", SheetRefused

    list_display = (
        *("file_name", "program", "academic_year", "layout", "status"),
        *("uploaded_by", "uploaded_at", "decided_by"),
    )
    list_select_related = ("program", "academic_year", "uploaded_by", "decided_by")
    list_filter = ("status", "program")

    def form_of(self, request: HttpRequest, *sent: Any) -> BringForm:
        years = self._years(request)
        year, block = (_number(request, name) for name in ("year", "block"))
        return BringForm(
            *sent, years=years, now=year or _now(years, Scope.of(request).at), block=block
        )

    def beside(self, request: HttpRequest) -> dict[str, Any]:
        """Large files that are still read, so that nobody who went away has lost them."""
        reading = visible_readings(signed_in(request), at=Scope.of(request).at)
        return {"readings": reading.active()}

    def _years(self, request: HttpRequest) -> QuerySet[AcademicYear]:
        rows = AcademicYear.objects.select_related("program").order_by("program__name", "-year")
        return self.limit_for(request, rows, "edit_schedule")

    def stage(self, request: HttpRequest, sent: dict[str, Any]) -> SheetImport | SheetReading:
        by, at = signed_in(request), Scope.of(request).at
        year, upload, into = sent["year"], sent["sheet"], sent["into"]
        data, name = upload.read(), upload.name
        if into in LISTS:
            return stage_list(year, data, subject=into, file_name=name, by=by, at=at)
        published = into == "published"
        block = sent["block"]
        return bring_sheet(
            year, data, file_name=name, published=published, block=block, by=by, at=at
        )

    def address_of(self, staged: SheetImport | SheetReading) -> str:
        if isinstance(staged, SheetReading):
            return address("sheetreading_change", staged.pk)
        return super().address_of(staged)

    def is_decision(self, request: HttpRequest) -> bool:
        return super().is_decision(request) and "look" not in request.POST

    def decide(self, request: HttpRequest, staged: SheetImport) -> HttpResponse:
        try:
            message = self._verb(request, staged)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages[:3]))
            if "apply" in request.POST:
                return self.show(request, staged)
        else:
            messages.success(request, message)
        return HttpResponseRedirect(self.address_of(staged))

    def _verb(self, request: HttpRequest, staged: SheetImport) -> str:
        by, at, sent = signed_in(request), Scope.of(request).at, request.POST
        if staged.subject in LISTS:
            return self._list_verb(request, staged)
        if "names" in sent:
            told = list(_told(sent))
            tell_names(staged, told, by=by, at=at)
            return _told_words(told)
        if "new" in sent:
            put_new_right(staged, said_of_new(sent), by=by, at=at)
            return "Looked at again."
        if "undo" in sent:
            return undo_sheet(staged, by=by, at=at, reason=sent.get("reason", "")).sentence
        if "discard" in sent:
            discard_sheet(staged, by=by, at=at)
            return f"{staged.file_name} is put aside. Nothing was changed."
        done = apply_sheet(
            staged,
            seen=sent.get("apply", ""),
            without=sent.getlist("without"),
            also=sent.getlist("also"),
            reason=sent.get("reason", ""),
            override="override" in sent,
            by=by,
            at=at,
        )
        return done.sentence

    def _list_verb(self, request: HttpRequest, staged: SheetImport) -> str:
        by, at, sent = signed_in(request), Scope.of(request).at, request.POST
        if "undo" in sent:
            undo_list(staged, by=by, at=at)
            return f"{staged.file_name} is taken back."
        if "discard" in sent:
            discard_list(staged, by=by, at=at)
            return f"{staged.file_name} is put aside. Nothing was changed."
        done = apply_list(staged, without=sent.getlist("without"), by=by, at=at)
        count = done.outcome["taken"]
        return f"{count} row{'' if count == 1 else 's'} of {staged.file_name} taken over."

    def show(self, request: HttpRequest, staged: SheetImport) -> HttpResponse:
        context: dict[str, Any] = {}
        if staged.status == SheetImport.Status.STAGED and staged.subject in LISTS:
            by, at = signed_in(request), Scope.of(request).at
            context = {"rows": preview_list(staged, by=by, at=at)}
        elif staged.status == SheetImport.Status.STAGED:
            context = self._looked_at(request, staged)
        return self.page(
            request,
            "list" if staged.subject in LISTS else "sheet",
            title=staged.file_name,
            staged=staged,
            is_staged=staged.status == SheetImport.Status.STAGED,
            is_applied=staged.status == SheetImport.Status.APPLIED,
            can_override=allows(request, "override_rule", staged.program),
            **context,
        )

    def _looked_at(self, request: HttpRequest, staged: SheetImport) -> dict[str, Any]:
        by, at, sent = signed_in(request), Scope.of(request).at, request.POST
        without, also = set(sent.getlist("without")), set(sent.getlist("also"))
        # The page is there at once; what the rules say follows.
        waits = request.method == "GET" and "rules" not in request.GET
        found = preview_sheet(staged, by=by, at=at, without=without, also=also, ask_rules=not waits)
        if sent.get("look") == "faults":
            without |= faulty_lines(found)
            found = preview_sheet(staged, by=by, at=at, without=without, also=also)
        changing = found.read.of(Verdict.CHANGE)
        makes = {
            what for what, action in ACTIONS.items() if allows(request, action, staged.program)
        }
        return {
            "found": found,
            "rules_follow": waits and not found.refusal and bool(found.read.of(Verdict.CHANGE)),
            "groups": list(_groups(changing[:MOST_LINES])),
            "not_shown": max(0, len(changing) - MOST_LINES),
            "unmatched": [
                (each, choices_of(what for what in may_be(each.sort) if what in makes))
                for each in found.read.unmatched[:MOST_NAMES]
            ],
            "may_make": bool(makes),
            "news": parts_of(found.new),
            "new_faults": sum(bool(each.fault) for each in found.new),
            "more_names": max(0, len(found.read.unmatched) - MOST_NAMES),
            "without": without,
            "also": also,
            "changing": len(changing),
            "conflicts": found.read.of(Verdict.CONFLICT),
            "locked": found.read.of(Verdict.LOCKED),
            "same": len(found.read.of(Verdict.SAME)) + staged.unchanged,
            "reason": sent.get("reason", ""),
        }


def _number(request: HttpRequest, name: str) -> int | None:
    """What the address asks for: the grids lead here with their year and block."""
    written = request.GET.get(name, "")
    return int(written) if written.isdecimal() else None


def _now(years: QuerySet[AcademicYear], at: datetime) -> int | None:
    """The year that runs is offered first."""
    running = (y.pk for y in years if y.starts_on <= y.program.today(at) <= y.ends_on)
    return next(running, None)


def _groups(lines: Iterable[Line]) -> Iterator[tuple[str, list[Line]]]:
    """Lines that change something, by person."""
    ordered = sorted(lines, key=lambda line: (line.who, line.day, line.when))
    for who, group in groupby(ordered, key=lambda line: line.who):
        yield who, list(group)


def _told(sent: Any) -> Iterator[Told]:
    """What was chosen beside each name; a name without a choice stays unknown.

    With one button all of these are said to be new.
    """
    rows = zip(
        *(sent.getlist(name) for name in ("sort", "written", "means", "new_as")), strict=False
    )
    for sort, written, choice, new_as in rows:
        chosen = choice or (new_as if sent.get("names") == "all-new" else "")
        if chosen:
            yield Told(sort, written, chosen)


def _told_words(told: Iterable[Told]) -> str:
    fresh = sum(each.is_new for each in told)
    known = sum(not each.is_new for each in told)
    words = f"{known} name{'' if known == 1 else 's'} remembered." if known or not fresh else ""
    new = f"{fresh} to be made new: see what is asked of each." if fresh else ""
    return f"{words} {new}".strip()
