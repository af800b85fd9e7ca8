"""The stored side of compliance: what people confirmed, and what was done about findings."""

from compliance.models.case import Case, CaseStep
from compliance.models.confirmed_day import ConfirmedDay
from compliance.models.pack import EvidencePack

__all__ = ["Case", "CaseStep", "ConfirmedDay", "EvidencePack"]
