"""The admin pages of the app."""

from scheduling.compliance.admin.case import CaseAdmin
from scheduling.compliance.admin.pack import EvidencePackAdmin

__all__ = ["CaseAdmin", "EvidencePackAdmin"]
