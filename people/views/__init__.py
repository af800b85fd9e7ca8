"""Pages of one's own: the account, the notices, and how one is told."""

from people.views.account import account, issue, language, revoke
from people.views.inbox import acknowledge, inbox, notice, read_all
from people.views.notice_preferences import notice_preferences
from people.views.sessions import end_one, end_others, sessions

__all__ = [
    "account",
    "acknowledge",
    "end_one",
    "end_others",
    "inbox",
    "issue",
    "language",
    "notice",
    "notice_preferences",
    "read_all",
    "revoke",
    "sessions",
]
