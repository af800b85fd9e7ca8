"""Exceptions from rules: who grants them, what may be waived, and how far."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from scheduling.models import Waiver
from scheduling.services.waivers import grant_waiver, revoke_waiver
from tests.factories.scheduling import RotationFactory, RuleSettingFactory, WaiverFactory
from tests.scheduling.small_program import AT

YEAR = {
    "starts_on": date(2026, 7, 1),
    "ends_on": date(2027, 6, 30),
    "approved_by": "Review committee, DIO and GMEC",
    "reason": "Continuity in neurosurgery.",
}
HOURS = {"code": "weekly-hours", "parameters": {"hours": 88}}


def test_the_director_grants_88_hours_on_a_rotation(small):
    director = small.user("director")

    row = grant_waiver(small.program, by=director, at=AT, rotation=small.rotation, **HOURS, **YEAR)

    row.refresh_from_db()
    assert (row.code, row.parameters, row.rotation) == (
        "weekly-hours",
        {"hours": 88},
        small.rotation,
    )
    assert (row.granted_by, row.granted_at, row.revoked_at) == (director, AT, None)


@pytest.mark.parametrize("kind", ["coordinator", "chief", "resident"])
def test_nobody_below_the_director_grants_or_revokes(small, kind):
    with pytest.raises(PermissionDenied, match="You may not waive a rule"):
        grant_waiver(small.program, by=small.user(kind), at=AT, **HOURS, **YEAR)
    with pytest.raises(PermissionDenied, match="You may not waive a rule"):
        revoke_waiver(WaiverFactory(program=small.program), by=small.user(kind), at=AT)


@pytest.mark.parametrize(
    ("code", "parameters", "sentence"),
    [
        ("weekly-hours", {"hours": 89}, "an exception to 89 hours was asked for; it may go to 88"),
        ("weekly-hours", {}, "an exception names the hours a week that it allows"),
        ("weekly-hours", {"hours": "88"}, "hours is '88'; it must be like 80"),
        ("weekly-hours", {"hours": 88, "more": 1}, "names the hours a week"),
        ("day-off", {}, "One day in seven free: the accreditation rules foresee no exception"),
        ("night-run", {"night": 8}, "Nights in a row has no parameter night"),
        ("no-such-rule", {}, "No rule no-such-rule is in force in Cedar"),
    ],
)
def test_what_may_not_be_waived_is_refused_in_words(small, code, parameters, sentence):
    with pytest.raises(ValidationError, match=sentence):
        grant_waiver(
            small.program,
            by=small.user("director"),
            at=AT,
            code=code,
            parameters=parameters,
            **YEAR,
        )
    assert not Waiver.objects.exists()


@pytest.mark.parametrize("parameters", [{}, {"nights": 8}])
def test_a_rule_of_the_program_may_be_set_aside_or_changed(small, parameters):
    row = grant_waiver(
        small.program,
        by=small.user("director"),
        at=AT,
        code="night-run",
        parameters=parameters,
        person=small.residents[0],
        **YEAR,
    )

    assert row.parameters == parameters


def test_a_rule_that_is_off_needs_no_waiver(small):
    RuleSettingFactory(program=small.program, active=False)

    with pytest.raises(ValidationError, match="No rule night-run is in force"):
        grant_waiver(
            small.program, by=small.user("director"), at=AT, code="night-run", parameters={}, **YEAR
        )


def test_a_rotation_of_another_program_is_refused(small):
    with pytest.raises(ValidationError, match="is not a rotation of Cedar"):
        grant_waiver(
            small.program,
            by=small.user("director"),
            at=AT,
            rotation=RotationFactory(),
            **HOURS,
            **YEAR,
        )


def test_a_waiver_is_revoked_once(small):
    director, row = small.user("director"), WaiverFactory(program=small.program)

    revoke_waiver(row, by=director, at=AT)

    assert (row.revoked_by, row.revoked_at) == (director, AT)
    assert not Waiver.objects.standing().exists()
    with pytest.raises(ValidationError, match="revoked already"):
        revoke_waiver(row, by=director, at=AT)
