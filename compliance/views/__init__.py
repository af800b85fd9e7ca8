"""Pages of hours for those who work them."""

from compliance.views.confirming import confirm, take_back_day
from compliance.views.hours import hours
from compliance.views.logging import interruption, log, withdraw

__all__ = ["confirm", "hours", "interruption", "log", "take_back_day", "withdraw"]
