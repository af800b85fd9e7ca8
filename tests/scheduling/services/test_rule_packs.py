"""Choosing rule packs: who may, what is refused, and what comes of it."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from people.models import Role
from scheduling.bridge.rules import Chosen, choices_of, packs_of, rules_of, rules_of_year
from scheduling.queries.rule_book import packs_offered, packs_out_of_date
from scheduling.services.rule_packs import BOOK, choose_packs, store_packs
from scheduling.services.rule_settings import set_rule
from tests.factories.people import ProgramFactory, RoleFactory
from tests.factories.scheduling import AcademicYearFactory, RuleSettingFactory
from tests.scheduling.small_program import AT


@pytest.fixture
def program(db):
    return ProgramFactory()


@pytest.fixture
def coordinator(program):
    return RoleFactory(program=program, kind=Role.Kind.COORDINATOR).user


TODAY = AT.date()
YESTERDAY, NEXT_YEAR = TODAY - timedelta(days=1), TODAY + timedelta(days=365)


def chosen(program, on: date = TODAY) -> list[str]:
    return [pack.name for pack in packs_of(program, on)]


def test_choice_is_kept_in_its_order(program, coordinator):
    packs = ["program-local", "acgme-cpr-2025", "surgery"]

    choose_packs(program, packs, by=coordinator, at=AT)

    assert chosen(program) == packs


def test_choice_holds_from_its_day_and_what_held_before_stays(program, coordinator):
    cedar = [["surgery"], ["program-local"], ["emergency-medicine"]]
    choose_packs(program, cedar[0], by=coordinator, at=AT)
    choose_packs(program, cedar[1], effective_from=NEXT_YEAR, by=coordinator, at=AT)

    held = [chosen(program, day) for day in (YESTERDAY, TODAY, NEXT_YEAR)]
    assert held == [list(BOOK), cedar[0], cedar[1]]

    long_ago = TODAY - timedelta(days=900)
    choose_packs(program, cedar[2], effective_from=long_ago, by=coordinator, at=AT)

    assert choices_of(program) == [
        Chosen(None, long_ago - timedelta(days=1), BOOK),
        Chosen(long_ago, None, ("emergency-medicine",)),
    ]
    choose_packs(program, cedar[2], by=coordinator, at=AT)
    assert len(choices_of(program)) == 2


CPR_2023 = "acgme-cpr-2023 (ACGME Common Program Requirements, 2023)"
ITS_DAYS = "in effect from 1 Jul 2023 until 2 Sep 2025"


@pytest.mark.parametrize("first", [date(2023, 6, 30), date(2025, 9, 3)])
def test_pack_is_chosen_only_for_days_on_which_it_is_in_effect(program, coordinator, first):
    with pytest.raises(ValidationError) as refusal:
        choose_packs(program, ["acgme-cpr-2023"], effective_from=first, by=coordinator, at=AT)

    sentence = f"{CPR_2023} is {ITS_DAYS}, so it cannot hold from {first:%-d %b %Y}."
    assert (refusal.value.code, refusal.value.messages) == ("pack-dates", [sentence])


def test_pack_that_ends_gives_way_to_what_was_chosen(program, coordinator):
    AcademicYearFactory(program=program, year=2025)
    ended, choice = date(2025, 9, 2), ["acgme-cpr-2023", "program-local"]

    choose_packs(program, choice, effective_from=date(2024, 7, 1), by=coordinator, at=AT)

    assert choices_of(program) == [
        Chosen(None, date(2024, 6, 30), BOOK),
        Chosen(date(2024, 7, 1), ended, tuple(choice)),
        Chosen(ended + timedelta(days=1), None, BOOK),
    ]
    assert packs_out_of_date(program) == []
    choose_packs(program, choice, effective_from=date(2024, 7, 1), by=coordinator, at=AT)
    assert len(choices_of(program)) == 3


def test_pack_that_holds_out_of_its_days_is_told_for_the_years_there_are(program):
    store_packs(program, ["acgme-cpr-2023"])
    assert packs_out_of_date(program) == []

    AcademicYearFactory(program=program, year=2025)

    assert packs_out_of_date(program) == [
        f"{CPR_2023} holds here from 1 Jul 2025 to 30 Jun 2026, and is {ITS_DAYS}."
    ]
    assert [p.in_effect for p in packs_offered(program, TODAY)][:1] == [False]


def test_year_that_is_over_is_held_to_the_packs_of_its_last_day(program, coordinator):
    year = AcademicYearFactory(program=program, year=2024)
    choose_packs(
        program, ["acgme-cpr-2023"], effective_from=date(2023, 7, 1), by=coordinator, at=AT
    )

    cited = {
        day: {rule.basis.pack for rule in rules_of_year(year, day) if rule.basis}
        for day in (date(2024, 9, 1), date(2026, 9, 1))
    }

    assert list(cited.values()) == [{"acgme-cpr-2023"}] * 2
    assert {r.basis.pack for r in rules_of(program, date(2026, 9, 1)) if r.basis} == set(BOOK)


def test_setting_must_fit_what_is_chosen_while_it_holds(program, coordinator):
    choose_packs(program, ["program-local"], effective_from=NEXT_YEAR, by=coordinator, at=AT)
    verb = partial(
        set_rule, program, "weekly-hours", parameters={"hours": 84}, weight=None, active=True,
        by=coordinator, at=AT,
    )  # fmt: skip

    with pytest.raises(ValidationError, match="at most 80 is allowed"):
        verb(effective_from=TODAY)
    verb(effective_from=NEXT_YEAR)
    with pytest.raises(ValidationError, match="at most 80 is allowed"):
        choose_packs(program, BOOK, effective_from=NEXT_YEAR, by=coordinator, at=AT)


@pytest.mark.parametrize(
    ("packs", "code", "sentence"),
    [
        ([], "no-packs", "Choose at least one rule pack."),
        (["surgery", "surgery"], "pack-twice", "A rule pack is chosen twice."),
        (["surgical"], "packs", "There is no rule pack surgical."),
        (
            ["acgme-cpr-2023", "acgme-cpr-2025"],
            "packs",
            "acgme-cpr-2025 and acgme-cpr-2023 are the same requirements; choose one.",
        ),
    ],
)
def test_choice_that_says_nothing_clear_is_refused(program, coordinator, packs, code, sentence):
    with pytest.raises(ValidationError) as refusal:
        choose_packs(program, packs, by=coordinator, at=AT)

    assert (refusal.value.code, refusal.value.messages) == (code, [sentence])
    assert chosen(program) == list(BOOK)


def test_choice_that_a_setting_contradicts_is_refused(program, coordinator):
    choose_packs(program, ["program-local"], by=coordinator, at=AT)
    RuleSettingFactory(program=program, code="weekly-hours", parameters={"hours": 84})

    with pytest.raises(ValidationError, match="hours is 84; at most 80 is allowed"):
        choose_packs(program, BOOK, by=coordinator, at=AT)

    assert chosen(program) == ["program-local"]


def test_only_who_manages_rules_may_choose(program):
    chief = RoleFactory(program=program, kind=Role.Kind.CHIEF).user

    with pytest.raises(PermissionDenied):
        choose_packs(program, ["surgery"], by=chief, at=AT)
