"""What a row says of itself: whether it is held, how it compares, how it is printed."""

import pytest

from benchmarks.rows import Peer, Row, table

PEER = Peer(6, "6 s")


@pytest.mark.parametrize(
    ("row", "held"),
    [
        (Row("Seconds", 2.0, limit=2), True),
        (Row("Seconds", 2.1, limit=2), False),
        (Row("Filled", 99.0, limit=100, more_is_better=True), False),
        (Row("Filled", 100.0, limit=100, more_is_better=True), True),
        (Row("Never measured", None, limit=2), False),
        (Row("Without a limit", 2.0), None),
    ],
    ids=lambda value: value.name if isinstance(value, Row) else str(value),
)
def test_a_limit_is_held_or_not(row, held):
    assert row.held is held


@pytest.mark.parametrize(
    ("row", "ratio"),
    [
        (Row("Seconds", 2.0, peer=PEER), 3.0),
        (Row("Filled", 90.0, peer=Peer(4.5, "4.5 %"), more_is_better=True), 20.0),
        (Row("Nothing taken", 0.0, peer=PEER), None),
        (Row("Never measured", None, peer=PEER), None),
        (Row("Alone", 2.0), None),
    ],
    ids=lambda value: value.name if isinstance(value, Row) else str(value),
)
def test_a_ratio_says_how_many_times_better(row, ratio):
    assert row.ratio == ratio


def test_a_table_stands_in_columns():
    rows = [Row("Solve", 2.5, "s", limit=2, peer=PEER), Row("Memory", None, "MB")]

    assert table(rows).splitlines() == [
        "Figure  Rounds     Limit   Held  Closest open system  Ratio",
        "------  ---------  ------  ----  -------------------  -----",
        "Solve   2.5 s      <= 2 s  NO    6 s                  2.4 x",
        "Memory  not known",
    ]
