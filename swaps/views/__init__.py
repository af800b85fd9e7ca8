"""Pages of swaps: for a telephone, without JavaScript if need be."""

from swaps.views.board import board, favors, forgive_favor, history
from swaps.views.offering import new_offer, offer, propose, take, withdraw
from swaps.views.planning import plan, plan_days, plan_weekends
from swaps.views.trading import answer, trade, undo, withdraw_proposal

__all__ = [
    "answer",
    "board",
    "favors",
    "forgive_favor",
    "history",
    "new_offer",
    "offer",
    "plan",
    "plan_days",
    "plan_weekends",
    "propose",
    "take",
    "trade",
    "undo",
    "withdraw",
    "withdraw_proposal",
]
