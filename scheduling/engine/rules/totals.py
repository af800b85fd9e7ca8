"""How much of some duties somebody does in all: minutes of work, nights, shifts of one kind."""

from dataclasses import dataclass
from typing import ClassVar

from scheduling.engine.rules.quota import QuotaRule


@dataclass(frozen=True, kw_only=True)
class Totals(QuotaRule):
    """Sums over the whole of what is scheduled, between the least and the most agreed."""

    code: ClassVar[str] = "totals"
    title: ClassVar[str] = "Totals"
    text: ClassVar[str] = (
        "Over all that is scheduled at once a person has at least, and at most, what was agreed: "
        "minutes of work by contract, duties of one kind."
    )
