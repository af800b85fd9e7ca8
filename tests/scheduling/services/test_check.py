"""Checking a version: what is found, how it is kept, and who may ask."""

import json
from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from scheduling.engine.breaches import Spell
from scheduling.services.check import (
    Finding,
    check_version,
    findings,
    hard,
    newly_broken,
    no_longer_broken,
)
from tests.factories.people import AbsenceFactory
from tests.factories.scheduling import RuleSettingFactory
from tests.scheduling.small_program import AT


def test_a_whole_year_in_order_has_no_findings(placed, chief):
    assert check_version(placed, by=chief, at=AT) == []
    placed.refresh_from_db()
    assert (placed.checked_at, findings(placed)) == (AT, [])


def test_a_block_without_rotation_is_found(small, placed, chief):
    ada, block = small.residents[0], small.block(3)
    placed.assignments.filter(person=ada, starts_on=block.starts_on).delete()

    found = check_version(placed, by=chief, at=AT)

    assert {(f.rule, f.hard, f.person) for f in found} == {("placement", True, ada.pk)}
    assert hard(found) == found


def test_findings_are_kept_as_they_were_found(small, placed, chief):
    placed.assignments.filter(person=small.residents[0]).delete()

    found = check_version(placed, by=chief, at=AT)

    placed.refresh_from_db()
    assert findings(placed) == found


FINDING = Finding(
    rule="leave",
    title="Leave",
    force="local",
    hard=True,
    source="Program policy",
    person=7,
    first_day=date(2026, 7, 6),
    last_day=None,
    label="",
    excess=2,
    message="Rowan A. is on leave.",
)
LASTING = replace(FINDING, rule="night-run", excess=1, spell=Spell(10, 17))


@pytest.mark.parametrize("finding", [FINDING, LASTING])
def test_finding_survives_its_way_through_json(finding):
    assert Finding.from_json(json.loads(json.dumps(finding.to_json()))) == finding


def test_breach_that_lasts_is_known_again_by_its_place_and_length():
    moved = replace(LASTING, first_day=date(2026, 7, 7), spell=Spell(11, 18))
    longer = replace(LASTING, first_day=date(2026, 7, 7), spell=Spell(10, 18))
    elsewhere = replace(LASTING, spell=Spell(17, 24))

    assert newly_broken([LASTING], [moved]) == no_longer_broken([LASTING], [moved]) == ()
    assert newly_broken([LASTING], [longer]) == (longer,)
    assert newly_broken([LASTING], [elsewhere]) == (elsewhere,)
    assert no_longer_broken([LASTING], [elsewhere]) == (LASTING,)
    assert newly_broken([replace(LASTING, spell=None)], [LASTING]) == ()
    assert newly_broken([FINDING], [replace(FINDING, excess=3)]) == (replace(FINDING, excess=3),)


def test_version_without_report_was_not_checked(draft):
    assert findings(draft) is None


def test_rule_that_is_switched_off_finds_nothing(small, placed, chief):
    placed.assignments.filter(person=small.residents[0]).delete()
    RuleSettingFactory(
        program=small.program,
        code="placement",
        parameters={},
        active=False,
        effective_from=date(2026, 1, 1),
    )

    assert check_version(placed, by=chief, at=AT) == []


def test_setting_holds_from_its_first_day(small, placed, chief):
    placed.assignments.filter(person=small.residents[0]).delete()
    RuleSettingFactory(
        program=small.program,
        code="placement",
        parameters={},
        active=False,
        effective_from=date(2026, 7, 2),
    )

    assert check_version(placed, by=chief, at=AT) != []


def test_leave_approved_afterwards_is_found(small, placed, chief):
    small.rotation.leave_eligible = False
    small.rotation.save()
    AbsenceFactory(
        program=small.program,
        person=small.residents[1],
        approved=True,
        starts_on=date(2026, 8, 3),
        ends_on=date(2026, 8, 9),
    )

    found = check_version(placed, by=chief, at=AT)

    assert {(f.rule, f.person) for f in found} == {("leave", small.residents[1].pk)}


def test_residents_do_not_check(small, placed):
    with pytest.raises(PermissionDenied) as refusal:
        check_version(placed, by=small.user("resident"), at=AT)

    assert str(refusal.value) == (
        "You may not see the violations of rules in Cedar Family Medicine."
    )
