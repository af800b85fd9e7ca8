"""What is left to a worker: sent once the transaction is committed."""

from __future__ import annotations

from people.models import Program
from swaps.models import Trade, TripPlan


def look_for_matches(program: Program) -> None:
    from swaps import tasks  # noqa: PLC0415 -- tasks are a door and call the services

    tasks.look_for_matches.delay(program_id=program.pk)


def settle(trade: Trade) -> None:
    from swaps import tasks  # noqa: PLC0415 -- as above

    tasks.settle.delay(trade_id=trade.pk)


def plan_trip(trip: TripPlan) -> None:
    from swaps import tasks  # noqa: PLC0415 -- as above

    tasks.plan_trip.delay(trip_id=trip.pk)
