"""What may go into a cell: everything that could, each with what it would break and mend."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from scheduling.engine.academic_year import Span
from scheduling.services.cell_options import call_options, half_day_options, rotation_options
from scheduling.services.options import Choice
from tests.factories.people import AbsenceFactory
from tests.factories.scheduling import (
    AssignmentFactory,
    CallTypeFactory,
    RotationFactory,
    WeeklyShareFactory,
)
from tests.scheduling.small_program import AT

MONDAY = date(2026, 7, 6)


@pytest.fixture
def planned(small, placed):
    """A block in which both have clinic every morning, but for the first one's Monday."""
    WeeklyShareFactory(rotation=small.rotation, activity=small.clinic, minimum=4)
    for person in small.residents:
        for day in (1, 2, 3, *range(6, 11)):
            AssignmentFactory(
                version=placed, person=person, starts_on=date(2026, 7, day), activity=small.clinic
            )
    return placed


def told(choice: Choice) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {option.candidate.code: (option.state, option.reasons) for option in choice.options}


def test_half_day_offers_what_is_usual_first_and_says_what_breaks(small, planned, chief):
    ada = small.residents[0]
    AbsenceFactory(
        program=small.program, person=ada, starts_on=MONDAY, ends_on=MONDAY, approved=True
    )

    choice = half_day_options(planned, ada.pk, date(2026, 7, 7), "AM", by=chief, at=AT)

    assert [o.candidate.code for o in choice.options] == ["C", "GME", "LV", ""]
    first, office, *_, nothing = choice.options
    assert (first.stands, first.candidate.usual, choice.standing[0].activity) == (
        True,
        True,
        small.clinic,
    )
    # In a draft what is still to be planned is advised against, not refused.
    assert office.state == "advised"
    assert nothing.reasons[0] == "Rowan A. has nothing to do on Tue 07 Jul 2026 AM."
    assert (choice.reasons, choice.sums) == ((), ())
    # The arithmetic: nothing that the pattern allows is done there, and one thing is asked for.
    explained = half_day_options(
        planned, ada.pk, date(2026, 7, 7), "AM", by=chief, at=AT, explain=0
    )
    lacks = next(found for found in explained.sums if found.finding.rule == "weekly-pattern")
    assert (lacks.sum.total, lacks.sum.broken.low, lacks.sum.terms) == (0, 1, ())

    away = half_day_options(planned, ada.pk, MONDAY, "PM", by=chief, at=AT)
    says = "Rowan A. is on leave on Mon 06 Jul 2026 and cannot do GME on Mon 06 Jul 2026 PM."
    assert told(away)["GME"] == ("refused", (says,))


def test_call_offers_everybody_who_may_take_it(small, planned, chief):
    bea = small.residents[1]
    call = CallTypeFactory(program=small.program, code="RC", name="Resident call", pgys=[1])
    CallTypeFactory(program=small.program, code="FC", staff="faculty", pgys=[])
    AbsenceFactory(
        program=small.program, person=bea, starts_on=MONDAY, ends_on=MONDAY, approved=True
    )

    choice = call_options(planned, call, MONDAY, instead_of=None, by=chief, at=AT)

    assert [option.candidate.code for option in choice.options][:2] == ["Rowan A.", "Sorrel B."]
    assert [option.candidate.note for option in choice.options][:2] == ["0 this year"] * 2
    assert choice.options[1].state == "refused"


def test_rotations_are_those_that_last_as_long(small, placed, chief):
    RotationFactory(program=small.program, code="EM", pgys=[1])
    RotationFactory(program=small.program, code="NF", pgys=[1], length="half")
    block = small.block(2)
    days = Span(block.starts_on, block.ends_on)

    whole = rotation_options(placed, small.residents[0].pk, days, by=chief, at=AT)

    assert [option.candidate.code for option in whole.options] == ["FM", "EM", ""]
    first_half = Span(days.starts_on, date.fromordinal(days.starts_on.toordinal() + 13))
    half = rotation_options(placed, small.residents[0].pk, first_half, by=chief, at=AT)
    assert [option.candidate.code for option in half.options] == ["NF", ""]
    assert [row.rotation for row in half.standing] == [small.rotation]


def test_only_those_who_may_change_the_version_are_told(small, placed, chief):
    ada = small.residents[0]
    with pytest.raises(PermissionDenied, match="You may not edit the schedule"):
        half_day_options(placed, ada.pk, MONDAY, "AM", by=small.user("resident"), at=AT)
    with pytest.raises(ValidationError, match="2028-01-01 is not within"):
        half_day_options(placed, ada.pk, date(2028, 1, 1), "AM", by=chief, at=AT)
    with pytest.raises(ValidationError, match="Person 0 has no place"):
        half_day_options(placed, 0, MONDAY, "AM", by=chief, at=AT)
