"""Validation and the database agree with a plain statement of what overlapping is."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import example, given
from hypothesis import strategies as st

from people.models import Absence, Slot
from tests.factories.people import AbsenceFactory, PersonFactory, ProgramFactory

# The year's end, the leap day and a day before the epoch are all within reach.
FIRST_DAYS = st.sampled_from([date(2025, 12, 30), date(2028, 2, 27), date(1999, 12, 30)])
SLOTS = st.sampled_from(list(Slot))
SENTENCE = "This person is away already in a part of that time."
HALVES = [(day, slot) for day in range(4) for slot in (Slot.AM, Slot.PM)]
SPANS = st.tuples(st.sampled_from(HALVES), st.sampled_from(HALVES)).map(sorted).map(tuple)


def half_days(span) -> set[tuple[int, str]]:
    first, last = span
    return {half for half in HALVES if first <= half <= last}


def build(person, program, first_day, span, **fields) -> Absence:
    (start, starts_at_slot), (end, ends_slot) = span
    return AbsenceFactory.build(
        program=program,
        person=person,
        starts_on=first_day + timedelta(days=start),
        starts_at_slot=starts_at_slot,
        ends_on=first_day + timedelta(days=end),
        ends_slot=ends_slot,
        **fields,
    )


def refusals_of_validation(absence: Absence) -> list[str]:
    try:
        absence.full_clean()
    except ValidationError as refusal:
        return refusal.messages
    return []


def refusals_of_the_database(absence: Absence) -> list[str]:
    try:
        with transaction.atomic():
            absence.save()
    except IntegrityError as refusal:
        return [refusal.__cause__.diag.constraint_name]
    return []


@pytest.mark.django_db
@given(first_day=FIRST_DAYS, one=SPANS, two=SPANS, same_person=st.booleans(), denied=st.booleans())
@example(
    first_day=date(2025, 12, 30),
    one=((0, Slot.AM), (1, Slot.AM)),
    two=((1, Slot.PM), (1, Slot.PM)),
    same_person=True,
    denied=False,
)
@example(
    first_day=date(2025, 12, 30),
    one=((0, Slot.AM), (1, Slot.AM)),
    two=((1, Slot.AM), (1, Slot.PM)),
    same_person=True,
    denied=False,
)
def test_overlap_is_a_half_day_in_common(first_day, one, two, same_person, denied):
    with transaction.atomic():
        program, person = ProgramFactory(), PersonFactory()
        standing = build(person, program, first_day, one)
        standing.save()
        if denied:
            standing.delete()
            AbsenceFactory(
                denied=True,
                program=program,
                person=person,
                starts_on=standing.starts_on,
                starts_at_slot=standing.starts_at_slot,
                ends_on=standing.ends_on,
                ends_slot=standing.ends_slot,
            )
        second = build(person if same_person else PersonFactory(), program, first_day, two)

        overlap = same_person and not denied and bool(half_days(one) & half_days(two))

        assert refusals_of_validation(second) == ([SENTENCE] if overlap else [])
        assert refusals_of_the_database(second) == (["absence_never_overlaps"] if overlap else [])
        transaction.set_rollback(True)
