"""The year of several programs: a run for each, a refusal stops nobody else, and how all stand."""

from datetime import timedelta

import pytest
from celery.canvas import Signature

from people.models import Role
from scheduling.models import SolverRun
from scheduling.queries.programs_standing import standing_of
from scheduling.services.solve import close_dead_runs
from scheduling.services.solve_programs import request_solves
from tests.factories.people import ProgramFactory, RoleFactory, UserFactory
from tests.factories.scheduling import YEAR, AcademicYearFactory, SolverRunFactory
from tests.scheduling.small_program import AT

pytestmark = pytest.mark.django_db
Status = SolverRun.Status


@pytest.fixture
def owner():
    return UserFactory(is_superuser=True)


@pytest.fixture
def pair():
    programs = (ProgramFactory(name="Alder"), ProgramFactory(name="Birch"))
    for program in programs:
        AcademicYearFactory(program=program, year=YEAR)
    return programs


def run_of(program, status, **fields):
    year = program.academic_years.get()
    return SolverRunFactory(
        version__schedule__academic_year=year, scope="year", status=status, **fields
    )


def test_each_program_gets_a_run_and_a_task_of_its_own(
    pair, owner, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as tasks:
        asked = request_solves(pair, YEAR, by=owner, at=AT, seconds=7, seed=3)

    runs = [one.run for one in asked]
    assert [run.version.schedule.academic_year.program for run in runs] == list(pair)
    assert {(r.scope, r.status, r.seconds_allowed, r.seed) for r in runs} == {
        ("year", "queued", 7, 3)
    }
    sent = [getattr(task, "__self__", None) for task in tasks]
    names = [each.task for each in sent if isinstance(each, Signature)]
    assert names == ["scheduling.tasks.solve"] * 2


def test_refused_programs_are_told_why_and_stop_nobody(pair, owner):
    alder, birch = pair
    unopened = ProgramFactory(name="Cedar")
    request_solves([alder], YEAR, by=owner, at=AT)

    asked = request_solves([alder, unopened, birch], YEAR, by=owner, at=AT)

    assert [bool(one.run) for one in asked] == [False, False, True]
    assert asked[0].refusal.endswith("is being solved already. Wait for it, or cancel it.")
    assert asked[1].refusal == f"Cedar has no academic year {YEAR}. Open it first."


def test_rights_are_those_in_each_program(pair):
    chief = RoleFactory(program=pair[1], kind=Role.Kind.CHIEF).user

    asked = request_solves(pair, YEAR, by=chief, at=AT)

    assert [bool(one.run) for one in asked] == [False, True]
    assert asked[0].refusal.startswith("You may not ")
    assert SolverRun.objects.count() == 1


def test_runs_that_wait_behind_a_busy_worker_are_not_dead(pair):
    long_ago = AT - timedelta(minutes=40)
    waiting = run_of(pair[0], Status.QUEUED, requested_at=long_ago)
    ended = run_of(pair[1], Status.SOLVED, heartbeat_at=AT - timedelta(minutes=1))

    assert close_dead_runs(at=AT) == 0
    SolverRun.objects.filter(pk=ended.pk).update(heartbeat_at=AT - timedelta(minutes=16))
    assert close_dead_runs(at=AT) == 1
    waiting.refresh_from_db()
    assert waiting.status == Status.FAILED


def test_worst_gap_is_known_when_all_are(pair):
    gaps = ([0.0, 0.013], [0.004])
    for program, tiers in zip(pair, gaps, strict=True):
        run_of(program, Status.SOLVED, result={"tiers": [{"gap": gap} for gap in tiers]})

    standing = standing_of(pair, YEAR)

    assert (standing.counts, standing.unknown, standing.worst_gap) == ({"Solved": 2}, 0, 0.013)
    assert standing.sentence == "2 solved; worst gap 1.3 %."


def test_one_unknown_gap_makes_the_worst_unknown(pair):
    program = ProgramFactory()
    run_of(pair[0], Status.SOLVED, result={"tiers": [{"gap": 0.01}]})
    run_of(pair[1], Status.FAILED)

    standing = standing_of([*pair, program], YEAR)

    assert standing.counts == {"Solved": 1, "Failed": 1, "Not asked for": 1}
    assert (standing.unknown, standing.worst_gap) == (2, None)


def test_latest_run_counts(pair):
    run = run_of(pair[0], Status.SOLVED, result={"tiers": []})
    SolverRunFactory(
        version=run.version,
        status=Status.FAILED,
        requested_at=run.requested_at + timedelta(hours=1),
    )

    assert standing_of(pair[:1], YEAR).counts == {"Failed": 1}
