"""The stored side of compliance: what people confirmed, and what was done about findings."""

from scheduling.compliance.models.case import Case, CaseStep
from scheduling.compliance.models.confirmed_day import ConfirmedDay
from scheduling.compliance.models.pack import EvidencePack

__all__ = ["Case", "CaseStep", "ConfirmedDay", "EvidencePack"]
