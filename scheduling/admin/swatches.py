"""Colors in the admin: the stylesheet of rotations and activities, swatches, the field to choose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.core.validators import RegexValidator
from django.forms import Media, TextInput
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.html import format_html
from django.utils.safestring import SafeString

from people.admin.scoped import ProgramScopedAdmin
from scheduling.admin.links import address
from scheduling.admin.styled import StyledAdmin
from scheduling.colors import DARK_CARD, HEX, ink_on, is_color, mixed
from scheduling.models import Activity, Rotation
from scheduling.queries.entries import activity_style, rotation_style

if TYPE_CHECKING:
    ColorInput = TextInput
else:
    from unfold.widgets import UnfoldAdminColorInputWidget as ColorInput

KEPT_SECONDS = 60
KEPT_IN_THE_DARK = 0.32
"""How much of a color remains on a dark page; with more, thousands of cells would glare."""


class ColoredAdmin(StyledAdmin):
    """Pages on which codes are shown in their colors, and colors can be chosen."""

    @property
    def media(self) -> Media:
        return super().media + Media(css={"all": [address("colors")]})

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name != "color":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        field = db_field.formfield(widget=ColorInput(attrs={"type": "color"}))
        field.validators.append(RegexValidator(HEX, "A color is written like #ffc000."))
        return field


def swatch(code: str, style: str) -> SafeString:
    return format_html('<span class="swatch {}">{}</span>', style, code)


def colors(owner: ProgramScopedAdmin, request: HttpRequest) -> HttpResponse:
    """One class for each rotation and activity of the user's programs, by day and in the dark."""
    chosen = {
        style(pk): color
        for model, style in ((Rotation, rotation_style), (Activity, activity_style))
        for pk, color in owner.rows_to_refer_to(model, request, "view_calendar").values_list(
            "pk", "color"
        )
    }
    response = HttpResponse("\n".join(rules(chosen)), content_type="text/css")
    patch_cache_control(response, private=True, max_age=KEPT_SECONDS)
    return response


def rules(chosen: Mapping[str, str]) -> Iterator[str]:
    """What is no color gets no class and keeps the neutral look. Unfold marks a dark page itself."""
    for name, color in chosen.items():
        if is_color(color):
            dark = mixed(color, KEPT_IN_THE_DARK, DARK_CARD)
            yield _rule(f".{name}", color)
            yield f"@media screen {{ {_rule(f'.dark .{name}', dark)} }}"


def _rule(selector: str, color: str) -> str:
    return f"{selector} {{ background-color: {color}; color: {ink_on(color)}; }}"
