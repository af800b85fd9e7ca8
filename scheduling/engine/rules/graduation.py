"""What must be done this year, so that everything is done by the end of training."""

from dataclasses import dataclass
from typing import ClassVar

from scheduling.engine.rules.quota import QuotaRule


@dataclass(frozen=True, kw_only=True)
class Graduation(QuotaRule):
    """The total asked for, less what was done before, less what later years leave room for."""

    code: ClassVar[str] = "graduation"
    title: ClassVar[str] = "Requirements of graduation"
    text: ClassVar[str] = (
        "Each resident does this year at least what is left of a requirement of the whole of "
        "training, once what was done before and the most that later years allow are taken off."
    )
