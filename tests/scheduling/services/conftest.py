"""The small program, and what happens to its drafts."""

from collections.abc import Callable

import pytest

from scheduling.models import ScheduleVersion, SolverRun
from scheduling.services.publish import publish_version
from scheduling.services.solve import request_solve, run_solve
from scheduling.services.versions import open_draft
from tests.factories.scheduling import RotationAssignmentFactory
from tests.scheduling.small_program import AT, SmallProgram, small_program


@pytest.fixture
def small(db) -> SmallProgram:
    return small_program()


@pytest.fixture
def chief(small):
    return small.user("chief")


@pytest.fixture
def coordinator(small):
    return small.user("coordinator")


@pytest.fixture
def draft(small, chief) -> ScheduleVersion:
    """Opened by the chief, empty."""
    return open_draft(small.year, by=chief, at=AT)


@pytest.fixture
def placed(small, draft) -> ScheduleVersion:
    """The same with both residents on the rotation in every block, as `solved` would leave it."""
    for person in small.residents:
        for block in small.year.blocks.all():
            RotationAssignmentFactory(
                version=draft,
                person=person,
                rotation=small.rotation,
                starts_on=block.starts_on,
                ends_on=block.ends_on,
            )
    return draft


@pytest.fixture
def published(placed, coordinator) -> ScheduleVersion:
    return publish_version(placed, by=coordinator, at=AT)


@pytest.fixture
def solve(small, chief) -> Callable[..., SolverRun]:
    """Ask for a solve and run it here, in the place of a worker."""

    def make(scope: str, **asked: object) -> SolverRun:
        run = request_solve(small.year, scope, by=chief, at=AT, **asked)
        run_solve(run)
        run.refresh_from_db()
        return run

    return make
