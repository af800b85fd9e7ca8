"""Admin pages to look at only, in the look of the grids."""

from __future__ import annotations

from people.admin.record import LookOnlyAdmin
from scheduling.admin.styled import StyledAdmin


class RecordAdmin(LookOnlyAdmin, StyledAdmin):
    """What is published is frozen and what is a draft is checked, so no form writes either."""
