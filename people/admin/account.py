"""Admin pages of accounts, roles and tokens."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from people.admin.asking import asks
from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from people.models import Role, Token, User
from people.services.roles import end_role, grant_role, settle_admin_entry
from people.services.second_factors import take_off_second_factors
from people.services.tokens import revoke_token

if TYPE_CHECKING:
    # As in `scoped`: the same forms with other templates, without types.
    from django.contrib.auth import forms as auth_forms

    AdminPasswordChangeForm = auth_forms.AdminPasswordChangeForm
    UserChangeForm = auth_forms.UserChangeForm[User]
    UserCreationForm = auth_forms.AdminUserCreationForm[User]
    DjangoUserAdmin = auth_admin.UserAdmin[User]
else:
    from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

    DjangoUserAdmin = auth_admin.UserAdmin

put(Group.OPERATIONS, 30, "Accounts", "account_circle", "people_user_changelist", "view_roles")
put(Group.OPERATIONS, 40, "Roles", "key", "people_role_changelist", "view_roles")

FOR_THE_OFFICE = ("email", "first_name", "last_name", "is_active", "is_staff", "last_login")
FOR_SUPERUSERS = (*FOR_THE_OFFICE, "is_superuser", "password", "date_joined")


class AccountCreationForm(UserCreationForm):
    """An account is named by its e-mail address."""

    class Meta:
        model = User
        fields = ("email",)


class AccountChangeForm(UserChangeForm):
    """The same, with the password out of sight."""

    class Meta:
        model = User
        fields = "__all__"


@admin.register(User)
class UserAdmin(DjangoUserAdmin, ProgramScopedAdmin):
    """The office finds the accounts of its program; only superusers change them."""

    view_action = "view_roles"
    program_lookup = None
    instead = (
        "Take the mark off Active: nobody signs in with the account any more, and what was done "
        "with it keeps its name."
    )

    form = AccountChangeForm
    add_form = AccountCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("email", "first_name", "last_name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "first_name", "last_name")
    ordering = ("email", "pk")
    filter_horizontal = ()
    actions = ("take_off_factors",)
    readonly_fields = ("is_staff", "last_login", "date_joined")
    add_fieldsets = ((None, {"fields": ("email", "usable_password", "password1", "password2")}),)

    def has_superuser_permission(self, request: HttpRequest) -> bool:
        return Scope.of(request).is_unlimited

    @admin.action(
        description="Take off the second factors of the chosen accounts", permissions=["superuser"]
    )
    @asks(
        "They sign in by password alone until they set up a second step again, which they must do themselves."
    )
    def take_off_factors(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        done = "signs in by password alone now"
        self.do_to_each(request, queryset, take_off_second_factors, done=done)

    def limit(self, rows: QuerySet[User], programs: Iterable[int]) -> QuerySet[User]:
        return rows.filter(pk__in=User.objects.in_programs(programs).values("pk"))

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        shown = FOR_SUPERUSERS if Scope.of(request).is_unlimited else FOR_THE_OFFICE
        return ((None, {"fields": shown}),)

    def save_model(
        self, request: HttpRequest, obj: User, form: ModelForm[Any], change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        settle_admin_entry(obj, at=Scope.of(request).at)


@admin.register(Role)
class RoleAdmin(ProgramScopedAdmin):
    """Roles are granted and ended, never rewritten."""

    view_action = "view_roles"
    add_action = "manage_roles"

    list_display = ("user", "kind", "program", "starts_on", "ends_on")
    list_select_related = ("user", "program")
    list_filter = ("program", "kind")
    search_fields = ("user__email", "user__last_name", "user__first_name")
    autocomplete_fields = ("user",)
    actions = ("end_today",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_end_permission(self, request: HttpRequest) -> bool:
        return self.may(request, self.add_action)

    def save_model(
        self, request: HttpRequest, obj: Role, form: ModelForm[Any], change: bool
    ) -> None:
        saved = grant_role(
            obj.user,
            program=obj.program,
            kind=obj.kind,
            starts_on=obj.starts_on,
            ends_on=obj.ends_on,
            by=signed_in(request),
            at=Scope.of(request).at,
        )
        obj.pk = saved.pk
        obj.refresh_from_db()

    @admin.action(description="End the chosen roles today", permissions=["end"])
    @asks(
        "Today is the last day on which they may do what the role lets them. A new role can be granted afterwards."
    )
    def end_today(self, request: HttpRequest, queryset: QuerySet[Role]) -> None:
        self.do_to_each(request, queryset, _end_today, done="ends today")


def _end_today(role: Role, *, by: User, at: datetime) -> Role:
    return end_role(role, ends_on=role.program.today(at), by=by, at=at)


@admin.register(Token)
class TokenAdmin(ProgramScopedAdmin):
    """For superusers; people issue tokens themselves, since a secret is shown only once."""

    program_lookup = None

    list_display = ("name", "prefix", "user", "scope", "created_at", "last_used_at", "revoked_at")
    list_select_related = ("user",)
    list_filter = ("scope",)
    search_fields = ("name", "prefix", "user__email")
    actions = ("revoke",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return Scope.of(request).is_unlimited

    @admin.action(description="Revoke the chosen tokens", permissions=["revoke"])
    @asks(
        "Whatever uses them is refused from now on. It cannot be undone; their owners can make new ones."
    )
    def revoke(self, request: HttpRequest, queryset: QuerySet[Token]) -> None:
        self.do_to_each(request, queryset, revoke_token, done="revoked")
