"""Who may do what: one table of actions and roles, and the questions asked of it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from people.models import Person, Program, Role, User
from people.spoken import spoken
from people.wording import said

Kind = Role.Kind

_ADMIN = frozenset({Kind.ADMIN})
_LEADERS = _ADMIN | {Kind.DIRECTOR}
_OFFICE = _LEADERS | {Kind.COORDINATOR}
_PLANNERS = _OFFICE | {Kind.CHIEF}
_EVERYONE = _PLANNERS | {Kind.FACULTY, Kind.RESIDENT}


@dataclass(frozen=True)
class Action:
    """What it is called in a refusal, and the roles that may do it."""

    words: str
    roles: frozenset[Kind]
    own: bool = False


ACTIONS: dict[str, Action] = {
    # The schedule
    "view_published_schedule": Action("see the published schedule", _EVERYONE),
    "view_own_schedule": Action("see this person's own schedule", _EVERYONE, own=True),
    "view_own_hours": Action("see this person's own hours", _EVERYONE, own=True),
    "log_own_hours": Action("log this person's own hours", _EVERYONE, own=True),
    "log_hours": Action("log everybody's hours", _OFFICE),
    "view_hours": Action("see everybody's hours", _PLANNERS),
    "view_draft": Action("see drafts of the schedule", _PLANNERS),
    "edit_schedule": Action("edit the schedule", _PLANNERS),
    "amend_schedule": Action("change the published schedule", _PLANNERS),
    "generate_schedule": Action("generate a schedule", _PLANNERS),
    "publish_schedule": Action("publish a schedule", _OFFICE),
    "export_schedule": Action("export the schedule", _PLANNERS),
    "view_equity": Action("see how duties are shared out by person", _PLANNERS),
    "view_progress": Action("see how far everybody's training is", _PLANNERS),
    "view_violations": Action("see the violations of rules", _PLANNERS),
    "permit_moonlighting": Action("permit moonlighting", _LEADERS),
    "export_evidence": Action("make a pack of evidence for a site visit", _OFFICE),
    "settle_findings": Action("deal with findings about hours", _OFFICE),
    "override_rule": Action("waive a rule or override a refusal", _LEADERS),
    "view_preferences": Action("see everybody's preferences", _PLANNERS),
    "ask_preferences": Action("ask people for their preferences", _PLANNERS),
    "state_own_preference": Action("state this person's own preferences", _EVERYONE, own=True),
    # Setting up
    "view_rules": Action("see the rules", _EVERYONE),
    "manage_rules": Action("change the rules", _OFFICE),
    "view_calendar": Action("see the calendar and the rotations", _EVERYONE),
    "manage_calendar": Action("change the calendar and the rotations", _OFFICE),
    "turn_year": Action("begin a new academic year", _OFFICE),
    "import_program": Action("import a program", _OFFICE),
    "manage_program": Action("change the policies of the program", _LEADERS),
    # People
    "view_people": Action("see the people", _PLANNERS),
    "manage_people": Action("change the people and their enrolments", _OFFICE),
    "view_credentials": Action("see the credentials", _PLANNERS),
    "manage_credentials": Action("change the credentials", _OFFICE),
    "view_roles": Action("see who has which role", _OFFICE),
    "manage_roles": Action("grant and end roles", _OFFICE),
    "view_contacts": Action("see how to reach who is on call", _EVERYONE),
    # Absences
    "view_absences": Action("see the absences", _PLANNERS),
    "view_absence_reason": Action("see why somebody is away", _OFFICE),
    "decide_absence": Action("approve, deny or enter absences", _OFFICE),
    "record_sick_call": Action("record that somebody called in sick", _PLANNERS),
    "manage_leave": Action("change how much leave there is", _OFFICE),
    "view_own_absence": Action("see this person's own absences", _EVERYONE, own=True),
    "request_own_absence": Action("ask for this person's own absences", _EVERYONE, own=True),
    # Swaps
    "view_swaps": Action("see the swaps", _PLANNERS),
    "offer_own_swap": Action("trade this person's own assignments", _EVERYONE, own=True),
    "arrange_swaps": Action("arrange swaps for others", _PLANNERS),
    "decide_swap": Action("approve or decline swaps", _OFFICE),
    "manage_swap_policy": Action("change what may be traded", _OFFICE),
    # Strain, documents, records
    "view_resilience": Action("see how much strain the schedule can take", _PLANNERS),
    "manage_resilience": Action("change what raises an alert", _OFFICE),
    "ask_documents": Action("ask the policy documents", _EVERYONE),
    "manage_documents": Action("change the policy documents", _OFFICE),
    "view_notices": Action("see who was told of what", _OFFICE),
    "manage_webhooks": Action("set up webhooks", _LEADERS),
    "view_audit": Action("see who changed what", _LEADERS),
    "view_health": Action("see the health of the installation", _LEADERS),
}

# A role is granted by those above it, so that nobody can raise themselves.
GRANTED_BY: dict[Kind, frozenset[Kind]] = {
    Kind.ADMIN: _ADMIN,
    Kind.DIRECTOR: _ADMIN,
    Kind.COORDINATOR: _LEADERS,
    Kind.CHIEF: _OFFICE,
    Kind.FACULTY: _OFFICE,
    Kind.RESIDENT: _OFFICE,
}

# The roles whose work is done in the admin site.
ENTERS_ADMIN = _PLANNERS


def may(
    user: User | AnonymousUser,
    action: str,
    program: Program,
    *,
    at: datetime,
    on: date | None = None,
    person: Person | None = None,
) -> bool:
    """Whether a role of the user allows the action on the day, by default the program's today.

    What is somebody's own needs the `person` whose it is; an unknown action is a `KeyError`.
    """
    rule = ACTIONS[action]
    if not isinstance(user, User) or not user.is_active:
        return False
    if user.is_superuser:
        return True
    if rule.own and not owns(user, person):
        return False
    return _holds_one_of(user, rule.roles, program, on or program.today(at))


def require(
    user: User | AnonymousUser,
    action: str,
    program: Program,
    *,
    at: datetime,
    on: date | None = None,
    person: Person | None = None,
) -> None:
    """Raise `PermissionDenied` with a sentence unless the user may."""
    if not may(user, action, program, at=at, on=on, person=person):
        words = said(ACTIONS[action].words)
        refusal = said("You may not {do} in {program}.", do=words, program=program)
        raise PermissionDenied(spoken(refusal))


def owns(user: User, person: Person | None) -> bool:
    return person is not None and person.user_id == user.pk


def acting_roles(user: User, at: datetime) -> dict[int, set[str]]:
    """The kinds of role that act today, by the program's key and each program's own day."""
    acting: dict[int, set[str]] = {}
    # Each page asks this: no more than is needed, and in no order.
    held = Role.objects.filter(user=user).select_related("program").order_by()
    for role in held.only("program", "kind", "starts_on", "ends_on", "program__time_zone"):
        if role.acts_on(role.program.today(at)):
            acting.setdefault(role.program_id, set()).add(role.kind)
    return acting


def programs_for(user: User | AnonymousUser, action: str, at: datetime) -> QuerySet[Program]:
    """The programs in which a role allows the action today."""
    allowing = ACTIONS[action].roles
    if not isinstance(user, User) or not user.is_active:
        return Program.objects.none()
    if user.is_superuser:
        return Program.objects.all()
    acting = acting_roles(user, at).items()
    return Program.objects.filter(pk__in=[key for key, kinds in acting if allowing & kinds])


def accounts_that_may(action: str, program: Program, *, at: datetime) -> QuerySet[User]:
    """Whom to tell of what waits for them: the accounts whose role allows the action today.

    Where nobody has such a role, these are the superusers.
    """
    roles = Role.objects.active(program.today(at)).filter(
        program=program, kind__in=ACTIONS[action].roles
    )
    active = User.objects.filter(is_active=True)
    found = active.filter(pk__in=roles.values("user"))
    return found if found.exists() else active.filter(is_superuser=True)


def reaches(user: User | AnonymousUser, action: str, person: Person, *, at: datetime) -> bool:
    """Whether the person belongs to a program in which the user may do the action."""
    if isinstance(user, User) and user.is_active and user.is_superuser:
        return True
    programs = programs_for(user, action, at)
    return Person.objects.in_programs(programs).filter(pk=person.pk).exists()


def may_grant(user: User, kind: str, program: Program, *, at: datetime) -> bool:
    """Whether the user stands high enough to grant or end this kind of role."""
    if user.is_superuser:
        return user.is_active
    return user.is_active and _holds_one_of(
        user, GRANTED_BY[Kind(kind)], program, program.today(at)
    )


def _holds_one_of(user: User, kinds: frozenset[Kind], program: Program, day: date) -> bool:
    return Role.objects.active(day).filter(user=user, program=program, kind__in=kinds).exists()
