"""Dealing with findings: what came of each, why, and what is done about it."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import Person, Program, User
from people.permissions import require
from people.services.saving import save_checked
from scheduling.compliance.models import Case, CaseStep
from scheduling.compliance.queries.cases import key_of
from scheduling.compliance.services.ledgers import find_own_ledger
from scheduling.engine.readings import Breach

State = Case.State


@transaction.atomic
def open_case(
    person: Person,
    *,
    program: Program,
    rule: str,
    first_day: date,
    last_day: date,
    label: str = "",
    state: str = State.OPEN,
    reason: str,
    action: str = "",
    by: User,
    at: datetime,
) -> Case:
    """Make a case of a finding that is there, with the first thing to say of it."""
    require(by, "settle_findings", program, at=at)
    breach = _found(person, program, rule, first_day, last_day, label, by=by, at=at)
    case = Case(
        program=program,
        person=person,
        rule=rule,
        first_day=first_day,
        last_day=last_day,
        label=label,
        force=breach.broken.rule.force.value,
        cited=breach.broken.cited,
        message=breach.broken.message,
        state=_known(state),
        opened_by=by,
        opened_at=at,
    )
    save_checked(case)
    _note(case, reason, action, by=by, at=at)
    return case


def _found(
    person: Person,
    program: Program,
    rule: str,
    first_day: date,
    last_day: date,
    label: str,
    *,
    by: User,
    at: datetime,
) -> Breach:
    """The breach that is meant, in the year that is published and logged now."""
    year = program.academic_years.filter(starts_on__lte=first_day, ends_on__gte=first_day).first()
    stays = (
        find_own_ledger(person, program, year=year.year, by=by, at=at).of(person) if year else ()
    )
    asked = (rule, person.pk, first_day, last_day, label)
    for stay in stays:
        for breach in stay.breaches:
            if key_of(breach, last_day=stay.last_day) == asked:
                return breach
    raise ValidationError(
        f"Nothing of the rule {rule} is found for {person} from {first_day} to {last_day}, as "
        "published and logged now.",
        code="no-finding",
    )


def _known(state: str) -> str:
    if state not in State.values:
        raise ValidationError(
            f"“{state}” is no state of a case; {', '.join(State.values)} are.", code="no-state"
        )
    return state


@transaction.atomic
def move_case(
    case: Case, to: str, *, seen: str, reason: str, action: str = "", by: User, at: datetime
) -> Case:
    """Take a case from the state in which its reader saw it to another, and say why."""
    require(by, "settle_findings", case.program, at=at)
    if _known(to) not in Case.MOVES[State(_known(seen))]:
        raise ValidationError(
            f"A case that is “{State(seen).label}” cannot become “{State(to).label}”.",
            code="no-such-step",
        )
    moved = Case.objects.filter(pk=case.pk, state=seen).update(state=to)
    case.refresh_from_db()
    if not moved:
        raise ValidationError(
            f"This case is “{case.get_state_display()}” by now; look at it again.", code="moved"
        )
    _note(case, reason, action, by=by, at=at)
    return case


def _note(case: Case, reason: str, action: str, *, by: User, at: datetime) -> CaseStep:
    step = CaseStep(
        case=case, state=case.state, reason=reason.strip(), action=action.strip(), by=by, at=at
    )
    step.full_clean()
    step.save()
    return step
