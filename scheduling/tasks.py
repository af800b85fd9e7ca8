"""Work for Celery: each task fetches its row and calls one service."""

from celery import shared_task
from django.utils import timezone

from scheduling.models import SolverRun
from scheduling.services.solve import close_dead_runs, run_solve


@shared_task(name="scheduling.tasks.solve")
def solve(*, run_id: int, **_: object) -> None:
    """Solve what a run asks for."""
    run_solve(SolverRun.objects.select_related("version__schedule__program").get(pk=run_id))


@shared_task(name="scheduling.tasks.close_dead_solves")
def close_dead_solves(**_: object) -> int:
    """Notice solves whose worker is gone."""
    return close_dead_runs(at=timezone.now())
