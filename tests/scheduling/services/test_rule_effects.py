"""What a change of the rules would do is told before it is made, and nothing is written."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from scheduling.models import RuleSetting, Waiver
from scheduling.services.check import check_version
from scheduling.services.rule_effects import (
    effect_of_packs,
    effect_of_setting,
    effect_of_waiver,
)
from scheduling.services.rule_settings import set_rule
from tests.factories.scheduling import RuleSettingFactory
from tests.scheduling.small_program import AT

pytestmark = pytest.mark.django_db


def told(change) -> list[tuple[str, int, int]]:
    return [(e.version.status, len(e.appear), len(e.vanish)) for e in change.effects]


def test_findings_that_appear_are_those_that_a_check_finds_afterwards(small, placed, coordinator):
    before = {f.message for f in check_version(placed, by=coordinator, at=AT)}
    asked = {"parameters": {"hours": 20}, "weight": None, "by": coordinator, "at": AT}

    change = effect_of_setting(small.program, "weekly-hours", **asked)

    assert RuleSetting.objects.count() == 0
    RuleSettingFactory(
        program=small.program, code="weekly-hours", parameters={"hours": 20},
        effective_from=date(2026, 6, 1),
    )  # fmt: skip
    after = {f.message for f in check_version(placed, by=coordinator, at=AT)}
    (effect,) = change.effects
    assert effect.appear
    assert {f.message for f in effect.appear} == after - before
    assert {f.message for f in effect.vanish} == before - after
    again = effect_of_setting(small.program, "weekly-hours", **asked)
    assert again.effects == ()


def test_waivers_and_packs_are_looked_at_too(small, placed, coordinator):
    director = small.user("director")
    RuleSettingFactory(
        program=small.program, code="weekly-hours", parameters={"hours": 20},
        effective_from=date(2026, 6, 1),
    )  # fmt: skip
    days = {"starts_on": date(2026, 7, 1), "ends_on": date(2027, 6, 30)}

    waived = effect_of_waiver(
        small.program, "weekly-hours", parameters={"hours": 88}, **days, by=director, at=AT
    )
    packs = effect_of_packs(small.program, ["acgme-cpr-2025"], by=coordinator, at=AT)

    ((status, appear, vanish),) = told(waived)
    assert (status, appear) == ("draft", 0)
    assert vanish > 0
    assert Waiver.objects.count() == 0
    assert len(packs.before) > len(packs.after)
    assert [e.version for e in packs.effects] == [placed]


def test_what_saving_would_refuse_is_refused(small, coordinator, chief):
    asked = {"weight": None, "at": AT}
    with pytest.raises(ValidationError, match="hours is 90; at most 80"):
        effect_of_setting(
            small.program, "weekly-hours", parameters={"hours": 90}, by=coordinator, **asked
        )
    with pytest.raises(PermissionDenied, match="You may not change the rules"):
        effect_of_setting(
            small.program, "weekly-hours", parameters={"hours": 60}, by=chief, **asked
        )


def test_a_rule_is_set_in_the_place_of_a_setting_from_the_same_day(small, coordinator):
    asked = {"weight": None, "active": True, "effective_from": date(2026, 7, 1)}
    asked |= {"by": coordinator, "at": AT}

    first = set_rule(small.program, "weekly-hours", parameters={"hours": 70}, **asked)
    second = set_rule(small.program, "weekly-hours", parameters={"hours": 60}, **asked)

    assert (second.pk, RuleSetting.objects.get().parameters) == (first.pk, {"hours": 60})
    with pytest.raises(ValidationError, match="at most 80"):
        set_rule(small.program, "weekly-hours", parameters={"hours": 90}, **asked)
