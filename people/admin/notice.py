"""Admin pages of notices: who was told of what, whether it reached them, and who has seen it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from people.admin.menu import Group, put
from people.admin.record import LookOnlyAdmin
from people.models import Notice
from people.notice_kinds import NOTICE_KINDS

put(Group.OPERATIONS, 25, "Notices", "notifications", "people_notice_changelist", "view_notices")


class KindFilter(admin.SimpleListFilter):
    """By the titles of the table of kinds."""

    title, parameter_name = "kind", "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(kind, about.title) for kind, about in NOTICE_KINDS.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class SeenFilter(admin.SimpleListFilter):
    """By what its reader has done with it."""

    title, parameter_name = "seen", "seen"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("waits", "not acknowledged yet"), ("unread", "not read yet"), ("read", "read")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "waits":
                return queryset.unanswered()
            case "unread":
                return queryset.unread()
            case "read":
                return queryset.exclude(read_at=None)
            case _:
                return queryset


def of_mail(name: str, words: str) -> Callable[[Any, Notice], Any]:
    """A field of the notice's delivery, if it has one."""

    @admin.display(description=words)
    def field(self: Any, notice: Notice) -> Any:
        return getattr(getattr(notice, "delivery", None), name, None)

    return field


@admin.register(Notice)
class NoticeAdmin(LookOnlyAdmin):
    """A record: nobody writes or changes a notice by hand."""

    view_action = "view_notices"

    list_display = ("reader", "subject", "title", "told_at", "mail", "read_at", "seen")
    list_display_links = ("subject",)
    list_select_related = ("person", "user", "delivery", "program")
    list_filter = ("program", KindFilter, SeenFilter, "delivery__status")
    search_fields = ("event", "subject", "person__last_name", "person__first_name", "user__email")
    date_hierarchy = "told_at"
    fieldsets = (
        ("What was told", {"fields": ("reader", "title", "subject", "said", "url", "event")}),
        ("Seen", {"fields": ("told_at", "read_at", "seen", "needs_ack_by", "escalated_at")}),
        ("Mail", {"fields": ("mail", "address", "reason", "attempts", "due_at", "settled_at")}),
    )

    @admin.display(description="to", ordering="person__last_name")
    def reader(self, notice: Notice) -> str:
        return str(notice.person or notice.user)

    @admin.display(description="kind", ordering="kind")
    def title(self, notice: Notice) -> str:
        return notice.about.title

    @admin.display(description="differences")
    def said(self, notice: Notice) -> str:
        return "\n".join(notice.lines)

    @admin.display(description="acknowledged", ordering="acknowledged_at")
    def seen(self, notice: Notice) -> Any:
        return "not yet" if notice.waits else notice.acknowledged_at

    @admin.display(description="mail", ordering="delivery__status")
    def mail(self, notice: Notice) -> str:
        delivery = getattr(notice, "delivery", None)
        return delivery.get_status_display() if delivery else "none"

    address = of_mail("address", "address")
    reason = of_mail("reason", "why")
    attempts = of_mail("attempts", "attempts")
    due_at = of_mail("due_at", "due")
    settled_at = of_mail("settled_at", "settled")
