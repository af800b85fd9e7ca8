"""What breaks if an absence is approved: one small published week, asked in many ways."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from people.models import Absence
from scheduling.models import Activity, Rotation
from scheduling.services.consequence_words import verdict_on
from scheduling.services.consequences import consequences_of
from tests.factories.people import (
    AbsenceFactory,
    EnrolmentFactory,
    PersonFactory,
    RoleFactory,
    UserFactory,
)
from tests.factories.scheduling import (
    ActivityFactory,
    AssignmentFactory,
    CallAssignmentFactory,
    CallTypeFactory,
    RuleSettingFactory,
    freeze,
)

AT = datetime(2026, 6, 15, 17, tzinfo=UTC)
MONDAY, TUESDAY = date(2026, 7, 20), date(2026, 7, 21)
"""35 and 36 days ahead."""


@pytest.fixture
def published(small, placed):
    """Ada sees patients on Monday and on Tuesday, beside an attending, and has Monday's call."""
    Rotation.objects.update(call_eligible=True)
    Activity.objects.filter(pk=small.clinic.pk).update(supervision_needed="by-level")
    call_type = CallTypeFactory(program=small.program, code="RC", pgys=[1])
    attending = PersonFactory(first_name="Dov", last_name="Linden")
    EnrolmentFactory(program=small.program, person=attending, academic_year=2026, faculty=True)
    time = ActivityFactory(program=small.program, code="AT", kind="supervision", supervises=True)
    for person, activity, day, slot in (
        (small.residents[0], small.clinic, MONDAY, "AM"),
        (small.residents[0], small.office, MONDAY, "PM"),
        (small.residents[0], small.clinic, TUESDAY, "AM"),
        (small.residents[1], small.clinic, TUESDAY, "AM"),
        (attending, time, MONDAY, "AM"),
        (attending, time, TUESDAY, "AM"),
    ):
        AssignmentFactory(
            version=placed, person=person, activity=activity, starts_on=day, slot=slot
        )
    CallAssignmentFactory(
        version=placed, person=small.residents[0], call_type=call_type, starts_on=MONDAY
    )
    freeze(placed, at=AT)
    return attending


def thought(small, person, first=MONDAY, last=TUESDAY, kind="vacation") -> Absence:
    """Of an absence that is in no table."""
    return Absence(program=small.program, person=person, kind=kind, starts_on=first, ends_on=last)


def test_what_is_lost_is_told_by_what_has_to_be_done(small, published, coordinator):
    small.program.clinic_notice_days = 36
    found = consequences_of(thought(small, small.residents[0]), by=coordinator, at=AT)

    assert [(c.row.starts_on, c.days_ahead, c.has_patients) for c in found.clinics] == [
        (MONDAY, 35, True),
        (TUESDAY, 36, False),
    ]
    verdict = verdict_on(found)
    assert (verdict.fits, verdict.sentence) == (True, "Fits, with 3 things to arrange.")
    assert verdict.arrange == (
        "1 call to cover: RC Mon Jul 20.",
        "1 clinic to cancel with patients to call: C Mon Jul 20 AM.",
        "1 clinic to close or move: C Tue Jul 21 AM.",
    )
    assert verdict.know == (
        "Vacation: takes 2 days; 26 days of 28 days left then.",
        "FM, block 1: 38.8 hours a week on average, 144.0 h over 3.71 weeks present; "
        "without the absence 42.5.",
        "Missed: GME Mon Jul 20 PM.",
        "Nobody else of the same level or call is away then.",
    )


def test_attending_who_is_away_leaves_residents_alone(small, published, coordinator):
    verdict = verdict_on(consequences_of(thought(small, published), by=coordinator, at=AT))

    assert [text for text in verdict.arrange if "attending" in text] == [
        "Mon 20 Jul 2026 08:00: 1 more attending needed.",
        "Tue 21 Jul 2026 08:00: 1 more attending needed.",
    ]


def test_what_speaks_against_it_comes_first(small, published, coordinator):
    Rotation.objects.update(leave_eligible=False)
    RuleSettingFactory(
        program=small.program,
        code="leave-blackout",
        effective_from=AT.date(),
        parameters={"days": "07-21 to 07-22"},
    )
    AbsenceFactory(
        program=small.program, person=small.residents[1], approved=True,
        starts_on=TUESDAY, ends_on=date(2026, 8, 20),
    )  # fmt: skip
    AbsenceFactory(
        program=small.program, person=small.residents[0], approved=True,
        starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 27),
    )  # fmt: skip

    verdict = verdict_on(consequences_of(thought(small, small.residents[0]), by=coordinator, at=AT))

    assert verdict.against == (
        "Vacation: 2 days asked for, 1 day left.",
        "No leave is planned on Tue Jul 21.",
        "On Tue Jul 21 2 of 2 of PGY-1 would be away; 1 may be.",
        "On Tue Jul 21 2 of 2 of those who take RC would be away; 1 may be.",
        "Rowan A. is on leave on Mon 20 Jul 2026 and cannot do FM from 01 Jul 2026.",
    )
    assert "Also away: Sorrel B. (Tue Jul 21 to Thu Aug 20)." in verdict.know


def test_nobody_chooses_when_to_be_ill(small, published, coordinator):
    Rotation.objects.update(leave_eligible=False)
    RuleSettingFactory(
        program=small.program,
        code="leave-blackout",
        effective_from=AT.date(),
        parameters={"days": "07-01 to 07-31"},
    )

    ill = thought(small, small.residents[0], kind="sick")

    assert verdict_on(consequences_of(ill, by=coordinator, at=AT)).against == ()


def test_absence_that_stands_is_compared_with_what_would_be_without_it(
    small, published, coordinator
):
    standing = AbsenceFactory(
        program=small.program, person=small.residents[0], approved=True,
        starts_on=MONDAY, ends_on=TUESDAY,
    )  # fmt: skip

    found = consequences_of(standing, by=coordinator, at=AT)
    fancied = consequences_of(
        thought(small, small.residents[1], MONDAY, TUESDAY), by=coordinator, at=AT
    )

    assert [row.code for row in found.calls] == ["RC"]
    ((before, after),) = found.leave.touched
    assert (before.left, after.left) == (56, 52)
    assert fancied.company.others == (standing,)


def test_training_that_gets_longer_is_said_with_the_source_of_the_number(
    small, published, coordinator
):
    small.program.board, small.program.training_years = "abim", 3
    long = thought(small, small.residents[0], MONDAY, date(2026, 12, 31), kind="parental")

    verdict = verdict_on(consequences_of(long, by=coordinator, at=AT))

    assert (
        "Training ends 60 days later, on Wed Aug 29, 2029, by what the American Board of Internal "
        "Medicine is known to ask."
    ) in verdict.know


def test_days_of_which_nothing_is_published_are_said(small, published, coordinator):
    later = thought(small, small.residents[0], date(2027, 8, 2), date(2027, 8, 6))

    found = consequences_of(later, by=coordinator, at=AT)

    assert found.takes_nothing
    assert (
        "Nothing is published for these days; what is planned will go around it."
        in verdict_on(found).know
    )


def test_who_may_ask_and_what_they_learn(small, published, chief):
    own, other = UserFactory(), UserFactory()
    small.residents[0].user = own
    small.residents[0].save()
    mine = thought(small, small.residents[0], kind="parental")
    for user in (own, other):
        RoleFactory(program=small.program, user=user)

    assert consequences_of(mine, by=own, at=AT).leave is not None
    # A chief sees that somebody is away, and not why.
    assert consequences_of(mine, by=chief, at=AT).leave is None
    with pytest.raises(PermissionDenied, match="You may not see the absences in"):
        consequences_of(mine, by=other, at=AT)
