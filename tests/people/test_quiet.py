"""When mail is due: at once, with the daily mail, after quiet hours or rest."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from people.models import NoticePreferences
from people.quiet import end_of_quiet, mail_due, next_time

ZONE = ZoneInfo("America/Chicago")
NOON = datetime(2026, 1, 15, 12, tzinfo=ZONE)
NIGHT = datetime(2026, 1, 15, 23, tzinfo=ZONE)
MORNING = datetime(2026, 1, 16, 6, tzinfo=ZONE)


def due(at, *, needs_ack_by=None, rests_until=None, **preferred):
    return mail_due(
        "late_change",
        NoticePreferences(**preferred),
        zone=ZONE,
        at=at,
        rests_until=rests_until,
        needs_ack_by=needs_ack_by,
    )


@pytest.mark.parametrize(
    ("at", "preferred", "expected"),
    [
        (NOON, {}, NOON),
        (NIGHT, {}, MORNING),
        (NIGHT, {"quiet_from": None, "quiet_until": None}, NIGHT),
        (NOON, {"quiet_from": time(11), "quiet_until": time(13)}, NOON.replace(hour=13)),
        # Its hour comes before the end of the quiet: it waits for that.
        (NOON, {"ways": {"late_change": "daily"}}, MORNING.replace(hour=7)),
        (NIGHT, {"ways": {"late_change": "daily"}, "daily_at": time(5)}, MORNING),
        (NOON, {"rests_until": NOON.replace(hour=17)}, NOON.replace(hour=17)),
        (NOON, {"rests_until": NIGHT}, MORNING),
        (NOON, {"rests_until": NIGHT, "rests_after_call": False}, NOON),
        # What has to be seen before the quiet is over breaks it; else it waits like any other.
        (NIGHT, {"needs_ack_by": MORNING}, NIGHT),
        (NIGHT, {"needs_ack_by": MORNING + timedelta(hours=1)}, MORNING),
        (NOON, {"needs_ack_by": NIGHT, "ways": {"late_change": "daily"}}, NOON),
    ],
)
def test_mail_is_due_when_its_reader_may_be_disturbed(at, preferred, expected):
    found = due(at, **preferred)

    assert found.at == expected
    assert bool(found.reason) == (expected != at)


def test_quiet_hours_follow_the_clocks_when_they_change():
    before = datetime(2026, 3, 7, 23, tzinfo=ZONE)

    until = end_of_quiet(before, time(21), time(6), ZONE)

    assert until == datetime(2026, 3, 8, 11, tzinfo=UTC)
    assert until - before.astimezone(UTC) == timedelta(hours=6)
    assert next_time(datetime(2026, 3, 8, 6, tzinfo=ZONE), time(6), ZONE).day == 9
