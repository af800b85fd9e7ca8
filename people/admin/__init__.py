"""The admin pages of the app, one file per group of tables."""

from people.admin.absence import AbsenceAdmin
from people.admin.account import RoleAdmin, TokenAdmin, UserAdmin
from people.admin.credential import CredentialAdmin, CredentialKindAdmin
from people.admin.history import RecordAdmin
from people.admin.lists import draw_heads_once
from people.admin.notice import NoticeAdmin
from people.admin.person import EnrolmentAdmin, PersonAdmin
from people.admin.program import ProgramAdmin
from people.admin.webhook import WebhookAdmin, WebhookCallAdmin

draw_heads_once()

__all__ = [
    "AbsenceAdmin",
    "CredentialAdmin",
    "CredentialKindAdmin",
    "EnrolmentAdmin",
    "NoticeAdmin",
    "PersonAdmin",
    "ProgramAdmin",
    "RecordAdmin",
    "RoleAdmin",
    "TokenAdmin",
    "UserAdmin",
    "WebhookAdmin",
    "WebhookCallAdmin",
]
