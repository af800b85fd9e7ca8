"""Pages of the schedule for those who work by it."""

from scheduling.views.calendars import (
    calendars,
    make_calendar,
    revoke_calendar,
    rotate_calendar,
)
from scheduling.views.colors import colors
from scheduling.views.cover import cover, search_cover, sick_call, undo, use
from scheduling.views.leave import leave, take_back
from scheduling.views.my_schedule import home, my_block, my_day, my_week, my_year
from scheduling.views.news import see_news
from scheduling.views.numbers import my_numbers_page
from scheduling.views.on_call import on_call, on_call_of_program
from scheduling.views.preferences import preferences, preferences_round, wish_why
from scheduling.views.rules import rules, rules_of_program
from scheduling.views.why import why

__all__ = [
    "calendars",
    "colors",
    "cover",
    "home",
    "leave",
    "make_calendar",
    "my_block",
    "my_day",
    "my_numbers_page",
    "my_week",
    "my_year",
    "on_call",
    "on_call_of_program",
    "preferences",
    "preferences_round",
    "revoke_calendar",
    "rotate_calendar",
    "rules",
    "rules_of_program",
    "search_cover",
    "see_news",
    "sick_call",
    "take_back",
    "undo",
    "use",
    "why",
    "wish_why",
]
