"""Work for Celery: reminders of hours, ledgers kept ready, packs of evidence."""

from celery import shared_task
from django.utils import timezone

from scheduling.compliance.models import EvidencePack
from scheduling.compliance.services.ledgers import make_ledger_ready as make_ready
from scheduling.compliance.services.ledgers import make_ledgers_ready as ready
from scheduling.compliance.services.packs import close_dead_packs as close
from scheduling.compliance.services.packs import make_pack as make
from scheduling.compliance.services.reminders import remind_of_open_days
from scheduling.models import AcademicYear


@shared_task(name="scheduling.compliance.tasks.remind_of_hours")
def remind_of_hours(**_: object) -> int:
    """Once a day; who was told of a week is not told the same again."""
    return remind_of_open_days(at=timezone.now())


@shared_task(name="scheduling.compliance.tasks.make_ledgers_ready")
def make_ledgers_ready(**_: object) -> int:
    """What pages show of hours, before anybody asks."""
    return ready(at=timezone.now())


@shared_task(name="scheduling.compliance.tasks.make_ledger_ready")
def make_ledger_ready(*, year_id: int, **_: object) -> bool:
    """The same for the year that somebody looks at."""
    year = AcademicYear.objects.select_related("program").get(pk=year_id)
    return make_ready(year, at=timezone.now())


@shared_task(name="scheduling.compliance.tasks.make_pack")
def make_pack(*, pack_id: int, **_: object) -> None:
    """Make the pack that somebody asked for."""
    make(EvidencePack.objects.select_related("program").get(pk=pack_id))


@shared_task(name="scheduling.compliance.tasks.close_dead_packs")
def close_dead_packs(**_: object) -> int:
    """Notice packs whose worker is gone."""
    return close(at=timezone.now())
