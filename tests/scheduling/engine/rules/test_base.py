"""What every rule of the book has in common."""

import re
from dataclasses import dataclass
from datetime import date

import pytest

from scheduling.engine.rules import (
    ALL,
    BY_CODE,
    CallEquity,
    Coverage,
    NightRun,
    WeeklyHours,
    defaults,
)
from scheduling.engine.rules.base import Broken, Force, Rule
from tests.scheduling.engine.builders import day

ACGME = {
    "weekly-hours",
    "day-off",
    "continuous-duty",
    "rest-after-call",
    "rest-between",
    "call-frequency",
    "moonlighting",
    "supervision-level",
}


def test_codes_are_unique_and_the_book_is_complete():
    assert len(BY_CODE) == len(ALL)
    assert {type(rule) for rule in defaults()} == set(ALL)
    assert set(Rule.__subclasses__()) >= {r for r in ALL if r.__base__ is Rule}


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
def test_a_rule_says_in_whole_sentences_what_it_is(rule):
    assert rule.text.endswith(".")
    assert rule.title[0].isupper()
    assert not rule.title.endswith(".")
    assert rule.code == rule.code.lower().replace(" ", "-")


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
def test_only_what_the_accreditation_says_names_it_as_its_source(rule):
    names_it = rule.source == "ACGME Common Program Requirements"

    assert names_it == (rule.code in ACGME)
    assert (rule.force in (Force.MUST, Force.SHOULD)) == (rule.code in ACGME)
    assert names_it or rule.source == "Program policy"


def test_soft_rules_of_the_book_are_recommendations_wishes_and_shares():
    soft = {rule.code for rule in defaults() if rule.weight is not None}

    assert soft == {
        "rest-between",
        "moonlighting-permission",
        "heavy-week",
        "rolling-hours",
        "weekly-share",
        "staffing",
        "continuity",
        "call-equity",
        "fair-preferences",
        "rank-preferences",
        "stay-close",
        "attending-target",
        "attending-spacing",
        "call-before-leave",
        "call-near-week",
        "call-overload",
        "call-spacing",
        "call-sundays",
        "call-weeks",
        "day-after-nights",
        "day-churn",
        "isolated-duty",
        "new-duties",
        "short-run",
        "split-weekend",
        "week-churn",
        "clinic-equity",
        "clinic-gap",
        "exposure",
        "heavy-run",
        "leave-spacing",
        "room-target",
        "virtual-share",
    }


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
def test_parameters_go_out_and_come_back(rule):
    original = rule(weight=7)

    assert rule.with_parameters(original.parameters(), original.weight) == original
    assert "weight" not in original.parameters()


def test_parameters_that_are_not_given_are_as_in_the_book():
    assert NightRun.with_parameters({}, None) == NightRun()
    assert NightRun.with_parameters({"nights": 4}, 3) == NightRun(nights=4, weight=3)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"hour": 80}, "Eighty hours a week has no parameter hour."),
        ({"weight": 80}, "Eighty hours a week has no parameter weight."),
        ({"hours": "80"}, "Eighty hours a week: hours is '80'; it must be like 80."),
        ({"hours": 80.5}, "Eighty hours a week: hours is 80.5; it must be like 80."),
        ({"hours": True}, "Eighty hours a week: hours is True; it must be like 80."),
        ({"hours": -1}, "Eighty hours a week: hours is -1; it must not be negative."),
    ],
)
def test_what_a_rule_does_not_take_is_refused_in_words(parameters, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        WeeklyHours.with_parameters(parameters, None)


@pytest.mark.parametrize("weight", [0, -1])
def test_a_weight_below_one_is_refused(weight):
    with pytest.raises(ValueError, match=f"Coverage: the weight is {weight}; it must be 1 or more"):
        Coverage(weight=weight)


def broken(rule: Rule, first: date | None, last: date | None, **numbers: int | None) -> Broken:
    values = {"total": 3, "low": 1, "high": 2, "excess": 1} | numbers
    return Broken(
        rule=rule, row=0, person=None, name="", first_day=first, last_day=last, label="L", **values
    )


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (None, None, ""),
        (day(0), day(0), "Mon 08 Mar 2027"),
        (day(0), day(7), "08 Mar to 15 Mar 2027"),
    ],
)
def test_days_of_a_fault_are_one_day_or_from_the_first_to_the_last(first, last, words):
    assert broken(Coverage(), first, last).days == words


def test_a_fault_is_hard_when_its_rule_has_no_price():
    assert broken(Coverage(), None, None).hard
    assert not broken(Coverage(weight=1), None, None).hard


@dataclass(frozen=True, kw_only=True)
class Plain(CallEquity):
    """A rule that says nothing of its own."""

    says = Rule.says


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ({}, "L: 3; the limit is 2."),
        ({"total": 0}, "L: 0; the limit is 1."),
        ({"total": 0, "high": None}, "L: 0; the limit is 1."),
    ],
)
def test_a_rule_without_words_of_its_own_names_the_limit_that_is_broken(numbers, sentence):
    assert broken(Plain(), None, None, **numbers).message == sentence
