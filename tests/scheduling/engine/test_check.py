"""Checking: a whole roster, and single moves against a roster as it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.engine.breaches import compared
from scheduling.engine.check import Checker, check, compare
from scheduling.engine.facts import minute
from scheduling.engine.problem import Demand, Precedence, Roster, Work
from scheduling.engine.rules import (
    ALL,
    Broken,
    ContinuousDuty,
    Coverage,
    DayOff,
    NightRun,
    OneThing,
    RestBetween,
    RestRun,
    Sequence,
    StayClose,
    Tier,
    WeeklyHours,
    WeeklyShare,
    WorkRun,
)

from .builders import (
    call,
    clinic,
    duty,
    night,
    problem,
    resident,
    roster,
    rotation,
    situation,
    span,
)

ADA, BEA = resident("ada"), resident("bea")
LONG = [duty(f"long {n}", "W", n, 6, 20) for n in range(6)]
HOURS = problem([ADA], [*LONG, clinic(6), clinic(6, "PM")], spans=[span(ADA, 0, 6)])
TOO_MANY = roster(*((ADA, each) for each in LONG))  # 84 hours


def test_a_report_tells_violations_from_advisories_and_wishes():
    duties = [duty("day", "D", 0, 7, 19), duty("early", "E", 1, 2, 6), call(2)]
    asked = problem(
        [ADA],
        duties,
        demands=[Demand(("call-2",), 1, label="call")],
        published=frozenset({("ada", "call-2")}),
    )
    rules = [Coverage(), RestBetween(), StayClose()]

    report = check(asked, roster((ADA, duties[0]), (ADA, duties[1])), rules)

    assert [b.rule for b in report.violations] == [rules[0]]
    assert [b.rule for b in report.advisories] == [rules[1]]
    assert [b.rule for b in report.broken] == [rules[0], rules[1], rules[2]]
    assert report.costs == {Tier.EDUCATION: 5, Tier.NEARNESS: 1}


def test_rules_of_one_tier_are_added_and_hard_rules_cost_nothing():
    asked = problem([ADA], [clinic(0), clinic(0, code="X")], demands=[Demand(("C-0-AM",), 2)])
    rules = [OneThing(weight=7), Coverage(weight=3), WeeklyHours(), WeeklyShare()]

    report = check(asked, Roster(asked.candidates), rules)

    assert report.costs == {Tier.EDUCATION: 7 + 3}


def test_a_soft_rule_is_an_advisory_whatever_its_force():
    report = check(HOURS, TOO_MANY, [WeeklyHours(weight=1)])

    assert report.violations == ()
    assert [b.excess for b in report.advisories] == [4 * 60]
    assert report.costs == {Tier.EDUCATION: 4 * 60}


def test_pairs_beyond_the_candidates_can_be_checked():
    asked = problem([ADA, BEA], [night(0)], candidates=frozenset())

    assert check(asked, roster((BEA, night(0))), [NightRun(nights=0)]).violations[0].name == "Bea"


def test_a_fault_names_the_person_the_days_the_numbers_and_the_rule():
    [fault] = check(HOURS, TOO_MANY, [WeeklyHours()]).violations

    assert (fault.person, fault.name, fault.label) == ("ada", "Ada", "the rotation")
    assert (fault.total, fault.low, fault.high, fault.excess) == (5040, None, 4800, 240)
    assert (str(fault.first_day), str(fault.last_day)) == ("2027-03-08", "2027-03-14")


# Moves


def test_a_move_that_breaks_a_hard_rule_is_not_allowed():
    standing = Checker(HOURS, [WeeklyHours()]).start(Roster(TOO_MANY.pairs - {("ada", "long 5")}))

    verdict = standing.judge(add=[("ada", "long 5")])

    assert not verdict.allowed
    assert [(b.total, b.excess) for b in verdict.broken] == [(5040, 240)]
    assert verdict.mended == ()


def test_a_move_that_makes_a_fault_smaller_is_allowed_and_mends_nothing_yet():
    standing = Checker(HOURS, [WeeklyHours()]).start(TOO_MANY.changed(add=[("ada", "C-6-AM")]))

    verdict = standing.judge(remove=[("ada", "C-6-AM")])

    assert verdict.allowed
    assert (verdict.broken, verdict.mended) == ((), ())


def test_a_move_that_leaves_a_fault_as_it_is_is_allowed():
    standing = Checker(HOURS, [WeeklyHours()]).start(TOO_MANY.changed(add=[("ada", "C-6-AM")]))

    verdict = standing.judge(remove=[("ada", "C-6-AM")], add=[("ada", "C-6-PM")])

    assert verdict.allowed
    assert (verdict.broken, verdict.mended) == ((), ())


def test_a_move_that_makes_a_fault_larger_is_not_allowed():
    standing = Checker(HOURS, [WeeklyHours()]).start(TOO_MANY)

    verdict = standing.judge(add=[("ada", "C-6-AM")])

    assert not verdict.allowed
    assert [b.excess for b in verdict.broken] == [480]


def test_a_move_that_mends_a_fault_tells_of_it_as_it_was():
    standing = Checker(HOURS, [WeeklyHours()]).start(TOO_MANY)

    verdict = standing.judge(remove=[("ada", "long 0")])

    assert verdict.allowed
    assert [(b.total, b.excess) for b in verdict.mended] == [(5040, 240)]


def test_a_move_that_breaks_only_soft_rules_is_allowed_and_told_of():
    standing = Checker(HOURS, [WeeklyHours(weight=1)]).start(Roster())

    verdict = standing.judge(add=TOO_MANY.pairs)

    assert verdict.allowed
    assert len(verdict.broken) == 1


def test_judging_changes_nothing():
    standing = Checker(HOURS, [WeeklyHours(), DayOff()]).start(TOO_MANY)
    more = [("ada", "C-6-AM")]

    assert standing.judge(add=more) == standing.judge(add=more)
    assert standing.judge() == standing.judge(add=[], remove=[])
    assert standing.judge().allowed


def test_a_swap_of_calls_is_one_move():
    nights = [night(n) for n in range(4)]
    asked = problem([ADA, BEA], nights)
    before = roster((ADA, nights[0]), (ADA, nights[1]), (BEA, nights[2]), (BEA, nights[3]))
    standing = Checker(asked, [NightRun(nights=2)]).start(before)
    gives, takes = [("ada", "NF-1"), ("bea", "NF-2")], [("ada", "NF-2"), ("bea", "NF-1")]

    assert standing.judge(remove=gives, add=takes).allowed
    third = standing.judge(add=[("ada", "NF-2")])
    assert [b.message for b in third.broken] == [
        "Ada works 3 nights in a row, 08 Mar to 10 Mar 2027; the limit is 2."
    ]


def test_what_is_removed_and_added_in_one_move_stays():
    standing = Checker(HOURS, [WeeklyHours()]).start(TOO_MANY)

    verdict = standing.judge(remove=[("ada", "long 0")], add=[("ada", "long 0")])

    assert (verdict.broken, verdict.mended) == ((), ())


def test_a_roster_that_moved_stands_as_one_that_began_so():
    checker, standing = Checker(HOURS, [rule() for rule in ALL]), TOO_MANY
    gives, takes = [("ada", "long 0"), ("ada", "long 3")], [("ada", "C-6-PM")]

    moved = checker.start(standing).moved(remove=gives, add=takes)

    fresh = checker.start(standing.changed(remove=gives, add=takes))
    assert moved.totals.tolist() == fresh.totals.tolist()
    assert moved.values.tolist() == fresh.values.tolist()


def test_a_pair_that_the_checker_does_not_know_is_refused():
    asked = problem([ADA], [clinic(0)], candidates=frozenset())

    with pytest.raises(KeyError, match=r"\(ada, C-0-AM\) is not among the pairs"):
        Checker(asked, [OneThing()]).start(Roster()).judge(add=[("ada", "C-0-AM")])
    known = Checker(asked, [OneThing()], also=[("ada", "C-0-AM")])
    assert known.start(Roster()).judge(add=[("ada", "C-0-AM")]).allowed


def test_two_rosters_are_compared_like_a_move():
    verdict = compare(
        HOURS, TOO_MANY, TOO_MANY.changed(remove=[("ada", "long 0")]), [WeeklyHours()]
    )

    assert verdict.broken == ()
    assert [b.excess for b in verdict.mended] == [240]
    back = compare(HOURS, TOO_MANY.changed(remove=[("ada", "long 0")]), TOO_MANY, [WeeklyHours()])
    assert [b.excess for b in back.broken] == [240]


# Breaches that last

CALLS = [call(n, starts=8, ends=32) for n in (0, 1)]
STAYS = [duty(f"stay {hours}", "S", 1, 8, 8 + hours, work=Work.EDUCATION) for hours in (5, 6, 7)]
LATE = duty("late", "L", 1, 14, 16)
STRETCH = problem([ADA], [*CALLS, *STAYS, LATE])


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        ("call-0 stay 6", "call-0 stay 5", True),
        ("call-0 stay 6", "call-0 stay 7", False),
        ("call-0 stay 6", "call-0 stay 6 late", False),
        ("call-0 stay 7 late", "call-0 stay 7", True),
        ("call-0 stay 6", "call-1 stay 6", True),
        ("call-0 call-1", "call-0 stay 7", True),
        ("call-0 stay 6", "call-0 call-1", False),
        ("call-0", "call-0 stay 5", False),
    ],
)
def test_a_stretch_that_is_too_long_already_may_become_shorter_and_not_longer(
    before, after, allowed
):
    was, now = (Roster(frozenset(pair for pair in STRETCH.candidates if pair[1] in _named(names)))
                for names in (before, after))  # fmt: skip

    verdict = compare(STRETCH, was, now, [ContinuousDuty()])

    assert verdict.allowed is allowed
    assert bool(verdict.broken) is not allowed


def _named(names: str) -> list[str]:
    return [each.id for each in STRETCH.duties if each.id in names]


RUN = [clinic(n) for n in range(14)] + [clinic(n, code="X") for n in range(14)]
RUNS = problem([ADA], RUN, candidates=frozenset((ADA.id, each.id) for each in RUN))


@given(
    was=st.lists(st.sampled_from(["", "C", "X"]), min_size=14, max_size=14),
    now=st.lists(st.sampled_from(["", "C", "X"]), min_size=14, max_size=14),
)
def test_a_run_may_be_changed_as_long_as_no_breach_of_it_grows(was, now):
    """Against the days counted one by one: a run of five days and more is one too many."""
    before, after = ({(ADA.id, f"{code}-{n}-AM") for n, code in enumerate(each) if code}
                     for each in (was, now))  # fmt: skip

    verdict = compare(
        RUNS, Roster(frozenset(before)), Roster(frozenset(after)), [WorkRun(most_days=4)]
    )

    assert verdict.allowed is not _any_grows(_long_runs(was), _long_runs(now))
    assert {b.rule.code for b in verdict.mended} <= {"work-run"}


def _long_runs(codes: list[str]) -> list[frozenset[int]]:
    runs, run = [], []
    for n, code in enumerate([*codes, ""]):
        if code:
            run.append(n)
            continue
        runs, run = [*runs, frozenset(run)], []
    return [each for each in runs if len(each) > 4]


def _any_grows(was: list[frozenset[int]], now: list[frozenset[int]]) -> bool:
    """Whether any becomes longer than the longest, or all longer than all, where they meet."""
    return any(
        max(map(len, has)) > max(map(len, had), default=0)
        or sum(map(len, has)) > sum(map(len, had))
        for had, has in _meeting(was, now)
        if has
    )


def _meeting(was: list[frozenset[int]], now: list[frozenset[int]]):
    """Runs before and after that have a day in common, together with all that meet those."""
    groups: list[tuple[list[frozenset[int]], list[frozenset[int]]]] = []
    for run, is_after in [*((r, False) for r in was), *((r, True) for r in now)]:
        meets = [g for g in groups if any(run & other for other in (*g[0], *g[1]))]
        groups = [g for g in groups if g not in meets]
        joined = ([r for g in meets for r in g[0]], [r for g in meets for r in g[1]])
        joined[is_after].append(run)
        groups.append(joined)
    return groups


PIECES = [duty(f"{start}+{hours}", "W", 0, start, start + hours) for start in range(0, 24, 2)
          for hours in (1, 2)]  # fmt: skip
SIX_HOURS = ContinuousDuty(hours=6, transition_hours=0, pause_minutes=90)


@given(was=st.sets(st.sampled_from(PIECES), min_size=6), now=st.sets(st.sampled_from(PIECES)))
def test_stretches_are_compared_as_they_are_worked(was, now):
    """Against pieces put together one by one: what begins within 90 minutes goes on."""
    asked = problem([ADA], PIECES)

    verdict = compare(asked, roster(*((ADA, d) for d in was)), roster(*((ADA, d) for d in now)),
                      [SIX_HOURS])  # fmt: skip

    assert verdict.allowed is not _any_grows(_stretches(was), _stretches(now))


def _stretches(pieces) -> list[frozenset[int]]:
    """The minutes of each that is longer than six hours, the 90 minutes after it included."""
    found: list[list[int]] = []
    for start, end in sorted((minute(d.starts_at), minute(d.ends_at)) for d in pieces):
        if found and start - found[-1][1] < 90:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    return [frozenset(range(a, b + 90)) for a, b in found if b - a > 360]


MEETINGS = [duty(f"{start}+{hours}", "M", 0, start, start + hours)
            for start in range(6) for hours in (1, 2, 4)]  # fmt: skip


@given(was=st.sets(st.sampled_from(MEETINGS)), now=st.sets(st.sampled_from(MEETINGS)))
def test_what_is_done_at_once_may_move_as_long_as_it_gets_neither_longer_nor_more(was, now):
    """Against the hours counted one by one: two at once are one too many, three are two."""
    verdict = compare(
        problem([ADA], MEETINGS), *(roster(*((ADA, d) for d in each)) for each in (was, now)),
        [OneThing()],
    )  # fmt: skip

    assert verdict.allowed is not any(
        _any_grows(_crowded(was, most), _crowded(now, most)) for most in range(1, len(MEETINGS))
    )


def _crowded(meetings, most: int) -> list[frozenset[int]]:
    """The hours in a row of more than so many at once."""
    lasting = [(d.starts_at.hour, d.ends_at.hour) for d in meetings]
    runs, run = [], []
    for hour in range(12):
        if sum(start <= hour < end for start, end in lasting) > most:
            run.append(hour)
        elif run:
            runs, run = [*runs, frozenset(run)], []
    return runs


@pytest.mark.parametrize(
    ("was", "now", "allowed"),
    [
        ("CC..CCCCCC", "CCC..CCCCC", True),  # a day later
        ("CC..CCCCCC", "CX..XCCCCC", True),
        ("CC..CCCCCC", "CC.CCCCCCC", False),  # shorter
        ("CC.CCCCCCC", "CC..CCCCCC", True),
        ("CC..CCCCCC", "CC...CCCCC", True),  # mended
        ("CC..CCCCCC", "CC..CC..CC", False),  # a second one
        ("CC..CCCCCC", "CCCCCC..CC", False),  # elsewhere
    ],
)
def test_days_off_that_are_too_few_may_be_shifted_and_not_become_fewer(was, now, allowed):
    before, after = ({(ADA.id, f"{code}-{n}-AM") for n, code in enumerate(each) if code in "CX"}
                     for each in (was, now))  # fmt: skip

    verdict = compare(
        RUNS, Roster(frozenset(before)), Roster(frozenset(after)), [RestRun(least_days=3)]
    )

    assert verdict.allowed is allowed


STEPS = [rotation(code, n, n) for code in ("ICU", "WARD") for n in range(6)]
ORDERED = problem(
    [ADA],
    STEPS,
    precedences=[
        Precedence(
            ADA.id,
            tuple(f"WARD-{n}" for n in range(6)),
            tuple(f"ICU-{n}" for n in range(6)),
            "ICU before WARD",
        )
    ],
)


@pytest.mark.parametrize(
    ("was", "now", "allowed"),
    [
        ("ICU-2 WARD-4", "ICU-3 WARD-4", True),  # still too early, and less so
        ("ICU-2 WARD-4", "ICU-1 WARD-4", False),
        ("ICU-2 WARD-4", "ICU-2 WARD-5", True),  # too late as before
        ("ICU-2 WARD-4", "ICU-2 ICU-3 WARD-4", False),  # one more
        ("ICU-2 ICU-3 WARD-4", "ICU-3 WARD-4", True),
        ("ICU-2 WARD-4", "ICU-2 WARD-1", True),
        ("WARD-0 ICU-2", "WARD-3 ICU-2", False),
    ],
)
def test_what_is_done_too_early_may_come_later_and_not_sooner(was, now, allowed):
    before, after = (
        Roster(frozenset((ADA.id, name) for name in each.split())) for each in (was, now)
    )

    assert compare(ORDERED, before, after, [Sequence()]).allowed is allowed


@given(seed=st.integers(0, 2**32))
def test_a_move_of_the_whole_book_is_judged_as_two_reports_would(seed):
    asked, after = situation(seed)
    _, before = situation(seed + 1)
    before = Roster(before.pairs & (asked.candidates | asked.fixed))
    rules = [rule() for rule in ALL]

    verdict = compare(asked, before, after, rules)

    was, now = ({b.row: b for b in check(asked, r, rules).broken} for r in (before, after))
    lasting = compared(was.values(), now.values())
    worse = {r: b for r, b in now.items() if not b.spell and b.excess > _excess(was.get(r))}
    gone = {r: b for r, b in was.items() if not b.spell and r not in now}
    assert {b.row: b for b in verdict.broken} == worse | {b.row: b for b in lasting[0]}
    assert {b.row: b for b in verdict.mended} == gone | {b.row: b for b in lasting[1]}


def _excess(broken: Broken | None) -> int:
    return broken.excess if broken else 0
