"""Level, role, credential, and the times in which somebody may not do a kind of duty."""

from datetime import timedelta

import pytest

from scheduling.engine.problem import Bar, Credential, Duty, Kind, Person
from scheduling.engine.rules import Eligibility
from tests.scheduling.engine.builders import (
    attending,
    call,
    clinic,
    day,
    duty,
    moment,
    problem,
    resident,
    rotation,
    told,
)

PROCEDURES = rotation("PROC", 7, 13, credential="VAS")


def holder(first: int | None, last: int | None, code: str = "VAS") -> Person:
    """Somebody whose credential is valid from one day to another."""
    starts_on, ends_on = (None if n is None else day(n) for n in (first, last))
    return Person("ada", "Ada", credentials=(Credential(code, starts_on, ends_on),))


def said(person: Person, *duties: Duty, **fields: object) -> list[str]:
    return told(Eligibility(), problem([person], duties, **fields))


def test_a_duty_open_to_nobody_in_particular_is_open_to_all():
    assert said(resident("ada"), clinic(0)) == []
    assert said(attending("gray"), clinic(0)) == []


@pytest.mark.parametrize(
    ("person", "may"),
    [
        (resident("ada", pgy=2), True),
        (resident("ada", pgy=3), True),
        (resident("ada", pgy=1), False),
        (attending("ada"), False),
    ],
)
def test_one_of_the_levels_is_enough_and_none_is_not(person, may):
    senior = clinic(0, open_to=frozenset({"PGY-2", "PGY-3"}))
    refusal = "Ada may not do C-0-AM: wrong level or role."

    assert said(person, senior) == ([] if may else [refusal])


@pytest.mark.parametrize(
    ("person", "may"),
    [
        (holder(None, None), True),
        (holder(7, 13), True),
        (holder(8, 13), False),
        (holder(7, 12), False),
        (holder(None, 13), True),
        (holder(7, None), True),
        (holder(None, None, code="BTX"), False),
        (resident("ada"), False),
    ],
    ids=["always", "exactly", "a day late", "a day short", "until", "from", "another", "none"],
)
def test_a_credential_is_valid_on_every_day_of_the_duty(person, may):
    assert bool(said(person, PROCEDURES)) != may


def test_one_of_several_credentials_is_enough_but_not_two_halves():
    expired, renewed = Credential("VAS", day(0), day(9)), Credential("VAS", day(10), day(20))
    overlapping = Credential("VAS", day(5), day(20))

    assert said(Person("ada", "Ada", credentials=(expired, overlapping)), PROCEDURES) == []
    assert len(said(Person("ada", "Ada", credentials=(expired, renewed)), PROCEDURES)) == 1


def test_a_night_needs_the_credential_of_the_morning_it_ends_on():
    night = duty("night", "N", 0, 18, 30, credential="VAS")
    evening = duty("evening", "E", 0, 18, 24, credential="VAS")

    assert len(said(holder(0, 0), night)) == 1
    assert said(holder(0, 0), evening) == []
    assert said(holder(0, 1), night) == []


def test_a_level_is_asked_for_beside_a_credential():
    asked = clinic(0, credential="VAS", open_to=frozenset({"faculty"}))

    assert len(said(holder(None, None), asked)) == 1


def test_some_rotations_bar_call():
    bar = Bar("ada", moment(7, 0), moment(14, 0), Kind.CALL, "on NF, block 9")
    asked = problem([resident("ada"), resident("bea")], [call(8), clinic(8)], bars=[bar])

    assert told(Eligibility(), asked) == ["Ada may not do call-8: on NF, block 9."]


@pytest.mark.parametrize(("number", "faults"), [(5, 0), (6, 1), (7, 1), (13, 1), (14, 0)])
def test_a_call_that_touches_a_barred_time_is_barred(number, faults):
    bar = Bar("ada", moment(7, 0), moment(14, 0), Kind.CALL)

    assert len(said(resident("ada"), call(number), bars=[bar])) == faults


def test_last_day_of_a_duty_that_ends_at_midnight_is_the_day_before():
    assert PROCEDURES.last_day == day(13)
    assert PROCEDURES.ends_at.date() == day(13) + timedelta(days=1)
    assert call(0).last_day == day(1)
