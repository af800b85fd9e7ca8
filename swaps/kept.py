"""The tables of this app that have a history."""

from people.history import keep
from swaps.models import Consent, Favor, Leg, Obligation, SwapOffer, SwapPolicy, Trade

DUTY = ("rotation", "activity", "call_type")
"""What a duty is called by."""

keep(SwapPolicy, Favor)
keep(Obligation, named_by=DUTY)
# What a worker found or looked at is an answer, and it looks again and again.
keep(
    SwapOffer,
    ignored=(
        *("search_status", "search_asked_at", "search_ended_at", "search_message"),
        *("matches", "cannot"),
    ),
    named_by=("obligation__person", *(f"obligation__{each}" for each in DUTY)),
)
keep(Trade, ignored=("looked_at", "look"))
keep(Leg, program="trade__program", named_by=tuple(f"obligation__{each}" for each in DUTY))
keep(Consent, program="trade__program")
