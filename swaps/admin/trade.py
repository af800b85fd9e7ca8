"""Admin pages of swaps: those that wait for somebody, and all that ever were."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, reverse

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from people.answering import answered
from scheduling.admin.pages import allows, routes, show
from scheduling.admin.record import RecordAdmin
from swaps.models import Trade
from swaps.queries.trades import trade_page
from swaps.services.decisions import approve_trade, refuse_trade, undo_trade
from swaps.services.policies import deciding_action, policy_of

put(
    Group.SCHEDULE, 46, "Swaps", "swap_horiz", "swaps_trade_waiting", "view_swaps",
    holds=("swaps_trade_changelist", "swaps_trade_change"),
)  # fmt: skip


@admin.register(Trade)
class TradeAdmin(RecordAdmin):
    """Every swap: who gave what to whom, who agreed, who decided, what it did."""

    view_action = "view_swaps"
    change_form_template = "admin/swaps/trade.html"

    list_display = ("__str__", "legs_in_words", "status", "proposed_at", "done_at")
    list_filter = ("program", "status", "manner")
    search_fields = ("consents__person__last_name", "consents__person__first_name")
    fields = (
        ("program", "manner", "status"),
        ("proposed_at", "proposed_by", "expires_at"),
        ("agreed_at", "decided_at", "decided_by"),
        ("done_at", "change_set", "undone_at", "undone_by"),
        ("why_it_ended", "note"),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        return Trade.objects.filter(pk__in=rows.values("pk")).with_names()

    @admin.display(description="what changes hands")
    def legs_in_words(self, trade: Trade) -> str:
        return "; ".join(str(leg) for leg in trade.legs.all())

    @admin.display(description="why it ended as it did")
    def why_it_ended(self, trade: Trade) -> str:
        return str(trade.message)

    def get_urls(self) -> list[URLPattern]:
        pages = [("waiting/", waiting, "trade_waiting")]
        posts = [
            ("<int:pk>/approve/", approve, "trade_approve"),
            ("<int:pk>/refuse/", refuse, "trade_refuse"),
            ("<int:pk>/undo/", undo, "trade_undo"),
        ]
        return [*routes(self, pages=pages, posts=posts), *super().get_urls()]

    def beside(self, request: HttpRequest, row: Trade) -> dict[str, Any]:
        """What it does, and whether one decides it."""
        return {
            "page": trade_page(row, None, plans=True, at=Scope.of(request).at),
            "can_decide": _decides(request, row),
        }


def _decides(request: HttpRequest, trade: Trade) -> bool:
    return allows(request, deciding_action(policy_of(trade.program)), trade.program)


def waiting(owner: ProgramScopedAdmin, request: HttpRequest) -> HttpResponse:
    """Swaps that everybody in them agrees to, and that wait for approval; the nearest first."""
    trades = owner.get_queryset(request).filter(status=Trade.Status.WAITING)
    at = Scope.of(request).at
    pages = [
        {"page": trade_page(trade, None, plans=True, at=at), "can_decide": _decides(request, trade)}
        for trade in trades.order_by("expires_at", "pk")
    ]
    return show(owner, request, "waiting", "Swaps", waiting=pages)


def _trade(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> Trade:
    found: Trade = get_object_or_404(owner.get_queryset(request), pk=pk)
    return found


def approve(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    return _decide(owner, request, pk, approve_trade, "Approved. It is being carried out.")


def refuse(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    return _decide(owner, request, pk, refuse_trade, "Not approved. Everybody in it is told.")


def undo(owner: ProgramScopedAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    return _decide(owner, request, pk, undo_trade, "Undone. Everybody has their duties back.")


def _decide(
    owner: ProgramScopedAdmin, request: HttpRequest, pk: int, verb: Any, done: str
) -> HttpResponse:
    trade = _trade(owner, request, pk)
    here = reverse("admin:swaps_trade_change", args=[pk])
    call = partial(
        verb,
        trade,
        by=signed_in(request),
        at=Scope.of(request).at,
        reason=request.POST.get("reason", "")[:300],
    )
    return answered(request, call, done=done, to=lambda _: here, otherwise=here)
