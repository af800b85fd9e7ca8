"""The admin pages of packs of evidence: asked for with one button, followed, fetched."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from people.answering import answered
from scheduling.admin.leave_pages import program_of
from scheduling.admin.links import address
from scheduling.admin.pages import Route, routes, show
from scheduling.admin.record import RecordAdmin
from scheduling.compliance.admin.hours import day_of
from scheduling.compliance.models import EvidencePack
from scheduling.compliance.services.ledgers import year_of
from scheduling.compliance.services.packs import cancel_pack, fetch_pack, request_pack
from scheduling.sending import sent

SHOWN = 10

put(
    Group.RULES, 6, "Site visit pack", "folder_zip", "compliance_evidencepack_ask", "export_evidence",
    holds=("compliance_evidencepack_changelist", "compliance_evidencepack_change"),
)  # fmt: skip


@admin.register(EvidencePack)
class EvidencePackAdmin(RecordAdmin):
    """Every pack that was made, by whom and when, with its checksum."""

    view_action = "export_evidence"
    change_form_template = "admin/compliance/pack.html"

    list_display = ("__str__", "status", "sha256", "requested_by", "requested_at")
    list_select_related = ("program", "requested_by")
    list_filter = ("program", "status")
    fields = (
        ("program", "first_day", "last_day"),
        ("status", "message"),
        ("requested_by", "requested_at", "finished_at"),
        "sha256",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[EvidencePack]:
        rows: QuerySet[EvidencePack] = super().get_queryset(request)
        return rows.defer("file")

    def get_urls(self) -> list[URLPattern]:
        pages: list[Route] = [
            ("ask/", ask_page, "evidencepack_ask"),
            ("<int:pk>/download/", download, "evidencepack_download"),
        ]
        posts: list[Route] = [
            ("ask/now/", ask, "evidencepack_ask_now"),
            ("<int:pk>/cancel/", cancel, "evidencepack_cancel"),
        ]
        return [*routes(self, pages=pages, posts=posts), *super().get_urls()]


def ask_page(owner: ProgramScopedAdmin, request: HttpRequest) -> HttpResponse:
    """One button: the academic year up to today, unless other days are chosen."""
    program, at = program_of(request, "export_evidence"), Scope.of(request).at
    year = year_of(program, None, at=at)
    packs = owner.get_queryset(request).filter(program=program).select_related("requested_by")
    return show(
        owner,
        request,
        "packs",
        "Site visit pack",
        program=program,
        first_day=year.starts_on,
        last_day=max(year.starts_on, min(program.today(at), year.ends_on)),
        packs=packs[:SHOWN],
    )


def ask(owner: ProgramScopedAdmin, request: HttpRequest) -> HttpResponse:
    program = program_of(request, "export_evidence")
    here = f"{address('evidencepack_ask', app='compliance')}?program={program.slug}"
    try:
        first, last = (day_of(request.POST, name) for name in ("first_day", "last_day"))
    except ValueError as error:
        raise BadRequest(str(error)) from error
    by, at = signed_in(request), Scope.of(request).at
    verb = partial(request_pack, program, first_day=first, last_day=last, by=by, at=at)
    done = "The pack is being made."
    return answered(request, verb, done=done, to=_page, otherwise=here)


def _page(pack: EvidencePack) -> str:
    return address("evidencepack_change", pack.pk, app="compliance")


def cancel(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    pack = _pack(owner, request, pk)
    verb = partial(cancel_pack, pack, by=signed_in(request), at=Scope.of(request).at)
    here = _page(pack)
    return answered(request, verb, done="Cancelled.", to=lambda _: here, otherwise=here)


def download(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    pack = _pack(owner, request, pk)
    return sent(fetch_pack(pack, by=signed_in(request), at=Scope.of(request).at))


def _pack(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> EvidencePack:
    rows: Any = owner.get_queryset(request).select_related("program")
    found: EvidencePack = get_object_or_404(rows, pk=pk)
    return found
