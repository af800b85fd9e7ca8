"""The most of something that a person does in a block, or in a day."""

from dataclasses import dataclass
from typing import ClassVar

from scheduling.engine.rules.quota import QuotaRule


@dataclass(frozen=True, kw_only=True)
class BlockShare(QuotaRule):
    """Beside the weekly shares, which may be exceeded at a price."""

    code: ClassVar[str] = "block-share"
    title: ClassVar[str] = "Shares of a block"
    text: ClassVar[str] = (
        "Nobody has more half-days of clinic in a block than was agreed, nor both halves of a day "
        "on something for which different people are asked."
    )
