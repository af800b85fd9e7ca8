"""Lists of numbers or words in one column, written in a form with commas between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField

from people.admin.scoped import ProgramScopedAdmin

if TYPE_CHECKING:
    from django.forms import TextInput
else:
    from unfold.widgets import UnfoldAdminTextInputWidget as TextInput

LABELS = {"pgys": "PGYs"}


class ArraysAdmin(ProgramScopedAdmin):
    """A line for a short list, not the text area that Unfold gives it."""

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if isinstance(db_field, ArrayField):
            named: dict[str, Any] = (
                {"label": LABELS[db_field.name]} if db_field.name in LABELS else {}
            )
            return db_field.formfield(widget=TextInput(), **named)
        return super().formfield_for_dbfield(db_field, request, **kwargs)
