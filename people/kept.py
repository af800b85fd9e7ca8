"""The tables of this app that have a history."""

from people.history import keep
from people.models import (
    Absence,
    Credential,
    CredentialKind,
    Enrolment,
    LeaveAllotment,
    NoticePreferences,
    Person,
    Program,
    Role,
    Token,
    User,
    Webhook,
)

keep(Program, program="pk")
keep(Credential, CredentialKind, Enrolment, LeaveAllotment, Role)
# One person may belong to several programs.
keep(Person, program="")
keep(NoticePreferences, program="")
keep(User, program="", secret=("password",), ignored=("last_login",))
keep(Token, program="", secret=("digest",), ignored=("last_used_at",))
keep(Webhook, secret=("nonce", "former_nonce"))
keep(Absence, private=("kind", "reason", "decision_note", "of_six_weeks", "pay_percent"))
