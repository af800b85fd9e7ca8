"""The admin pages of the app."""

from swaps.admin.offer import FavorAdmin, SwapOfferAdmin
from swaps.admin.policy import SwapPolicyAdmin
from swaps.admin.trade import TradeAdmin

__all__ = ["FavorAdmin", "SwapOfferAdmin", "SwapPolicyAdmin", "TradeAdmin"]
