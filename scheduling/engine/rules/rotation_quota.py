"""The curriculum: how much of each rotation a resident does in the year."""

from dataclasses import dataclass
from typing import ClassVar

from people.wording import said
from scheduling.engine.rules.base import Broken
from scheduling.engine.rules.quota import QuotaRule


@dataclass(frozen=True, kw_only=True)
class RotationQuota(QuotaRule):
    """Half-blocks of a rotation, between the least and the most the curriculum names."""

    code: ClassVar[str] = "rotation-quota"
    title: ClassVar[str] = "Curriculum"
    text: ClassVar[str] = (
        "Each resident does at least as much, and at most as much, of each rotation as the "
        "curriculum of the PGY and track says."
    )

    def says(self, broken: Broken) -> str:
        done = said(
            "{name} does {number:g} blocks of {label}",
            name=broken.name,
            number=broken.total / 2,
            label=broken.label,
        )
        if broken.low is not None and broken.total < broken.low:
            return said(
                "{done}; the curriculum asks for at least {number:g}.",
                done=done,
                number=broken.low / 2,
            )
        return said(
            "{done}; the curriculum allows {number:g}.", done=done, number=(broken.high or 0) / 2
        )
