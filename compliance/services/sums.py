"""The sum behind the hours of a rotation: every duty and every entry that counts, one by one."""

from __future__ import annotations

from datetime import date

from compliance.services.ledgers import Ledger, standing_of_work
from people.models import Person
from scheduling.bridge.narrow import OfOnePerson
from scheduling.engine.academic_year import Span
from scheduling.engine.readings import about_work
from scheduling.engine.rules.weekly_hours import WeeklyHours
from scheduling.engine.sums import Sum, sum_of


def hours_of_stay(ledger: Ledger, person: Person, first_day: date) -> Sum | None:
    """The hours of the rotation that holds a day; None where there is none, or no rule on hours."""
    stay = next((s for s in ledger.of(person) if s.first_day <= first_day <= s.last_day), None)
    rules = [rule for rule in about_work(ledger.rules) if rule.code == WeeklyHours.code]
    if ledger.version is None or stay is None or not rules:
        return None
    source = OfOnePerson(ledger.version, person.pk, left_out=())
    standing = standing_of_work(source, rules, Span(stay.first_day, stay.last_day))
    for part in standing.checker.compiled.parts:
        for own, first in enumerate(part.limits.first_day.tolist()):
            if first == stay.first_day.toordinal():
                return sum_of(standing, part.first + own)
    return None
