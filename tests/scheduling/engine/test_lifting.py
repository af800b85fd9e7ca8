"""Rows said more tightly allow the same answers, and their relaxation allows less."""

from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from scheduling.engine.lifting import lifted
from scheduling.engine.limits import NO_HIGH, NO_LOW
from scheduling.engine.statements import Statements, negated


def decisions(count: int) -> tuple[Statements, list[int]]:
    says = Statements(cp_model.CpModel())
    return says, [says.decision() for _ in range(count)]


def few_rows(dice: Random) -> Statements:
    says, some = decisions(7)
    for _ in range(8):
        says.at_most_one(dice.sample(some, 2))
    says.bound(dice.sample(some, 3), [1] * 3, NO_LOW, 1)
    says.bound(dice.sample(some, 4), [1] * 4, 1, 1)
    says.clause([negated(some[0]), *dice.sample(some[1:], 2)])
    says.linear(dice.sample(some, 3), [2] * 3, 1, NO_HIGH)
    says.linear(dice.sample(some, 4), [dice.choice((2, 4)) for _ in range(4)], NO_LOW, 7)
    return says


@settings(max_examples=20)
@given(seed=st.integers(0, 2**32))
def test_rows_said_more_tightly_allow_the_same_answers(seed):
    rows = few_rows(Random(seed)).rows()
    every = [np.array([number >> i & 1 for i in range(7)]) for number in range(2**7)]

    tight = lifted(rows)

    assert [tight.holds(answer) for answer in every] == [rows.holds(answer) for answer in every]


def test_three_of_which_no_two_go_together_become_one_row():
    says, (one, two, three) = decisions(3)
    for pair in ((one, two), (two, three), (one, three)):
        says.at_most_one(pair)
    says.linear([one, two], [4, 2], NO_LOW, 5)

    tight = lifted(says.rows())

    sums, clique = tight.terms(0), tight.terms(1)
    assert [part.tolist() for part in sums] == [[0, 1], [2, 1]]
    assert [part.tolist() for part in clique] == [[0, 1, 2], [1, 1, 1]]
    assert tight.high.tolist() == [2, 1]


@settings(max_examples=20)
@given(seed=st.integers(0, 2**32))
def test_rows_that_are_settled_and_merged_allow_the_same_answers(seed):
    dice = Random(seed)
    says = few_rows(dice)
    weights = [*(dice.choice((-1, 1)) for _ in (0, 1)), 0]  # the last says nothing
    says.linear([0, 1, 2], weights, NO_LOW, dice.choice((-1, 0, 1)))
    rows = says.rows()
    every = [np.array([number >> i & 1 for i in range(7)]) for number in range(2**7)]

    fewer = rows.settled().merged()

    assert [rows.holds(one) for one in every] == [fewer.holds(one) for one in every]


def test_a_row_that_something_free_of_charge_can_make_hold_says_nothing():
    says, (one, other, excess, free) = decisions(4)
    for slack in (excess, free):
        says.linear([one, other, slack], [1, 1, -1], NO_LOW, 1)
    rows = says.rows()

    left = rows.without(rows.freed(np.array([0, 0, 1, 0])))

    assert left.variable.tolist() == [0, 1, 2]
