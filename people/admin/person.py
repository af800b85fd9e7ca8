"""Admin pages of people and their enrolments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin, ProgramScopedInline, Scope, signed_in
from people.admin.together import TogetherAdmin
from people.models import Absence, Credential, Enrolment, Person
from people.services.enrolments import enrol
from people.services.invitations import invite

put(Group.PEOPLE, 10, "People", "group", "people_person_changelist", "view_people")
put(Group.PEOPLE, 20, "Enrollments", "badge", "people_enrolment_changelist", "view_people")


class EnrolmentInline(ProgramScopedInline):
    """The years of a person in the user's programs."""

    model = Enrolment
    view_action = "view_people"
    add_action = change_action = delete_action = "manage_people"
    fields = (
        *("program", "academic_year", "position", "pgy", "faculty_role", "fte_percent"),
        *("starts_on", "ends_on", "visiting_from"),
    )

    def get_min_num(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """A new person without an enrolment would belong to nobody, and nobody could see them."""
        return 1 if obj is None and not Scope.of(request).is_unlimited else 0

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, validate_min=True, **kwargs)


class CredentialInline(ProgramScopedInline):
    """The credentials of a person in the user's programs."""

    model = Credential
    view_action = "view_credentials"
    add_action = change_action = delete_action = "manage_credentials"
    fields = ("program", "kind", "issued_on", "expires_on")


class AbsenceInline(ProgramScopedInline):
    """When a person is away; entered and decided on the absences' own pages."""

    model = Absence
    view_action = "view_absences"
    fields = ("program", "starts_on", "starts_at_slot", "ends_on", "ends_slot", "status")
    show_change_link = True


@admin.register(Person)
class PersonAdmin(ProgramScopedAdmin):
    """A person of several programs is seen by each, with its own enrolments only."""

    view_action = "view_people"
    add_action = change_action = "manage_people"
    program_lookup = None
    instead = (
        "End what is under way: give the person's enrollment a last day and end the account's roles. "
        "From then on nothing is planned for them, and what was stays true."
    )

    list_display = ("last_name", "first_name", "email", "user")
    list_display_links = ("last_name", "first_name")
    list_select_related = ("user",)
    # By year or PGY one would filter the enrolments, or learn of those in other programs.
    list_filter = ("enrolments__program",)
    search_fields = ("last_name", "first_name", "email")
    fields = (("first_name", "last_name"), "email", "phone", "user")
    actions = ("invite_chosen",)
    inlines = (EnrolmentInline, CredentialInline, AbsenceInline)

    def limit(
        self, rows: models.QuerySet[Person], programs: Iterable[int]
    ) -> models.QuerySet[Person]:
        return rows.filter(pk__in=Person.objects.in_programs(programs).values("pk"))

    def has_invite_permission(self, request: HttpRequest) -> bool:
        return self.may(request, self.change_action)

    @admin.action(description="Invite the chosen people by mail", permissions=["invite"])
    def invite_chosen(self, request: HttpRequest, queryset: models.QuerySet[Person]) -> None:
        self.do_to_each(request, queryset, invite, done="is invited by mail")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Accounts are opened by a service; tying one by hand is for superusers."""
        return () if Scope.of(request).is_unlimited else ("user",)

    def save_formset(
        self,
        request: HttpRequest,
        form: ModelForm[Any],
        formset: BaseInlineFormSet[Any, Any, Any],
        change: bool,
    ) -> None:
        if formset.model is not Enrolment:
            super().save_formset(request, form, formset, change)
            return
        for enrolment in formset.save(commit=False):
            enrol(enrolment, by=signed_in(request), at=Scope.of(request).at)
        for enrolment in formset.deleted_objects:
            enrolment.delete()


@admin.register(Enrolment)
class EnrolmentAdmin(TogetherAdmin):
    """One row for each person and academic year."""

    view_action = "view_people"
    add_action = change_action = delete_action = "manage_people"

    list_display = (
        "person",
        "program",
        "academic_year",
        "position",
        "pgy",
        "faculty_role",
        "fte_percent",
        "visiting_from",
    )
    list_select_related = ("person", "program")
    list_filter = ("program", "academic_year", "position", "pgy", "faculty_role", "call_eligible")
    search_fields = ("person__last_name", "person__first_name", "track")
    autocomplete_fields = fixed_fields = ("person",)

    def save_model(
        self, request: HttpRequest, obj: Enrolment, form: ModelForm[Any], change: bool
    ) -> None:
        enrol(obj, by=signed_in(request), at=Scope.of(request).at)
