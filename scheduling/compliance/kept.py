"""The tables of compliance that have a history."""

from people.history import keep
from scheduling.compliance.models import Case, CaseStep, ConfirmedDay, EvidencePack

keep(Case, ConfirmedDay)
keep(CaseStep, program="case__program")
# The archive has a hash of its own; how far it has come is no news.
keep(EvidencePack, ignored=("file", "manifest", "done", "parts", "heartbeat_at"))
