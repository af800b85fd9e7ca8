"""Choosing rule packs: who may, what is refused, and what comes of it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from people.models import Role
from scheduling.services.rule_packs import BOOK, choose_packs
from tests.factories.people import ProgramFactory, RoleFactory
from tests.factories.scheduling import RuleSettingFactory
from tests.scheduling.small_program import AT


@pytest.fixture
def program(db):
    return ProgramFactory()


@pytest.fixture
def coordinator(program):
    return RoleFactory(program=program, kind=Role.Kind.COORDINATOR).user


def chosen(program) -> list[str]:
    return [str(choice) for choice in program.pack_choices.all()]


def test_choice_is_kept_in_its_order(program, coordinator):
    packs = ["program-local", "acgme-cpr-2023", "surgery"]

    choose_packs(program, packs, by=coordinator, at=AT)

    assert chosen(program) == packs


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
