"""The admin pages of the app."""

from compliance.admin.case import CaseAdmin

__all__ = ["CaseAdmin"]
