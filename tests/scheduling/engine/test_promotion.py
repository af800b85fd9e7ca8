"""What becomes of a resident when the year turns, on cycle and off it."""

from datetime import date

import pytest

from scheduling.engine.promotion import Proposal, Trainee, Turn, propose

JUNE_2027, JUNE_2028 = date(2027, 6, 30), date(2028, 6, 30)
SEPTEMBER_2026 = date(2026, 9, 14)
UNKNOWN = "The program does not say how many years training lasts."


@pytest.mark.parametrize(
    ("trainee", "expected"),
    [
        (Trainee(1, 3, JUNE_2028), Proposal(Turn.PROMOTE, 2, None, "")),
        (Trainee(2, 3, JUNE_2027), Proposal(Turn.PROMOTE, 3, None, "")),
        (
            Trainee(3, 3, date(2026, 6, 30)),
            Proposal(Turn.GRADUATE, 3, None, "Training ends on 30 June 2026."),
        ),
        # Off cycle: the dates are kept, and the year has the PGY of most of it.
        (
            Trainee(3, 3, SEPTEMBER_2026),
            Proposal(Turn.STAY, 3, SEPTEMBER_2026, "Off cycle: training ends on 14 September 2026."),
        ),
        (
            Trainee(1, 3, date(2028, 9, 14)),
            Proposal(
                Turn.PROMOTE, 2, None,
                "Off cycle: PGY-2 from 15 September 2026, which is most of the year.",
            ),
        ),
        (
            Trainee(1, 3, date(2029, 3, 14)),
            Proposal(Turn.STAY, 1, None, "Off cycle: PGY-2 only from 15 March 2027."),
        ),
        (
            Trainee(2, 3, date(2027, 3, 14)),
            Proposal(
                Turn.PROMOTE, 3, date(2027, 3, 14), "Off cycle: training ends on 14 March 2027."
            ),
        ),
        (
            Trainee(2, 3, JUNE_2027, left_on=date(2026, 1, 31)),
            Proposal(Turn.LEAVE, 2, None, "The enrollment ended on 31 January 2026."),
        ),
        (
            Trainee(3, 3, date(2026, 6, 30), left_on=date(2026, 1, 31)),
            Proposal(Turn.GRADUATE, 3, None, "The enrollment ended on 31 January 2026."),
        ),
        (Trainee(1, None, None), Proposal(None, 2, None, UNKNOWN)),
    ],
)  # fmt: skip
def test_the_year_brings(trainee, expected):
    assert propose(trainee, 2026) == expected
