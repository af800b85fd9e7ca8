"""Admin pages of offers and favors, to look at; they are made and ended by services."""

from __future__ import annotations

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from people.admin.menu import Group, put
from scheduling.admin.record import RecordAdmin
from swaps.models import Favor, SwapOffer

put(
    Group.SCHEDULE, 47, "Offers of duties", "storefront", "swaps_swapoffer_changelist", "view_swaps"
)
put(Group.SCHEDULE, 48, "Favors owed", "volunteer_activism", "swaps_favor_changelist", "view_swaps")


@admin.register(SwapOffer)
class SwapOfferAdmin(RecordAdmin):
    """Every offer, with what became of it. Whom to ask is on the offer's own page."""

    view_action = "view_swaps"

    list_display = ("__str__", "status", "search_message", "offered_at", "expires_at", "page")
    list_filter = ("program", "status")
    list_select_related = (
        "program", "obligation__person", "obligation__rotation", "obligation__activity",
        "obligation__call_type",
    )  # fmt: skip
    search_fields = ("obligation__person__last_name", "obligation__person__first_name")
    fields = (
        ("program", "status", "page"),
        ("gift", "exchange", "wanted_from", "wanted_until"),
        ("offered_at", "offered_by", "consent", "note"),
        ("expires_at", "closed_at", "reminded_at"),
        ("search_status", "search_message", "search_ended_at"),
    )
    readonly_fields = ("page",)

    @admin.display(description="whom to ask")
    def page(self, offer: SwapOffer) -> SafeString:
        address = reverse("swaps:offer", args=[offer.pk])
        return format_html('<a class="rounds-link" href="{}">Open the offer</a>', address)


@admin.register(Favor)
class FavorAdmin(RecordAdmin):
    """Who owes whom a duty, and how it was settled."""

    view_action = "view_swaps"

    list_display = ("owed_by", "owed_to", "earned_at", "end", "settled_at")
    list_filter = ("program", "end")
    list_select_related = ("program", "owed_by", "owed_to")
    search_fields = ("owed_by__last_name", "owed_to__last_name")
    fields = (("program", "owed_by", "owed_to"), ("earned_at", "settled_at", "settled_by", "end"))
