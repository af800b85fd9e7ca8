"""Work for Celery: each task fetches its row and calls one service."""

from celery import shared_task
from django.utils import timezone

from people.models import Program
from swaps.models import Trade, TripPlan
from swaps.services.matching import ask_again, revive, search_offers
from swaps.services.reminders import expire, remind
from swaps.services.settling import settle as settle_trade
from swaps.services.trips import run_trip


@shared_task(name="swaps.tasks.look_for_matches")
def look_for_matches(*, program_id: int, **_: object) -> int:
    """Look for matches of the open offers of a program that wait for them."""
    return search_offers(Program.objects.get(pk=program_id), at=timezone.now())


@shared_task(name="swaps.tasks.settle")
def settle(*, trade_id: int, **_: object) -> None:
    """Take a trade one step on."""
    settle_trade(Trade.objects.get(pk=trade_id), at=timezone.now())


@shared_task(name="swaps.tasks.plan_trip")
def plan_trip(*, trip_id: int, **_: object) -> None:
    """Look for what stands in the way of some days off. Another search may have replaced it."""
    trip = TripPlan.objects.filter(pk=trip_id).select_related("program", "person").first()
    if trip is not None:
        run_trip(trip, at=timezone.now())


@shared_task(name="swaps.tasks.remind_of_offers")
def remind_of_offers(**_: object) -> int:
    """End what came too late, and remind of what nobody has taken."""
    at = timezone.now()
    revive(at=at)
    return expire(at=at) + remind(at=at)


@shared_task(name="swaps.tasks.look_again")
def look_again(**_: object) -> None:
    """Once a day: other offers may have come that make rings, and absences that stand against."""
    ask_again(at=timezone.now())
