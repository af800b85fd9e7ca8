"""The order in which a program's goals are served."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError

from people.models import Program, User
from people.permissions import require
from scheduling.engine.rules import Tier
from scheduling.models import TierOrder

USUAL = tuple(TierOrder.Tier(tier.name.lower()) for tier in Tier)
"""As long as nobody has said otherwise."""


def tier_order(program: Program) -> tuple[TierOrder.Tier, ...]:
    """The tiers of the program, the most important first."""
    row = TierOrder.objects.filter(program=program).first()
    return USUAL if row is None else tuple(TierOrder.Tier(name) for name in row.order)


def engine_order(names: Sequence[str]) -> tuple[Tier, ...]:
    """The same as the engine names them."""
    return tuple(Tier[name.upper()] for name in names)


def set_tier_order(
    program: Program, names: Sequence[str], *, by: User, at: datetime
) -> tuple[TierOrder.Tier, ...]:
    """Serve the tiers in this order from the next solve on; each is named once."""
    require(by, "generate_schedule", program, at=at)
    if sorted(names) != sorted(USUAL):
        raise ValidationError(
            f"Name each of these once: {', '.join(USUAL)}.", code="each-tier-once"
        )
    TierOrder.objects.update_or_create(
        program=program, defaults={"order": list(names), "changed_by": by, "changed_at": at}
    )
    return tier_order(program)


def raise_tier(program: Program, name: str, *, by: User, at: datetime) -> None:
    """Serve a tier before the one that it came after."""
    names = list(tier_order(program))
    if name not in names:
        raise ValidationError(f"There is no tier {name}.", code="no-such-tier")
    place = names.index(TierOrder.Tier(name))
    names.insert(max(0, place - 1), names.pop(place))
    set_tier_order(program, names, by=by, at=at)
