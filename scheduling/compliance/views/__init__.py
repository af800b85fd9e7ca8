"""Pages of hours for those who work them."""

from scheduling.compliance.views.confirming import confirm, take_back_day
from scheduling.compliance.views.hours import hours
from scheduling.compliance.views.logging import interruption, log, withdraw

__all__ = ["confirm", "hours", "interruption", "log", "take_back_day", "withdraw"]
