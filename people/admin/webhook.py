"""Admin pages of webhooks: where a program's events are told of, and how each call went."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from people.admin.asking import asks
from people.admin.menu import Group, put
from people.admin.record import LookOnlyAdmin
from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from people.models import Webhook, WebhookCall
from people.notice_kinds import WEBHOOK_KINDS
from people.services import webhooks
from people.webhook_http import secret_of

put(
    *(Group.OPERATIONS, 26, "Webhooks", "webhook", "people_webhook_changelist", "manage_webhooks"),
    holds=("people_webhookcall_changelist", "people_webhookcall_change"),
)


@admin.register(Webhook)
class WebhookAdmin(ProgramScopedAdmin):
    """Its secret is shown to those who may change it."""

    view_action = add_action = change_action = "manage_webhooks"

    list_display = ("url", "program", "active", "last_call", "created_at")
    list_select_related = ("program",)
    list_filter = ("program", "active")
    search_fields = ("url",)
    readonly_fields = ("secret", "last_call", "rotated_at", "created_by", "created_at")
    actions = ("ping", "rotate")

    def get_fields(self, request: HttpRequest, obj: Webhook | None = None) -> tuple[str, ...]:
        given = ("program", "url", "kinds")
        return given if obj is None else (*given, "active", *self.readonly_fields)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Kinds are chosen by their titles; an address without a scheme is of https."""
        if db_field.name == "url":
            kwargs["assume_scheme"] = "https"
        if db_field.name != "kinds":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return forms.MultipleChoiceField(
            choices=[(kind, about.title) for kind, about in WEBHOOK_KINDS.items()],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="None chosen: all of them.",
        )

    def save_model(
        self, request: HttpRequest, obj: Webhook, form: ModelForm[Any], change: bool
    ) -> None:
        by, at = signed_in(request), Scope.of(request).at
        if change:
            changed: Any = {name: form.cleaned_data[name] for name in form.changed_data}
            webhooks.change_webhook(obj, by=by, at=at, **changed)
            return
        saved = webhooks.add_webhook(obj.program, url=obj.url, kinds=obj.kinds, by=by, at=at)
        obj.pk = saved.pk
        obj.refresh_from_db()

    @admin.display(description="secret")
    def secret(self, webhook: Webhook) -> str:
        return secret_of(webhook.nonce)

    @admin.display(description="calls")
    def last_call(self, webhook: Webhook) -> str:
        """How the last one went, leading to all of them."""
        call = webhook.calls.first()
        if call is None:
            return "none yet"
        address = reverse("admin:people_webhookcall_changelist")
        return format_html(
            '<a class="underline" href="{}?webhook__id__exact={}">last one {}</a>',
            address,
            webhook.pk,
            call.get_status_display(),
        )

    @admin.action(description="Call the chosen webhooks to try them", permissions=["change"])
    def ping(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> None:
        self.do_to_each(request, queryset, webhooks.ping_webhook, done="is called")

    @admin.action(description="Give the chosen webhooks another secret", permissions=["change"])
    @asks(
        "Calls are signed with both secrets for a day; after that, whoever still checks the old one refuses them. The old secret does not come back."
    )
    def rotate(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> None:
        self.do_to_each(request, queryset, webhooks.rotate_secret, done="has another secret")


@admin.register(WebhookCall)
class WebhookCallAdmin(LookOnlyAdmin):
    """A record; what has failed can be sent again."""

    view_action = "manage_webhooks"
    program_lookup = "webhook__program"

    list_display = ("event", "webhook", "status", "answer", "attempts", "created_at", "settled_at")
    list_select_related = ("webhook",)
    list_filter = ("webhook", "status")
    search_fields = ("event",)
    date_hierarchy = "created_at"
    fields = (
        *("webhook", "event", "sent", "status", "answer", "reason"),
        *("attempts", "due_at", "created_at", "settled_at"),
    )
    actions = ("again",)

    @admin.display(description="what is sent")
    def sent(self, call: WebhookCall) -> str:
        return json.dumps(call.payload, indent=2)

    @admin.action(description="Send the chosen calls again", permissions=["view"])
    def again(self, request: HttpRequest, queryset: QuerySet[WebhookCall]) -> None:
        self.do_to_each(request, queryset, webhooks.call_again, done="is sent again")
