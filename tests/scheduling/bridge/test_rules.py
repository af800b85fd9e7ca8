"""The rule book as a program sets it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from scheduling.bridge.rules import rules_of, rules_of_year
from scheduling.engine.rules import Rule, defaults
from scheduling.engine.rules.night_run import NightRun
from scheduling.services.rule_packs import BOOK, store_packs
from tests.factories.people import ProgramFactory
from tests.factories.scheduling import AcademicYearFactory, RuleSettingFactory

JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 1)

# How many weeks of night float are too many is left to the review committees: until a pack of a
# specialty or the program names a number there is nothing to ask for, and the rule is off.
OFF = {"night-float"}
AS_PACKS_SET_IT = tuple(rule for rule in defaults() if rule.code not in OFF)


@pytest.fixture
def program(db):
    return ProgramFactory()


def night_run(program, on: date) -> Rule | None:
    found = {rule.code: rule for rule in rules_of(program, on)}
    return found.get("night-run")


def test_program_begins_with_the_book(program):
    assert tuple(str(choice) for choice in program.pack_choices.all()) == BOOK
    assert rules_of(program, JULY) == AS_PACKS_SET_IT
    assert all(rule.basis for rule in rules_of(program, JULY))


def test_later_pack_overrides_and_settings_override_both(program):
    store_packs(program, [*BOOK, "emergency-medicine"])

    assert {r.code: r for r in rules_of(program, JULY)}["shift-rest"].parameters()["hours"] == 12

    RuleSettingFactory(
        program=program, code="shift-rest", parameters={"hours": 10}, effective_from=JULY
    )
    changed = {r.code: r for r in rules_of(program, JULY)}["shift-rest"]
    assert changed.parameters() == {"hours": 10, "place": "ED", "applies_to": "resident"}


def test_program_without_packs_has_no_rules_to_go_by(program):
    program.pack_choices.all().delete()

    with pytest.raises(ValidationError, match="has chosen no rule packs"):
        rules_of(program, JULY)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"parameters": {"hours": 84}}, "at most 80 is allowed"),
        ({"parameters": {}, "weight": 5}, "cannot be given a weight"),
        ({"parameters": {}, "active": False}, "cannot be switched off"),
    ],
)
def test_setting_that_weakens_a_requirement_is_an_error(program, fields, sentence):
    RuleSettingFactory(program=program, code="weekly-hours", effective_from=JULY, **fields)

    with pytest.raises(ValidationError, match=sentence):
        rules_of(program, JULY)


def test_setting_gives_parameters_and_weight(program):
    RuleSettingFactory(program=program, parameters={"nights": 4}, weight=7, effective_from=JULY)

    assert night_run(program, JULY) == NightRun(nights=4, weight=7)


def test_setting_without_weight_must_hold(program):
    RuleSettingFactory(program=program, code="call-equity", parameters={}, effective_from=JULY)

    weights = {rule.code: rule.weight for rule in rules_of(program, JULY)}

    assert weights["call-equity"] is None
    assert weights["weekly-share"] == 10


def test_setting_holds_from_its_first_to_its_last_day(program):
    RuleSettingFactory(
        program=program,
        parameters={"nights": 4},
        effective_from=JULY,
        effective_until=date(2026, 7, 31),
    )

    days = (date(2026, 6, 30), JULY, date(2026, 7, 31), AUGUST)
    found = [night_run(program, day) for day in days]
    assert found == [NightRun(), NightRun(nights=4), NightRun(nights=4), NightRun()]


def test_of_several_settings_the_latest_holds(program):
    RuleSettingFactory(program=program, parameters={"nights": 3}, effective_from=AUGUST)
    RuleSettingFactory(program=program, parameters={"nights": 4}, effective_from=JULY)

    assert night_run(program, date(2026, 7, 31)) == NightRun(nights=4)
    assert night_run(program, AUGUST) == NightRun(nights=3)


def test_year_that_is_over_is_read_by_the_rules_of_its_end(program):
    year = AcademicYearFactory(program=program, year=2026)
    RuleSettingFactory(program=program, parameters={"nights": 3}, effective_from=JULY)
    RuleSettingFactory(program=program, parameters={"nights": 4}, effective_from=year.ends_on)
    RuleSettingFactory(program=program, parameters={"nights": 5}, effective_from=date(2027, 7, 1))
    codes = {day: rules_of_year(year, day) for day in (AUGUST, date(2027, 8, 1))}

    nights = {
        day: next(r for r in rules if isinstance(r, NightRun)) for day, rules in codes.items()
    }
    assert [rule.nights for rule in nights.values()] == [3, 4]


def test_year_to_come_is_planned_by_the_rules_of_its_first_day(program):
    year = AcademicYearFactory(program=program, year=2026)
    RuleSettingFactory(program=program, parameters={"nights": 4}, effective_from=JULY)
    RuleSettingFactory(program=program, parameters={"nights": 5}, effective_from=AUGUST)

    rules = rules_of_year(year, date(2026, 3, 1))

    assert next(r for r in rules if isinstance(r, NightRun)).nights == 4


def test_inactive_rule_is_off(program):
    RuleSettingFactory(program=program, active=False, effective_from=JULY)

    assert night_run(program, JULY) is None
    assert len(rules_of(program, JULY)) == len(AS_PACKS_SET_IT) - 1


def test_rule_can_be_switched_on_again(program):
    RuleSettingFactory(program=program, active=False, effective_from=JULY)
    RuleSettingFactory(program=program, parameters={}, effective_from=AUGUST)

    assert night_run(program, AUGUST) == NightRun()


def test_settings_of_another_program_are_its_own(program):
    RuleSettingFactory(active=False, effective_from=JULY)

    assert rules_of(program, JULY) == AS_PACKS_SET_IT


def test_parameter_that_the_rule_does_not_take_is_an_error(program):
    RuleSettingFactory(program=program, parameters={"days": 4}, effective_from=JULY)

    with pytest.raises(ValidationError, match="has no parameter days"):
        rules_of(program, JULY)
