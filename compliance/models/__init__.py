"""The stored side of compliance: what people confirmed, and what was done about findings."""

from compliance.models.case import Case, CaseStep
from compliance.models.confirmed_day import ConfirmedDay

__all__ = ["Case", "CaseStep", "ConfirmedDay"]
