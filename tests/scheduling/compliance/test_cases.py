"""Dealing with findings: only what is there, with reasons, from a state that was seen."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from people.queries.history import records_of, told
from scheduling.compliance.models import Case
from scheduling.compliance.services.cases import move_case, open_case
from scheduling.models import LoggedWork
from tests.scheduling.compliance.conftest import AT

DAY = date(2026, 7, 19)


def opened(ward, **changes):
    ward.work(DAY, 2, LoggedWork.Kind.MOONLIGHTING_EXTERNAL)
    finding = {"rule": "moonlighting", "first_day": DAY, "last_day": DAY, "label": "2.0 h"}
    asked = {"reason": "She did not know", "by": ward.coordinator, "at": AT} | finding | changes
    return open_case(ward.ada, program=ward.program, **asked)


def test_a_case_keeps_the_finding_and_every_step(ward):
    case = opened(ward)
    move_case(
        case, "acting", seen="open", reason="First year", action="Talk", by=ward.director, at=AT
    )
    move_case(case, "settled", seen="acting", reason="Done", by=ward.director, at=AT)

    assert (case.state, case.force, case.cited) == ("settled", "must", "6.25 (2025), VI.F.5 (2023)")
    assert "moonlights 2.0 h" in case.message
    assert [(step.state, step.reason, step.action) for step in case.steps.all()] == [
        ("open", "She did not know", ""),
        ("acting", "First year", "Talk"),
        ("settled", "Done", ""),
    ]
    records = list(records_of(case).order_by("pk")) + list(records_of(case.steps.last()))
    assert [each.deed for each in told(records, to=ward.director, at=AT)] == [
        f"added case “{case.message}”",
        f"changed case “{case.message}”: state from Being looked into to Corrective action under way",
        f"changed case “{case.message}”: state from Corrective action under way to Settled",
        "added case step “Settled: Done”",
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"label": "9.0 h"}, "Nothing of the rule moonlighting is found for"),
        ({"reason": " "}, "cannot be blank"),
        ({"state": "acting"}, "Say what the corrective action is"),
        ({"state": "none"}, "is no state of a case; open, acting, settled are"),
    ],
)
def test_what_is_not_there_or_has_no_reason_is_refused(ward, changes, sentence):
    with pytest.raises(ValidationError, match=sentence):
        opened(ward, **changes)
    assert not Case.objects.exists()


def test_who_was_slower_is_told(ward):
    case = opened(ward)
    move_case(case, "settled", seen="open", reason="Done", by=ward.director, at=AT)

    with pytest.raises(ValidationError, match="This case is “Settled” by now"):
        move_case(case, "settled", seen="open", reason="Too late", by=ward.coordinator, at=AT)
    with pytest.raises(ValidationError, match="“Settled” cannot become “Corrective action"):
        move_case(case, "acting", seen="settled", reason="No", by=ward.coordinator, at=AT)


def test_a_finding_has_one_case_and_the_office_deals_with_it(ward):
    opened(ward)
    finding = {"rule": "moonlighting", "first_day": DAY, "last_day": DAY, "label": "2.0 h"}
    again = {"program": ward.program, "reason": "Again", "at": AT} | finding

    with pytest.raises(ValidationError, match="There is a case for this finding already"):
        open_case(ward.ada, by=ward.coordinator, **again)
    with pytest.raises(PermissionDenied, match="You may not deal with findings about hours in"):
        open_case(ward.ada, by=ward.resident, **again)
