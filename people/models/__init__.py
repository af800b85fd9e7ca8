"""The tables of the app, one file per thing."""

from people.models.absence import SLOTS, Absence, AbsenceQuerySet, Slot
from people.models.credential import Credential, CredentialKind, CredentialQuerySet
from people.models.delivery import Delivery, DeliveryQuerySet
from people.models.enrolment import Enrolment, EnrolmentQuerySet, academic_year_of
from people.models.history import Record, Seal
from people.models.joint_change import JointChange
from people.models.leave_allotment import AllotmentQuerySet, LeaveAllotment, year_days
from people.models.notice import Notice, NoticeQuerySet
from people.models.notice_preferences import NoticePreferences
from people.models.person import Person, PersonQuerySet
from people.models.program import Program
from people.models.role import Role, RoleQuerySet
from people.models.token import Token
from people.models.user import User, UserManager
from people.models.webhook import CallQuerySet, Webhook, WebhookCall

__all__ = [
    "SLOTS",
    "Absence",
    "AbsenceQuerySet",
    "AllotmentQuerySet",
    "CallQuerySet",
    "Credential",
    "CredentialKind",
    "CredentialQuerySet",
    "Delivery",
    "DeliveryQuerySet",
    "Enrolment",
    "EnrolmentQuerySet",
    "JointChange",
    "LeaveAllotment",
    "Notice",
    "NoticePreferences",
    "NoticeQuerySet",
    "Person",
    "PersonQuerySet",
    "Program",
    "Record",
    "Role",
    "RoleQuerySet",
    "Seal",
    "Slot",
    "Token",
    "User",
    "UserManager",
    "Webhook",
    "WebhookCall",
    "academic_year_of",
    "year_days",
]
