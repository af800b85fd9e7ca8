"""The turn of a year in sentences, for those who read it as text."""

from __future__ import annotations

from collections.abc import Iterator

from people.models import Enrolment
from scheduling.engine.promotion import Turn, said
from scheduling.queries.rollover import Plan
from scheduling.queries.rollover_people import Step

WORDS = {
    Turn.PROMOTE: "is promoted to",
    Turn.STAY: "stays",
    Turn.GRADUATE: "graduates",
    Turn.LEAVE: "leaves",
}


def sentences(plan: Plan) -> Iterator[str]:
    """Everything that applying does, people first."""
    for step in plan.people.steps:
        yield _step(step)
    for beginning in plan.people.beginnings:
        known = ", whose address is known here already" if beginning.is_known else ""
        place = place_words(beginning.becomes)
        yield f"{beginning.newcomer.full_name} begins as {place}{known}."
    yield _calendar(plan)
    for day in plan.special_days:
        yield f"{day.on}: {day.name}."
    for day in plan.carried.days_to_enter:
        yield f"To be entered by hand: {day.name}, on {day.on} in the year that ends."
    if plan.carried.published is None:
        yield "Nothing of the year that ends is published, so call and training are not carried."
    yield f"Lines of curriculum: {len(plan.curriculum)}. Sums of training: {len(plan.training)}."
    for row in plan.call_history:
        yield (
            f"{row.person}, {row.call_type.code}: {row.nights:+d} nights, {row.sundays:+d} "
            f"Sundays, {row.holidays:+d} holidays carried over."
        )
    for role, last_day in plan.people.roles:
        yield f"{role} ends on {said(last_day)}."
    for credential in plan.people.credentials:
        yield f"{credential} runs out on {credential.expires_on}."


def place_words(place: Enrolment) -> str:
    return f"PGY-{place.pgy}" if place.pgy else place.get_faculty_role_display()


def _step(step: Step) -> str:
    name, why = step.person.full_name, f" {step.proposal.why}" if step.proposal.why else ""
    if step.exists and step.becomes:
        return f"{name} is enrolled as {place_words(step.becomes)} already."
    if step.turn is None:
        return f"{name}, {place_words(step.was)}: to be decided.{why}"
    if step.becomes is None:
        return f"{name} {WORDS[step.turn]}.{why}"
    until = f" until {said(step.becomes.ends_on)}" if step.becomes.ends_on else ""
    return f"{name} {WORDS[step.turn]} {place_words(step.becomes)}{until}.{why}"


def _calendar(plan: Plan) -> str:
    year = f"{plan.year}-{(plan.year + 1) % 100:02d}"
    if not plan.blocks:
        return f"The year {year} is open already."
    return f"The year {year} is opened with {len(plan.blocks)} blocks."
