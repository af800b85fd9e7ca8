"""What is fair in a group, and who is at its ends."""

from scheduling.engine.equity import share_out


def test_shares_follow_working_time_and_what_was_done_before():
    group = share_out(
        "RC", {"ada": 12, "bea": 10, "cy": 2}, {"ada": 100, "bea": 100, "cy": 50}, {"bea": 2}
    )

    # 24 and the 2 from before, shared by 100:100:50; what Bea did before is taken off hers.
    assert [(h.person, h.least, h.most, h.off) for h in group.held] == [
        ("ada", 10, 11, 1), ("bea", 8, 9, 1), ("cy", 5, 6, -3),
    ]  # fmt: skip
    assert [h.level for h in group.held] == [12.0, 12.0, 4.0]
    assert (group.fewest, group.most, group.spread, group.middle) == (
        ("cy",),
        ("ada", "bea"),
        8.0,
        12.0,
    )


def test_one_alone_and_nothing_at_all_are_not_compared():
    assert not share_out("RC", {"ada": 12}, {"ada": 100}).is_compared
    assert not share_out("RC", {}, {"ada": 100, "bea": 100}).is_compared
