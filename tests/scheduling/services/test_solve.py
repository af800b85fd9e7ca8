"""Solves: asked for, run in a real child process, ended early, and found dead."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from people.models import Role
from scheduling.models import Assignment, SolverRun
from scheduling.services.check import findings
from scheduling.services.progress import latest_progress
from scheduling.services.solve import (
    SECONDS,
    SolveRefused,
    cancel_solve,
    close_dead_runs,
    repeat_solve,
    request_solve,
    run_solve,
)
from scheduling.services.versions import open_draft
from tests.factories.scheduling import (
    AcademicYearFactory,
    BlockFactory,
    RotationAssignmentFactory,
    RotationDemandFactory,
    RotationFactory,
    RuleSettingFactory,
    SolverRunFactory,
)
from tests.scheduling.small_program import AT

Scope, Status = SolverRun.Scope, SolverRun.Status


def refusal_of(small, scope, by, **asked) -> tuple[str, str]:
    with pytest.raises(SolveRefused) as refusal:
        request_solve(small.year, scope, by=by, at=AT, **asked)
    return refusal.value.code, " ".join(refusal.value.messages)


# Asking


def test_request_waits_for_a_worker(small, chief):
    run = request_solve(small.year, Scope.YEAR, by=chief, at=AT, seed=5)

    assert (run.status, run.requested_by, run.requested_at) == (Status.QUEUED, chief, AT)
    assert (run.seconds_allowed, run.seed) == (SECONDS[Scope.YEAR], 5)
    assert (run.starts_on, run.ends_on) == (date(2026, 7, 1), date(2027, 6, 30))


def test_request_for_a_block_is_about_its_days(small, placed, chief):
    run = request_solve(small.year, Scope.BLOCK, by=chief, at=AT, block=small.block(2), seconds=9)

    assert (run.starts_on, run.ends_on, run.seconds_allowed) == (
        date(2026, 7, 29),
        date(2026, 8, 25),
        9,
    )


@pytest.mark.parametrize("seconds", [0, -1, 3601])
def test_time_that_is_too_short_or_too_long_is_refused(small, chief, seconds):
    assert refusal_of(small, Scope.YEAR, chief, seconds=seconds) == (
        "seconds",
        f"{seconds} seconds were asked for; a solve may take 1 to 3600.",
    )


@pytest.mark.parametrize("seed", [-1, 2**31])
def test_seed_that_the_solver_does_not_know_is_refused(small, chief, seed):
    assert refusal_of(small, Scope.YEAR, chief, seed=seed) == (
        "seed",
        f"The seed is {seed}; it may be 0 to 2147483647.",
    )


def test_block_is_named_for_its_half_days_and_only_then(small, placed, chief):
    words = ("block", "Name a block to solve its half-days, and only then.")

    assert refusal_of(small, Scope.BLOCK, chief) == words
    assert refusal_of(small, Scope.YEAR, chief, block=small.block(1)) == words


def test_block_of_another_year_is_refused(small, placed, chief):
    other = BlockFactory(
        academic_year=AcademicYearFactory(program=small.program, year=2027), number=4
    )

    assert refusal_of(small, Scope.BLOCK, chief, block=other) == (
        "block",
        "Block 4 is not a block of 2026-27.",
    )


@pytest.mark.parametrize("asked", [{"scope": Scope.CALL}, {"scope": Scope.BLOCK}])
def test_rotations_come_first(small, chief, asked):
    block = small.block(1) if asked["scope"] == Scope.BLOCK else None

    assert refusal_of(small, asked["scope"], chief, block=block) == (
        "no-rotations",
        "There are no rotations yet. Generate the rotations of the year first.",
    )


def test_same_days_are_not_solved_twice_at_once(small, placed, chief):
    request_solve(small.year, Scope.BLOCK, by=chief, at=AT, block=small.block(1))

    assert refusal_of(small, Scope.YEAR, chief) == (
        "already-solving",
        "Half-days of a block from 01 Jul 2026 to 28 Jul 2026 is being solved already. Wait for "
        "it, or cancel it.",
    )
    assert request_solve(small.year, Scope.BLOCK, by=chief, at=AT, block=small.block(2)).status == (
        Status.QUEUED
    )


@pytest.mark.parametrize("kind", [Role.Kind.RESIDENT, Role.Kind.FACULTY])
def test_those_who_plan_nothing_generate_nothing(small, kind):
    with pytest.raises(PermissionDenied) as refusal:
        request_solve(small.year, Scope.YEAR, by=small.user(kind), at=AT)

    assert str(refusal.value) == "You may not generate a schedule in Cedar Family Medicine."
    assert not SolverRun.objects.exists()


def test_refused_request_opens_no_draft_and_wakes_no_worker(
    small, chief, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as after_commit:
        refusal_of(small, Scope.CALL, chief)

    assert after_commit == []
    assert not small.program.schedules.exists()


# Solving


def test_worker_takes_the_request_up_after_the_commit(
    small, chief, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        run = request_solve(small.year, Scope.YEAR, by=chief, at=AT, seconds=10)

    run.refresh_from_db()
    assert run.status == Status.SOLVED


def test_year_is_written_to_the_draft(small, solve):
    run = solve(Scope.YEAR, seconds=10)

    rows = run.version.assignments.rotations()
    assert (run.status, run.message) == (
        Status.SOLVED,
        "Solved. Nothing better is possible.",
    )
    assert {(r.person, r.starts_on, r.ends_on, r.rotation, r.source) for r in rows} == {
        (person, block.starts_on, block.ends_on, small.rotation, "solver")
        for person in small.residents
        for block in small.year.blocks.all()
    }
    assert findings(run.version) == []


def test_record_says_how_it_went(solve):
    run = solve(Scope.YEAR, seconds=10, seed=3)

    assert run.started_at <= run.finished_at
    assert len(run.fingerprint) == 64
    assert (run.result["status"], run.result["seed"]) == ("optimal", 3)
    assert run.result["solver"].startswith("OR-Tools ")
    assert latest_progress(run)["status_words"] == "Solved"


def test_half_days_of_a_block_follow_the_pattern(small, placed, solve):
    run = solve(Scope.BLOCK, block=small.block(1), seconds=10)

    rows = run.version.assignments.half_days()
    assert run.status == Status.SOLVED
    assert {(r.person, r.starts_on, r.slot, r.activity, r.source) for r in rows} == {
        (person, date(2026, 7, day), slot, activity, Assignment.Source.PATTERN)
        for person in small.residents
        for day in range(1, 29)
        if date(2026, 7, day).isoweekday() <= 5
        for slot, activity in (("AM", small.clinic), ("PM", small.office))
    }


def test_second_solve_leaves_what_it_would_write_again(small, solve):
    first = solve(Scope.YEAR, seconds=10)
    before = set(first.version.assignments.values_list("pk", flat=True))

    second = solve(Scope.YEAR, seconds=10)

    after = set(second.version.assignments.values_list("pk", flat=True))
    assert second.version == first.version
    assert (len(after), before - after) == (26, set())


def test_locked_assignment_stays(small, draft, solve):
    other = RotationFactory(program=small.program, code="OB", pgys=[1])
    locked = RotationAssignmentFactory(
        version=draft,
        person=small.residents[0],
        rotation=other,
        starts_on=small.block(2).starts_on,
        ends_on=small.block(2).ends_on,
        locked=True,
        lock_reason="Promised",
    )

    run = solve(Scope.YEAR, seconds=10)

    kept = run.version.assignments.get(
        person=small.residents[0], starts_on=small.block(2).starts_on
    )
    assert (run.status, kept, kept.rotation) == (Status.SOLVED, locked, other)


def test_half_days_made_for_other_rotations_are_removed_and_those_set_by_hand_stay(
    small, placed, solve
):
    half_days = placed.assignments.half_days()
    solve(Scope.BLOCK, block=small.block(1), seconds=10)
    locked, by_hand = half_days[:2]
    half_days.filter(pk=locked.pk).update(locked=True, lock_reason="Promised")
    half_days.filter(pk=by_hand.pk).update(source=Assignment.Source.MANUAL)
    removed = half_days.count() - 2

    run = solve(Scope.YEAR, seconds=10)

    assert set(half_days.all()) == {locked, by_hand}
    assert run.message == (
        f"Solved. Nothing better is possible. {removed} calls and half-days were made for what it "
        "replaces; they are removed. Generate them again."
    )


def test_impossible_year_says_what_stands_in_the_way(small, draft, solve):
    RotationDemandFactory(rotation=small.rotation, minimum=3)

    run = solve(Scope.YEAR, seconds=10)

    assert run.status == Status.INFEASIBLE
    assert run.message.splitlines()[0].startswith("FM")
    assert not draft.assignments.exists()


def test_run_is_taken_up_once(solve):
    run = solve(Scope.YEAR, seconds=10)
    written = set(run.version.assignments.values_list("pk", flat=True))

    run_solve(run)

    assert set(run.version.assignments.values_list("pk", flat=True)) == written


def test_solve_that_breaks_down_is_closed_and_heard_of(small, chief):
    RuleSettingFactory(
        program=small.program, code="night-run", parameters={"moons": 2}, effective_from=AT.date()
    )
    run = request_solve(small.year, Scope.YEAR, by=chief, at=AT)

    with pytest.raises(ValidationError, match="Nights in a row has no parameter moons"):
        run_solve(run)

    run.refresh_from_db()
    assert (run.status, run.message) == (
        Status.FAILED,
        "The solve failed: Refused. The log has the details.",
    )


# Ending early


def test_waiting_solve_is_cancelled_before_it_begins(small, chief):
    run = request_solve(small.year, Scope.YEAR, by=chief, at=AT)

    cancel_solve(run, by=chief, at=AT)
    run_solve(run)

    run.refresh_from_db()
    assert (run.status, run.message) == (Status.CANCELLED, "Cancelled before it began.")
    assert not run.version.assignments.exists()


def test_running_solve_is_asked_to_end(small, chief):
    run = request_solve(small.year, Scope.YEAR, by=chief, at=AT, seconds=60)
    asked = []

    def now():
        """The clock is read at each step of the attendance, so this comes from within."""
        moment = timezone.now()
        run.refresh_from_db()
        if run.status == Status.SOLVING and not asked:
            asked.append(cancel_solve(run, by=chief, at=moment))
        return moment

    run_solve(run, now=now)

    run.refresh_from_db()
    assert asked
    assert run.cancel_requested_at is not None
    assert (run.status, run.message) in {
        (Status.CANCELLED, "Cancelled before a first roster was found."),
        (Status.PARTIAL, "Cancelled. The best roster found so far is in the draft."),
    }
    assert run.version.assignments.exists() == (run.status == Status.PARTIAL)


def test_solve_that_is_over_is_not_cancelled(draft, chief):
    run = SolverRunFactory(version=draft, status=Status.SOLVED)

    with pytest.raises(SolveRefused) as refusal:
        cancel_solve(run, by=chief, at=AT)

    assert refusal.value.messages == ["This solve is over: solved."]


def test_residents_cancel_nothing(small, draft):
    run = SolverRunFactory(version=draft)

    with pytest.raises(PermissionDenied):
        cancel_solve(run, by=small.user("resident"), at=AT)

    run.refresh_from_db()
    assert run.status == Status.QUEUED


def test_repeat_asks_the_same_again(small, placed, coordinator):
    failed = SolverRunFactory(
        version=placed,
        scope=Scope.BLOCK,
        block=small.block(4),
        starts_on=small.block(4).starts_on,
        ends_on=small.block(4).ends_on,
        status=Status.FAILED,
        seconds_allowed=77,
        seed=8,
    )

    again = repeat_solve(failed, by=coordinator, at=AT)

    assert again.pk != failed.pk
    assert (again.scope, again.block, again.seconds_allowed, again.seed, again.status) == (
        Scope.BLOCK,
        small.block(4),
        77,
        8,
        Status.QUEUED,
    )


# Dead workers


@pytest.mark.parametrize(
    ("state", "silent_for", "expected"),
    [
        (Status.SOLVING, timedelta(seconds=29), Status.SOLVING),
        (Status.SOLVING, timedelta(seconds=31), Status.FAILED),
        (Status.QUEUED, timedelta(minutes=14), Status.QUEUED),
        (Status.QUEUED, timedelta(minutes=16), Status.FAILED),
    ],
)
def test_run_whose_worker_is_gone_is_closed(draft, state, silent_for, expected):
    run = SolverRunFactory(
        version=draft,
        status=state,
        requested_at=AT - silent_for,
        heartbeat_at=AT - silent_for if state == Status.SOLVING else None,
    )

    closed = close_dead_runs(at=AT)

    run.refresh_from_db()
    assert (run.status, closed) == (expected, int(expected == Status.FAILED))


def test_closed_run_lets_the_next_one_in(small, draft, chief):
    SolverRunFactory(version=draft, status=Status.SOLVING, heartbeat_at=AT - timedelta(minutes=1))

    close_dead_runs(at=AT)

    assert request_solve(small.year, Scope.YEAR, by=chief, at=AT).status == Status.QUEUED
    assert open_draft(small.year, by=chief, at=AT) == draft
