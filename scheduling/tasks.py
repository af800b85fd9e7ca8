"""Work for Celery: each task fetches its row and calls one service."""

from celery import shared_task
from django.utils import timezone

from scheduling.models import Export, RepairRun, SheetReading, SolverRun
from scheduling.services.credential_news import tell_of_ending
from scheduling.services.exports import make_export as make
from scheduling.services.exports import tidy_exports
from scheduling.services.preferences import tell_of_rounds
from scheduling.services.repair import close_dead_repairs
from scheduling.services.sheet_readings import read_sheet as read
from scheduling.services.sheet_readings import tidy_readings
from scheduling.services.solve import close_dead_runs, run_solve


@shared_task(name="scheduling.tasks.solve")
def solve(*, run_id: int, **_: object) -> None:
    """Solve what a run asks for."""
    run_solve(SolverRun.objects.select_related("version__schedule__program").get(pk=run_id))


@shared_task(name="scheduling.tasks.repair")
def repair(*, run_id: int, **_: object) -> None:
    """Look for the repairs that a run asks for."""
    # It loads the solver, which every process would have that knows this task by its name.
    from scheduling.services.repair_search import run_repair  # noqa: PLC0415

    run_repair(RepairRun.objects.select_related("version__schedule__program").get(pk=run_id))


@shared_task(name="scheduling.tasks.make_export")
def make_export(*, export_id: int, **_: object) -> None:
    """Make the workbook that somebody asked for."""
    exports = Export.objects.select_related("version__schedule__program")
    make(exports.select_related("version__schedule__academic_year").get(pk=export_id))


@shared_task(name="scheduling.tasks.read_sheet")
def read_sheet(*, reading_id: int, **_: object) -> None:
    """Read the spreadsheet that somebody brought."""
    rows = SheetReading.objects.select_related("academic_year__program", "requested_by")
    read(rows.get(pk=reading_id))


@shared_task(name="scheduling.tasks.close_dead_solves")
def close_dead_solves(**_: object) -> int:
    """Notice solves, repairs and files whose worker is gone."""
    at = timezone.now()
    closers = (close_dead_runs, close_dead_repairs, tidy_exports, tidy_readings)
    return sum(close(at=at) for close in closers)


@shared_task(name="scheduling.tasks.tell_of_credentials")
def tell_of_credentials(**_: object) -> int:
    """Once a day; nobody is told twice of the same credential at the same distance."""
    return tell_of_ending(at=timezone.now())


@shared_task(name="scheduling.tasks.tell_of_preference_rounds")
def tell_of_preference_rounds(**_: object) -> int:
    """Tell people that they are asked what they would like, and that a deadline is near."""
    return tell_of_rounds(at=timezone.now())
