"""Eighteen things that a residency can ask of its scheduler, and the tests that show each.

Those that no other test shows stand here.
"""

import ast
from itertools import pairwise
from pathlib import Path

import pytest

from scheduling.engine.check import Checker, check
from scheduling.engine.metrics import coverage
from scheduling.engine.options import Options
from scheduling.engine.problem import Demand, Gap, Problem, Roster
from scheduling.engine.result import Status
from scheduling.engine.rules import (
    Coverage,
    DayOff,
    NightRun,
    Sequence,
    Tier,
    WeeklyHours,
    defaults,
)
from scheduling.engine.solve import solve

from .engine.blocks import whole_block
from .engine.builders import away, call, duty, problem, resident, roster, span, told

ROOT = Path(__file__).parent.parent
ENGINE, RULES = "scheduling/engine", "scheduling/engine/rules"
ADA, BEA = resident("ada"), resident("bea")

SHOWN: dict[int, tuple[str, ...]] = {
    1: (
        f"{ENGINE}/test_metrics.py::test_a_week_in_which_every_call_is_taken_is_wholly_covered",
        f"{ENGINE}/test_metrics.py::test_a_missing_sunday_call_is_exactly_one_gap",
        "scheduling/test_acceptance.py::test_1_the_missing_sunday_is_the_one_fault_that_is_found",
    ),
    2: (f"{ENGINE}/test_mutations.py::test_switching_off_a_hard_rule_changes_the_answer",),
    3: (f"{RULES}/test_weekly_hours.py::test_six_nights_of_thirteen_hours_count_in_full",),
    4: (
        f"{RULES}/test_continuous_duty.py::test_three_days_of_clinic_are_three_stretches",
        f"{RULES}/test_continuous_duty.py::test_a_stay_of_28_and_a_half_hours_breaks_both_limits",
        f"{RULES}/test_continuous_duty.py"
        "::test_24_hours_and_a_minute_with_patients_are_not_allowed_in_any_year",
    ),
    5: ("scheduling/test_acceptance.py::test_5_a_week_of_vacation_leaves_the_average",),
    6: (
        "scheduling/test_acceptance.py::test_6_four_free_days_are_enough_with_eight_days_in_a_row",
    ),
    7: (f"{ENGINE}/test_acgme_vectors.py::test_a_case_is_judged_as_the_requirements_have_it",),
    8: (
        f"{RULES}/test_supervision.py::test_one_attending_serves_a_pgy_1_and_a_pgy_2",
        f"{RULES}/test_supervision.py::test_one_attending_does_not_serve_five_of_whom_one_is_a_pgy_1",
    ),
    9: (
        "scheduling/test_acceptance.py::test_9_a_trade_that_makes_a_third_call_too_close_is_refused",
        "swaps/services/test_lifecycle.py::test_what_would_break_a_rule_is_refused_when_it_comes_to_it",
        "swaps/services/test_lifecycle.py::test_an_exchange_needs_both_and_is_undone_when_both_ask",
        "scheduling/services/test_changes.py::test_undo_says_what_has_changed_since",
        "scheduling/services/test_rollback.py::test_days_to_come_go_back_and_can_be_put_there_again",
        "scheduling/services/test_rollback.py::test_what_was_amended_since_is_a_conflict_and_stays",
    ),
    10: (
        "doors/test_permissions.py::test_everybody_is_answered_as_the_table_says",
        "doors/test_isolation.py::test_no_address_tells_neighbors_anything",
    ),
    11: (
        f"{ENGINE}/test_process.py::test_stopping_gives_the_best_roster_within_two_seconds",
        "scheduling/test_worker.py"
        "::test_run_at_work_bars_a_second_and_gives_its_best_when_it_is_cancelled",
    ),
    12: (
        "scheduling/sheets/test_round_trip.py::test_an_unedited_workbook_changes_nothing",
        "scheduling/sheets/test_round_trip.py"
        "::test_what_was_typed_is_applied_as_one_change_and_taken_back",
        "scheduling/sheets/test_round_trip.py::test_a_workbook_of_another_block_is_refused",
        "scheduling/program_file/test_round_trip.py::test_samples_are_read_back_equal",
        "scheduling/services/test_load_program.py::test_the_same_file_twice_changes_nothing",
        "scheduling/services/test_load_program.py::test_changed_cells_are_told_and_written",
    ),
    13: (
        f"{ENGINE}/test_academic_year.py::test_years_that_start_on_a_thursday_have_13_blocks",
        f"{ENGINE}/test_academic_year.py::test_year_has_366_days_when_its_february_is_long",
    ),
    14: (
        f"{ENGINE}/test_explain.py"
        "::test_a_night_for_which_everybody_is_away_is_named_with_those_who_are",
    ),
    15: ("scheduling/services/test_solve.py::test_same_days_are_not_solved_twice_at_once",),
    16: (
        "scheduling/test_calendar.py::test_night_ends_on_the_next_day",
        "scheduling/test_calendar.py::test_call_is_an_event",
        "scheduling/test_calendar.py::test_unknown_revoked_and_expired_keys_open_nothing",
    ),
    17: (f"{ENGINE}/test_solve.py::test_the_same_seed_gives_the_same_roster_in_any_process",),
    18: (
        "scheduling/test_acceptance.py"
        "::test_18_a_block_of_thirty_people_is_solved_with_every_rule_and_its_gap_is_told",
    ),
}


def test_all_eighteen_are_accounted_for():
    assert set(SHOWN) == set(range(1, 19))


@pytest.mark.parametrize("name", [name for names in SHOWN.values() for name in names])
def test_what_is_said_to_show_it_is_a_test(name):
    path, _, function = name.partition("::")
    tree = ast.parse((ROOT / path).read_text())

    assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_1_the_missing_sunday_is_the_one_fault_that_is_found():
    nights = [call(number) for number in range(7)]
    demands = [Demand((night.id,), 1, 1, label=night.id) for night in nights]
    asked = problem([ADA, BEA], nights, demands=demands)
    whole = [((ADA, BEA)[number % 2], night) for number, night in enumerate(nights)]

    assert coverage(asked, roster(*whole)).share == 1.0
    [fault] = check(asked, roster(*whole[:6]), [Coverage()]).broken
    assert (fault.label, fault.first_day.isoweekday()) == ("call-6", 7)


def _weeks(hours: float, count: int) -> list:
    return [
        duty(f"work {n} {weekday}", "W", 7 * n + weekday, 1, 1 + hours / 5)
        for n in range(count)
        for weekday in range(5)
    ]


@pytest.mark.parametrize(("hours", "faults"), [(80, 0), (86, 1)])
def test_5_a_week_of_vacation_leaves_the_average(hours, faults):
    vacation = [away(ADA, 21, 27)]
    asked = problem([ADA], _weeks(hours, 3), spans=[span(ADA, 0, 27)], away=vacation)

    assert len(told(WeeklyHours(), asked)) == faults


@pytest.mark.parametrize(("free", "faults"), [((4, 13, 14, 23), 0), ((4, 13, 23), 1)])
def test_6_four_free_days_are_enough_with_eight_days_in_a_row(free, faults):
    work = [duty(f"work {n}", "W", n, 8, 17) for n in range(28) if n not in free]
    asked = problem([ADA], work, spans=[span(ADA, 0, 27)])

    assert max(later - earlier - 1 for earlier, later in pairwise(free)) >= 8
    assert len(told(DayOff(), asked)) == faults


def _calls() -> tuple[Problem, Roster]:
    """Ada has the nights of Monday and Wednesday, Bea that of Thursday."""
    nights = [call(0), call(2), call(3)]
    ids = tuple(night.id for night in nights)
    gaps = [Gap(p.id, ids, 1, "RC twice within 2 nights") for p in (ADA, BEA)]
    asked = problem([ADA, BEA], nights, gaps=gaps)
    return asked, roster((ADA, nights[0]), (ADA, nights[1]), (BEA, nights[2]))


def test_9_a_trade_that_makes_a_third_call_too_close_is_refused():
    asked, before = _calls()
    standing = Checker(asked, [Sequence(), NightRun()]).start(before)

    third = standing.judge(add=[("ada", "call-3")], remove=[("bea", "call-3")])
    back = standing.judge(add=[("bea", "call-0")], remove=[("ada", "call-0")])

    assert not third.allowed
    assert [b.message for b in third.broken] == ["Ada, RC twice within 2 nights."]
    assert back.allowed


def test_18_a_block_of_thirty_people_is_solved_with_every_rule_and_its_gap_is_told():
    """In the solver's own time, of which a quiet machine has far more in the minute it is given."""
    asked, rules = whole_block(), defaults()

    result = solve(asked, rules, Options(seconds=600, workers=1, deterministic=1.0))

    assert result.roster is not None
    assert check(asked, result.roster, rules).violations == ()
    assert coverage(asked, result.roster).share == 1.0
    assert {tier.tier: tier.gap for tier in result.tiers} == {
        Tier.EDUCATION: 0.0,
        Tier.FAIRNESS: 0.0,
        Tier.PREFERENCES: 0.0,
        Tier.SHAPE: 0.0,
    }
    assert (result.status, result.gap) == (Status.OPTIMAL, 0.0)
