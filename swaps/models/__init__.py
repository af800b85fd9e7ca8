"""Offers of duties, the trades that come of them, and what people owe each other."""

from swaps.models.favor import Favor
from swaps.models.obligation import Obligation
from swaps.models.offer import SwapOffer
from swaps.models.policy import SwapPolicy
from swaps.models.search import Search
from swaps.models.trade import Consent, Leg, Trade
from swaps.models.trip import TripPlan

__all__ = [
    "Consent",
    "Favor",
    "Leg",
    "Obligation",
    "Search",
    "SwapOffer",
    "SwapPolicy",
    "Trade",
    "TripPlan",
]
