"""Admin pages that show and change only what belongs to the signed-in user's programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import get_fields_from_path, unquote
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.forms import ModelChoiceField, ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from people.admin.deleting import deletion_told
from people.models import Program, User
from people.permissions import ACTIONS, acting_roles
from people.queries.history import records_of, told

if TYPE_CHECKING:
    # Unfold ships no types; its classes are Django's with other templates.
    BaseAdmin = BaseModelAdmin[Any]
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
else:
    from unfold.admin import ModelAdmin, TabularInline

    BaseAdmin = object

SHOWN = 200
"""Of the history of a row, the latest."""


class Scope:
    """The programs in which the user of one request may do what; roles are read once."""

    def __init__(self, user: User | AnonymousUser, at: datetime) -> None:
        self.user = user
        self.at = at

    @classmethod
    def of(cls, request: HttpRequest) -> Scope:
        scope: Scope | None = getattr(request, "program_scope", None)
        if scope is None:
            scope = cls(request.user, timezone.now())
            request.program_scope = scope  # type: ignore[attr-defined]
        return scope

    @property
    def is_unlimited(self) -> bool:
        return self.user.is_active and self.user.is_superuser

    @cached_property
    def _acting(self) -> dict[int, set[str]]:
        user = self.user
        return acting_roles(user, self.at) if isinstance(user, User) and user.is_active else {}

    @cached_property
    def has_several_programs(self) -> bool:
        """Whether rows of more than one program may come together."""
        if self.is_unlimited:
            return Program.objects.count() > 1
        return len(self._acting) > 1

    def roles_in(self, program: Program) -> frozenset[str]:
        """The user's kinds of role in the program."""
        return frozenset(self._acting.get(program.pk, ()))

    def programs(self, *actions: str | None) -> frozenset[int]:
        """The programs in which a role allows one of the actions; None is nobody's action."""
        roles = frozenset[str]().union(*(ACTIONS[action].roles for action in actions if action))
        return frozenset(key for key, kinds in self._acting.items() if roles & kinds)


def signed_in(request: HttpRequest) -> User:
    """The account behind the request; the admin site lets no other in."""
    if not isinstance(request.user, User):
        raise PermissionDenied("Sign in first.")
    return request.user


class ScopedRelatedFilter(admin.RelatedFieldListFilter):
    """Offers only the related rows that the user may see."""

    def field_choices(
        self, field: models.Field[Any, Any], request: HttpRequest, model_admin: Any
    ) -> Any:
        rows = model_admin.rows_to_refer_to(field.related_model, request, model_admin.view_action)
        return [(row.pk, str(row)) for row in rows]


class ProgramScoped(BaseAdmin):
    """What pages and inlines share: which rows, by which action, in which programs.

    An action of None is the superusers' alone, so a class that names none is closed.
    """

    view_action: str | None = None
    add_action: str | None = None
    change_action: str | None = None
    delete_action: str | None = None
    # How a row leads to its program: "program", or "version__schedule__program"; None where
    # no such way is, and then `limit` says which rows are whose or there are none.
    program_lookup: str | None = "program"

    def limit(self, rows: models.QuerySet[Any], programs: Iterable[int]) -> models.QuerySet[Any]:
        """The rows of these programs; a class whose rows belong to several says how."""
        if self.program_lookup is None:
            return rows.none()
        return rows.filter(**{f"{self.program_lookup}__in": programs})

    def limit_for(
        self, request: HttpRequest, rows: models.QuerySet[Any], *actions: str | None
    ) -> models.QuerySet[Any]:
        scope = Scope.of(request)
        return rows if scope.is_unlimited else self.limit(rows, scope.programs(*actions))

    def may(self, request: HttpRequest, action: str | None, obj: Any = None) -> bool:
        """Anywhere at all, or to this row (or the row with this key)."""
        scope = Scope.of(request)
        if scope.is_unlimited:
            return True
        if obj is None:
            return bool(scope.programs(action))
        row = self.model._default_manager.filter(pk=getattr(obj, "pk", obj))
        return self.limit(row, scope.programs(action)).exists()

    def rows_to_refer_to(
        self, model: type[models.Model], request: HttpRequest, *actions: str | None
    ) -> models.QuerySet[Any]:
        """The rows a choice may offer."""
        return self.limited(model._default_manager.all(), request, *actions)

    def limited(
        self, rows: models.QuerySet[Any], request: HttpRequest, *actions: str | None
    ) -> models.QuerySet[Any]:
        """Rows of whatever table: limited as on the model's own pages, or none."""
        owner: object = self.admin_site._registry.get(rows.model)
        if Scope.of(request).is_unlimited:
            return rows
        if isinstance(owner, ProgramScoped):
            return owner.limit_for(request, rows, *actions)
        return rows.none()

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        choices = self._choices_of(db_field, request)
        kwargs.setdefault("queryset", choices)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field and db_field.remote_field.model is Program:
            _choose_the_only_one(field, choices)
        return field

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> ModelMultipleChoiceField[Any] | None:
        kwargs.setdefault("queryset", self._choices_of(db_field, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _choices_of(self, db_field: Any, request: HttpRequest) -> models.QuerySet[Any]:
        model = db_field.remote_field.model
        return self.rows_to_refer_to(model, request, self.add_action, self.change_action)


def _choose_the_only_one(field: ModelChoiceField[Any], programs: models.QuerySet[Program]) -> None:
    only = list(programs[:2])
    if len(only) == 1:
        field.initial = only[0]
        field.empty_label = None


class ProgramScopedInline(ProgramScoped, TabularInline):
    """Rows of a parent that may also have rows in programs the user knows nothing of."""

    extra = 0

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """A cell is named as the heading of its column, for those who do not see the heading."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs.setdefault("aria-label", capfirst(field.label or db_field.name))
        return field

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """A formset is editable as a whole, so those who change some see only those."""
        action = self.change_action if self.has_change_permission(request) else self.view_action
        return self.limit_for(request, super().get_queryset(request), action)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, self.view_action)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, self.add_action)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, self.change_action)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, self.delete_action)


class ProgramScopedAdmin(ProgramScoped, ModelAdmin):
    """Lists, pages, choices, filters and actions limited by the table of permissions."""

    object_history_template = "admin/people/row_history.html"
    delete_confirmation_template = "admin/people/delete.html"
    delete_selected_confirmation_template = "admin/people/delete_chosen.html"
    # What to do with a row that cannot be deleted, in a sentence.
    instead = "Change these first so that they no longer refer to it. What was published keeps it for good."
    # What a row keeps for life, besides its program.
    fixed_fields: tuple[str, ...] = ()

    @admin.display(description=getattr(ModelAdmin.action_checkbox, "short_description", ""))
    def action_checkbox(self, obj: models.Model) -> SafeString:
        """As it always is, but drawn once and not by a template for each row."""
        return format_html(self._box, obj.pk)

    @cached_property
    def _box(self) -> str:
        drawn = super().action_checkbox(self.model(pk=0))
        return drawn.replace('value="0"', 'value="{}"')

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return self.limit_for(request, super().get_queryset(request), self.view_action)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.may(request, self.view_action)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, self.view_action, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may(request, self.add_action)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, self.change_action, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, self.delete_action, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A row that exists never moves to another program."""
        readonly = tuple(super().get_readonly_fields(request, obj))
        if obj is None:
            return readonly
        root = (self.program_lookup or "pk").partition("__")[0]
        return (*readonly, *(() if root == "pk" else (root,)), *self.fixed_fields)

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return columns_for(request, super().get_list_display(request))

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        filters = list(super().get_list_filter(request))
        if not Scope.of(request).has_several_programs:
            filters = [item for item in filters if item != self.program_lookup]
        return [self._scope_filter(item) for item in filters]

    def _scope_filter(self, item: Any) -> Any:
        if not isinstance(item, str):
            return item
        is_relation = get_fields_from_path(self.model, item)[-1].is_relation
        return (item, ScopedRelatedFilter) if is_relation else item

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only the offered filters: any other lookup could guess at a hidden field."""
        offered = [self.date_hierarchy, *map(_filter_path, self.get_list_filter(request))]
        return super().lookup_allowed(lookup, value, request) and any(
            lookup == path or lookup.startswith(f"{path}__") for path in offered if path
        )

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A service that refuses while saving is heard on the page it was asked from."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def get_deleted_objects(
        self, objs: Sequence[Any] | models.QuerySet[Any], request: HttpRequest
    ) -> Any:
        """Counted, where Django would read every row that hangs on them."""
        return deletion_told(self, objs, request)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What was done to the row, in sentences; whoever may see it may read that."""
        row = self.get_object(request, unquote(object_id))
        records = list(records_of(row)[:SHOWN]) if row is not None else []
        context = {"told": told(records, to=request.user, at=Scope.of(request).at), "shown": SHOWN}
        return super().history_view(request, object_id, context | (extra_context or {}))

    def do_to_each(
        self, request: HttpRequest, rows: Iterable[Any], verb: Callable[..., object], *, done: str
    ) -> None:
        """Call a service for each row; a refusal is a message and does not stop the others."""
        by, at = signed_in(request), Scope.of(request).at
        for row in rows:
            try:
                verb(row, by=by, at=at)
            except ValidationError as refusal:
                self.message_user(request, f"{row}: {' '.join(refusal.messages)}", messages.ERROR)
            except PermissionDenied as refusal:
                self.message_user(request, f"{row}: {refusal}", messages.ERROR)
            else:
                self.message_user(request, f"{row}: {done}.", messages.SUCCESS)


def columns_for(request: HttpRequest, columns: Iterable[Any]) -> list[Any]:
    """Where there is one program, its name in each row says nothing. The first leads to the row."""
    first, *others = columns
    if Scope.of(request).has_several_programs:
        return [first, *others]
    return [first, *(column for column in others if column != "program")]


def _filter_path(item: Any) -> str | None:
    if isinstance(item, tuple):
        return str(item[0])
    if isinstance(item, str):
        return item
    name: str | None = getattr(item, "parameter_name", None)
    return name
