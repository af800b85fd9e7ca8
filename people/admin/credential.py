"""Admin pages of credentials and their kinds."""

from django.contrib import admin

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin
from people.models import Credential, CredentialKind

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


@admin.register(Credential)
class CredentialAdmin(ProgramScopedAdmin):
    """Who holds what, and until when."""

    view_action = "view_credentials"
    add_action = change_action = delete_action = "manage_credentials"

    list_display = ("person", "kind", "program", "issued_on", "expires_on")
    list_select_related = ("person", "kind", "program")
    list_filter = ("program", "kind", "expires_on")
    search_fields = ("person__last_name", "person__first_name", "kind__code", "kind__name")
    autocomplete_fields = fixed_fields = ("person",)
    date_hierarchy = "expires_on"
