"""Admin pages of credentials and their kinds."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin, Scope
from people.admin.together import TogetherAdmin
from people.models import CredentialKind, Program
from people.queries.waiting import RENEW_WITHIN, credentials_to_renew

put(Group.PEOPLE, 50, "Credentials", "verified", "people_credential_changelist", "view_credentials")
put(
    Group.PEOPLE,
    60,
    "Credential kinds",
    "workspace_premium",
    "people_credentialkind_changelist",
    "view_credentials",
)


@admin.register(CredentialKind)
class CredentialKindAdmin(ProgramScopedAdmin):
    """What a program keeps track of."""

    view_action = "view_credentials"
    add_action = change_action = delete_action = "manage_credentials"

    list_display = ("code", "name", "program")
    list_select_related = ("program",)
    list_filter = ("program",)
    search_fields = ("code", "name")


class DueFilter(admin.SimpleListFilter):
    """Those that somebody has to see to."""

    title, parameter_name = "renewal", "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("soon", f"to renew: ended, or ends within {RENEW_WITHIN.days} days")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() != "soon":
            return queryset
        at = Scope.of(request).at
        due = [credentials_to_renew(queryset, each, at) for each in Program.objects.all()]
        return queryset.filter(pk__in=[row.pk for rows in due for row in rows])


class CredentialAdmin(TogetherAdmin):
    """Who holds what, and until when.

    The schedule registers it, with the page on what each is needed for there.
    """

    view_action = "view_credentials"
    add_action = change_action = delete_action = "manage_credentials"

    list_display = ("person", "kind", "program", "issued_on", "expires_on")
    list_select_related = ("person", "kind", "program")
    list_filter = ("program", DueFilter, "kind", "expires_on")
    search_fields = ("person__last_name", "person__first_name", "kind__code", "kind__name")
    autocomplete_fields = fixed_fields = ("person",)
    date_hierarchy = "expires_on"
