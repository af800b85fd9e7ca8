"""Pages of one's own: the account, the notices, and how one is told."""

from people.views.account import account, issue, language, revoke
from people.views.inbox import acknowledge, inbox, notice, read_all
from people.views.notice_preferences import notice_preferences

__all__ = [
    "account",
    "acknowledge",
    "inbox",
    "issue",
    "language",
    "notice",
    "notice_preferences",
    "read_all",
    "revoke",
]
