"""Days off: what stands in the way, and which swaps clear it."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from swaps.services.trips import find_weekends, plan_trip
from tests.swaps.team import AT

pytestmark = pytest.mark.django_db


def test_a_trip_names_calls_that_can_be_swapped_and_work_that_needs_leave(crew, at_once):
    """From Tuesday 7 to Wednesday 8 July Ada has a call, and clinic before it."""
    with time_machine.travel(AT, tick=False), at_once():
        trip = plan_trip(
            crew.ada, crew.program, date(2026, 7, 7), date(2026, 7, 8),
            by=crew.account("ada"), at=AT,
        )  # fmt: skip

    trip.refresh_from_db()
    [days] = trip.days
    assert [call["label"] for call in days["calls"]] == ["RC on Tuesday 07 July 2026"]
    assert [w.split(" on ")[0] for w in days["work"]] == ["C", "GME"]
    taken = {
        leg["what"]
        for match in days["calls"][0]["matches"]
        for leg in match["legs"]
        if leg["taker"] == crew.ada.pk
    }
    assert "RC on Tue 7 Jul" not in taken
    assert len(days["together"]) == 1


def test_weekends_without_a_duty_are_golden(crew, at_once):
    with time_machine.travel(AT, tick=False), at_once():
        plan = find_weekends(crew.cy, crew.program, by=crew.account("cy"), at=AT)

    plan.refresh_from_db()
    # From the fourth of July; before that nothing is published.
    assert [day["first"] for day in plan.days][:2] == ["2026-07-04", "2026-07-11"]
    assert all(day["free"] for day in plan.days)


def test_a_trip_ends_after_it_starts_and_lies_ahead(crew):
    with pytest.raises(ValidationError, match="comes before"):
        plan_trip(
            crew.ada, crew.program, date(2026, 7, 8), date(2026, 7, 7),
            by=crew.account("ada"), at=AT,
        )  # fmt: skip
    with pytest.raises(ValidationError, match="is past"):
        plan_trip(
            crew.ada, crew.program, date(2026, 6, 8), date(2026, 6, 9),
            by=crew.account("ada"), at=AT,
        )  # fmt: skip
