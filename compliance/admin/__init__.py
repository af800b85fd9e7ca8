"""The admin pages of the app."""

from compliance.admin.case import CaseAdmin
from compliance.admin.pack import EvidencePackAdmin

__all__ = ["CaseAdmin", "EvidencePackAdmin"]
