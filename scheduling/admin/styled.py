"""Admin pages that use the app's own look besides Unfold's."""

from __future__ import annotations

from django.forms import Media
from django.templatetags.static import static

from people.admin.scoped import ProgramScopedAdmin


class StyledAdmin(ProgramScopedAdmin):
    """Links, swatches and cards need the stylesheet of the grids."""

    @property
    def media(self) -> Media:
        return super().media + Media(css={"all": [static("css/grid.css")]})
