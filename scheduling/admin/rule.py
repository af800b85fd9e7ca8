"""Admin pages of rule settings: the parameters of each rule as fields of a form."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern

from people.admin.menu import Group, put
from people.admin.scoped import ProgramScopedAdmin, Scope, signed_in
from scheduling.admin import rule_book, rule_effects
from scheduling.admin.links import address
from scheduling.engine.rules import ALL, BY_CODE, Rule
from scheduling.models import RuleSetting
from scheduling.services.rule_settings import begin_setting, require_fit, save_setting

if TYPE_CHECKING:
    from django.forms import CheckboxInput, NumberInput, Select, TextInput

    RuleSettingForm = forms.ModelForm[RuleSetting]
else:
    from unfold.widgets import UnfoldAdminIntegerFieldWidget as NumberInput
    from unfold.widgets import UnfoldAdminSelectWidget as Select
    from unfold.widgets import UnfoldAdminTextInputWidget as TextInput
    from unfold.widgets import UnfoldBooleanSwitchWidget as CheckboxInput

    RuleSettingForm = forms.ModelForm

put(Group.RULES, 20, "Rule settings", "rule", "scheduling_rulesetting_changelist", "view_rules")

PREFIX = "parameter_"
KINDS: dict[type, tuple[type[forms.Field], type[forms.Widget]]] = {
    int: (forms.IntegerField, NumberInput),
    str: (forms.CharField, TextInput),
    bool: (forms.BooleanField, CheckboxInput),
}
FORCES = {
    "must": "An accreditation requirement.",
    "should": "A recommendation of the same source.",
    "local": "The program's own rule.",
    "wish": "Something to strive for; it is never broken.",
}
STATE = ("active", "weight", "effective_from", "effective_until", "note")


class ChooseRuleForm(RuleSettingForm):
    """The first step: which rule, and from when. Its parameters follow on the next page."""

    code = forms.ChoiceField(
        label="Rule",
        choices=[(r.code, r.title) for r in sorted(ALL, key=lambda rule: rule.title)],
        widget=Select,
    )


class SetRuleForm(RuleSettingForm):
    """The second step: rule and packs refuse what they do not take, in their own words."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        rule = BY_CODE[self.instance.code]
        if not self.errors:
            setting = self.instance
            setting.parameters = {p.name: cleaned[PREFIX + p.name] for p in parameters_of(rule)}
            setting.weight, setting.active = cleaned["weight"], cleaned["active"]
            require_fit(setting)
        return cleaned


def parameters_of(rule: type[Rule]) -> Iterator[dataclasses.Field[Any]]:
    """The fields of the rule's dataclass, without the weight, which every rule has."""
    return iter(rule.parameter_fields())


def form_of(setting: RuleSetting, asked: Mapping[str, str]) -> type[SetRuleForm]:
    """A form with a field for each parameter of the setting's rule; an address may fill them in."""
    proposed = {name.removeprefix(PREFIX): value for name, value in asked.items()}
    chosen = setting.parameters | proposed
    fields = {
        PREFIX + p.name: _form_field(p, chosen, BY_CODE[setting.code].meanings.get(p.name, ""))
        for p in parameters_of(BY_CODE[setting.code])
    }
    return type("SetRuleForm", (SetRuleForm,), fields)


def _form_field(
    parameter: dataclasses.Field[Any], chosen: dict[str, Any], meaning: str
) -> forms.Field:
    kind = type(parameter.default)
    field, widget = KINDS[kind]
    return field(
        label=parameter.name.replace("_", " ").capitalize(),
        initial=chosen.get(parameter.name, parameter.default),
        required=kind is not bool,
        help_text=f"{meaning} In the rule book: {parameter.default}.".strip(),
        widget=widget,
    )


def _proposed(request: HttpRequest) -> dict[str, str]:
    """The parameters that a link proposes; nothing is saved before somebody does."""
    return {n: str(value) for n, value in request.GET.items() if n.startswith(PREFIX)}


@admin.register(RuleSetting)
class RuleSettingAdmin(ProgramScopedAdmin):
    """A rule that is not set here holds as it stands in the rule book."""

    view_action = "view_rules"
    add_action = change_action = delete_action = "manage_rules"
    fixed_fields = ("code",)

    list_display = (
        "title",
        "holds",
        "set_to",
        "active",
        "effective_from",
        "effective_until",
        "program",
    )
    list_select_related = ("program",)
    list_filter = ("program", "active")
    search_fields = ("code", "note")

    def get_urls(self) -> list[URLPattern]:
        return [
            *rule_book.urls(self),
            *rule_effects.setting_urls(self),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        setting = context.get("original")
        if setting and self.has_change_permission(request, setting):
            context["effect_address"] = address("rulesetting_effect", setting.pk)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), "title", "text", "source", "force")

    def get_fieldsets(self, request: HttpRequest, obj: RuleSetting | None = None) -> Any:
        if obj is None:
            return ((None, {"fields": ("program", "code", "effective_from")}),)
        names = [PREFIX + p.name for p in parameters_of(BY_CODE[obj.code])]
        return (
            (None, {"fields": ("program", "title", "text", "source", "force")}),
            *([("Parameters", {"fields": names})] if names else []),
            ("In force", {"fields": STATE}),
        )

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = form_of(obj, _proposed(request)) if obj else ChooseRuleForm
        shown = {"program", "code", "effective_from"} if obj is None else set(STATE)
        return super().get_form(
            request, obj, change, **(kwargs | {"form": form, "fields": sorted(shown)})
        )

    def save_model(self, request: HttpRequest, obj: RuleSetting, form: Any, change: bool) -> None:
        verb = save_setting if change else begin_setting
        verb(obj, by=signed_in(request), at=Scope.of(request).at)

    def response_add(
        self, request: HttpRequest, obj: RuleSetting, post_url_continue: str | None = None
    ) -> HttpResponse:
        proposed = urlencode(_proposed(request))
        page = address("rulesetting_change", obj.pk)
        return HttpResponseRedirect(f"{page}?{proposed}" if proposed else page)

    @admin.display(description="rule", ordering="code")
    def title(self, setting: RuleSetting) -> str:
        return BY_CODE[setting.code].title

    @admin.display(description="text")
    def text(self, setting: RuleSetting) -> str:
        return BY_CODE[setting.code].text

    @admin.display(description="source")
    def source(self, setting: RuleSetting) -> str:
        return BY_CODE[setting.code].source

    @admin.display(description="force")
    def force(self, setting: RuleSetting) -> str:
        return FORCES[BY_CODE[setting.code].force]

    @admin.display(description="holds", ordering="weight")
    def holds(self, setting: RuleSetting) -> str:
        return "must hold" if setting.weight is None else f"costs {setting.weight} a unit"

    @admin.display(description="set to")
    def set_to(self, setting: RuleSetting) -> str:
        return ", ".join(
            f"{name.replace('_', ' ')} {value}" for name, value in setting.parameters.items()
        )
