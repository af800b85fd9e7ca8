"""Everybody has a rotation all year."""

from dataclasses import dataclass
from typing import ClassVar

from people.wording import counted, said
from scheduling.engine.rules.base import Broken
from scheduling.engine.rules.quota import QuotaRule


@dataclass(frozen=True, kw_only=True)
class Placement(QuotaRule):
    """One rotation in every half of every block."""

    code: ClassVar[str] = "placement"
    title: ClassVar[str] = "A rotation for everybody"
    text: ClassVar[str] = "Every resident has exactly one rotation in every half of every block."

    def says(self, broken: Broken) -> str:
        words = {"name": broken.name, "label": broken.label}
        if not broken.total:
            return said("{name} has no rotation in {label}.", **words)
        return counted(
            "{name} has {count} rotation in {label}.",
            "{name} has {count} rotations in {label}.",
            broken.total,
            **words,
        )
