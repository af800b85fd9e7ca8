"""Rows said more tightly allow the same answers, and their relaxation allows less."""

from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from scheduling.engine.lifting import lifted
from scheduling.engine.linear import Rows


def few_rows(dice: Random) -> cp_model.CpModel:
    model = cp_model.CpModel()
    some = [model.new_bool_var("") for _ in range(7)]
    for _ in range(8):
        model.add_at_most_one(dice.sample(some, 2))
    model.add_at_most_one(dice.sample(some, 3))
    model.add_exactly_one(dice.sample(some, 4))
    model.add(sum(2 * one for one in dice.sample(some, 3)) >= 1)
    model.add(sum(dice.choice((2, 4)) * one for one in dice.sample(some, 4)) <= 7)
    return model


@settings(max_examples=20)
@given(seed=st.integers(0, 2**32))
def test_rows_said_more_tightly_allow_the_same_answers(seed):
    rows = Rows.of(few_rows(Random(seed)))
    every = [np.array([number >> i & 1 for i in range(7)]) for number in range(2**7)]

    tight = lifted(rows)

    assert [tight.holds(answer) for answer in every] == [rows.holds(answer) for answer in every]


def test_three_of_which_no_two_go_together_become_one_row():
    model = cp_model.CpModel()
    one, two, three = (model.new_bool_var("") for _ in range(3))
    for pair in ((one, two), (two, three), (one, three)):
        model.add_at_most_one(pair)
    model.add(4 * one + 2 * two <= 5)

    tight = lifted(Rows.of(model))

    sums, clique = tight.terms(0), tight.terms(1)
    assert [part.tolist() for part in sums] == [[0, 1], [2, 1]]
    assert [part.tolist() for part in clique] == [[0, 1, 2], [1, 1, 1]]
    assert tight.high.tolist() == [2, 1]


@settings(max_examples=20)
@given(seed=st.integers(0, 2**32))
def test_rows_that_are_settled_and_merged_allow_the_same_answers(seed):
    dice = Random(seed)
    model = few_rows(dice)
    model.add(
        sum(dice.choice((-1, 1)) * model.get_bool_var_from_proto_index(i) for i in (0, 1))
        <= dice.choice((-1, 0, 1))
    )
    rows = Rows.of(model)
    every = [np.array([number >> i & 1 for i in range(7)]) for number in range(2**7)]

    fewer = rows.settled().merged()

    assert [rows.holds(one) for one in every] == [fewer.holds(one) for one in every]


def test_a_row_that_something_free_of_charge_can_make_hold_says_nothing():
    model = cp_model.CpModel()
    one, other = model.new_bool_var(""), model.new_bool_var("")
    excess, free = model.new_int_var(0, 1, ""), model.new_int_var(0, 1, "")
    model.add(one + other - excess <= 1)
    model.add(one + other - free <= 1)
    rows = Rows.of(model)

    left = rows.without(rows.freed(np.array([0, 0, 1, 0])))

    assert left.variable.tolist() == [0, 1, 2]
