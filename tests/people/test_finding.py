"""The search over everything: what is found under which words, and by whom."""

from datetime import UTC, date, datetime

import pytest

from people.finding import search
from scheduling.queries.days_said import days_said
from tests.factories.scheduling import ScheduleFactory, ScheduleVersionFactory
from tests.scheduling.small_program import small_program

NOW = datetime(2026, 11, 30, 17, tzinfo=UTC)
TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Jan 5", (date(2027, 1, 5), date(2026, 1, 5), date(2025, 1, 5))),
        ("5 january 2027", (date(2027, 1, 5),)),
        ("1/5/2027", (date(2027, 1, 5),)),
        ("Jan. 5, 2027", (date(2027, 1, 5),)),
        ("2027-01-05", (date(2027, 1, 5),)),
        ("tomorrow", (date(2026, 12, 1),)),
        ("Feb 29", ()),
        ("block 7", ()),
        ("Rowan", ()),
    ],
)
def test_days_are_understood_as_people_write_them(text, days):
    assert days_said(text, TODAY) == days


def test_everything_is_found_by_those_who_may_see_it(db):
    small = small_program()
    small_program("Harbor Surgery")
    found = {"title": "Leave", "message": "Ada Rowan has a week too many.", "hard": True}
    version = ScheduleVersionFactory(
        schedule=ScheduleFactory(program=small.program, academic_year=small.year),
        report={"findings": [found]},
    )

    def titles(text: str, role: str = "coordinator") -> dict[str, list[str]]:
        kinds = search(text, by=small.user(role), at=NOW)
        return {kind.title: [hit.title for hit in kind.hits] for kind in kinds}

    rowan = {"People": ["Ada Rowan"], "Findings of the last check": [found["message"]]}
    assert titles("rowan ADA") == titles("rowan ADA", "chief") == rowan
    assert titles("block 3") == {"Blocks": ["Block 3 of 2026-27"]}
    assert titles("jan 5") == {
        "Days": [
            "Who is where, Tue Jan 5, 2027",
            "Call roster, Tue Jan 5, 2027",
            "Block 7 of 2026-27",
        ]
    }
    assert titles("family med") == {"Rotations, activities and calls": ["Family medicine (FM)"]}
    # A chief resident sets up no webhooks.
    assert titles("webhooks") == titles("webhooks", "chief") == {}
    assert titles("webhooks", "director") == {"Pages": ["Webhooks"]}
    assert titles("rowan", "resident") == titles("r") == {}
    hits = search("too many", by=small.user("chief"), at=NOW)[0].hits
    assert hits[0].url == f"/admin/scheduling/scheduleversion/{version.pk}/found/0/"
