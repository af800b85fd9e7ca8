"""Sick at six in the morning: recorded, covered in what is published, and kept in the ledger."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from people.models import Notice
from people.spoken import spoken
from scheduling.models import Assignment, Cover, RepairRun, Rotation
from scheduling.queries.covers import ledger, options_of
from scheduling.services.cover import call_in_sick, take_back_cover, use_cover
from scheduling.services.cover_ledger import more_than_before, settle_cover
from scheduling.services.repair_search import run_repair
from tests.factories.scheduling import CallAssignmentFactory, CallTypeFactory, freeze

NIGHT = date(2026, 7, 18)
AT = datetime(2026, 7, 18, 11, tzinfo=UTC)
"""Six in the morning in Chicago."""


@pytest.fixture
def published(small, placed):
    """Ada has call on the 18th, Bea on the 25th."""
    Rotation.objects.update(call_eligible=True)
    call_type = CallTypeFactory(program=small.program, code="RC", pgys=[1])
    for person, night in zip(small.residents, (NIGHT, date(2026, 7, 25)), strict=True):
        CallAssignmentFactory(version=placed, person=person, call_type=call_type, starts_on=night)
    freeze(placed, at=AT)
    return placed


def sick(small, person, chief, day=NIGHT, at=AT) -> RepairRun:
    _, run = call_in_sick(
        person, program=small.program, by=chief, at=at, starts_on=day, ends_on=day
    )
    run_repair(run, now=lambda: at)
    run.refresh_from_db()
    return run


def holders(version) -> list[tuple[int, date]]:
    calls = Assignment.objects.filter(version=version).calls()
    return list(calls.order_by("starts_on").values_list("person", "starts_on"))


def test_sick_call_is_covered_in_what_is_published_and_taken_back(small, published, chief):
    ada, bea = small.residents

    run = sick(small, ada, chief)
    (direct, *_) = options_of(run, at=AT)
    change_set = use_cover(run, direct.number, by=chief, at=AT)
    covered, entered = holders(published), list(ledger(small.program, at=AT))
    cover, notice = Cover.objects.get(), Notice.objects.get(kind="cover_asked")
    take_back_cover(run, by=chief, at=AT)

    assert [(b.name, b.given, b.owed) for b in direct.people] == [("Sorrel B.", 0, 0)]
    assert direct.takes[0].startswith("Sorrel B. takes RC on ")
    assert (change_set.kind, change_set.reason) == ("cover", "Ada Rowan is away.")
    assert covered == [(bea.pk, NIGHT), (bea.pk, date(2026, 7, 25))]
    assert (cover.covered_by, cover.covered_for, cover.code, cover.minutes) == (
        bea,
        ada,
        "RC",
        1440,
    )
    assert [(t.person, t.given, t.received, t.owed, t.owes) for t in entered] == [
        (bea, 1, 0, 1, 0),
        (ada, 0, 1, 0, 1),
    ]
    assert (notice.person, notice.subject) == (bea, "You take over RC on Sat 18 Jul 2026")
    assert notice.needs_ack_by > AT
    assert holders(published) == [(ada.pk, NIGHT), (bea.pk, date(2026, 7, 25))]
    assert ledger(small.program, at=AT) == []
    with pytest.raises(ValidationError, match="no cover that could be taken back"):
        take_back_cover(run, by=chief, at=AT)


def test_cover_in_return_makes_the_earlier_one_good(small, published, chief):
    ada, bea = small.residents
    run = sick(small, ada, chief)
    with translation.override("es"):
        told = [spoken(run.message), spoken(run.ways[0]["changes"][0])]
        with pytest.raises(ValidationError, match="No existe la manera 9; hay 2"):
            use_cover(run, 9, by=chief, at=AT)
    assert told[0].startswith("En ")
    assert told[1].startswith("Sorrel B. toma RC el ")
    use_cover(run, 1, by=chief, at=AT)

    use_cover(sick(small, bea, chief, day=date(2026, 7, 25)), 1, by=chief, at=AT)

    later, earlier = Cover.objects.all()
    assert (earlier.state, earlier.repaid_with, earlier.settled_how) == (
        "repaid", later, "By RC for them.",
    )  # fmt: skip
    assert (later.covered_by, later.state) == (ada, "repays")
    assert [tally.owed for tally in ledger(small.program, at=AT)] == [0, 0]


def test_cover_is_settled_once_and_with_a_word(small, published, chief):
    use_cover(sick(small, small.residents[0], chief), 1, by=chief, at=AT)
    cover = Cover.objects.get()

    with pytest.raises(ValidationError, match="Say how it was made good"):
        settle_cover(cover, "repaid", by=chief, at=AT, how=" ")
    settle_cover(cover, "waived", by=chief, at=AT, how="Paid as an extra shift.")
    with pytest.raises(ValidationError, match="settled already: not to be made good"):
        settle_cover(cover, "repaid", by=chief, at=AT, how="Again.")
    with pytest.raises(PermissionDenied):
        settle_cover(cover, "repaid", by=small.user("resident"), at=AT, how="Mine.")

    assert (cover.state, cover.settled_by) == ("waived", chief)


def test_exchange_evens_out(small, published):
    """Who takes one call and gives one away has no more than before."""
    ada, bea = small.residents
    mine, theirs = Assignment.objects.filter(version=published).calls().order_by("starts_on")
    taken = Assignment(
        person=bea, kind="call", call_type=mine.call_type, starts_on=NIGHT,
        starts_at=mine.starts_at, ends_at=mine.ends_at,
    )  # fmt: skip

    assert more_than_before([mine, theirs], [taken]) == []
    assert more_than_before([mine], [taken]) == [taken]
    assert ada.pk != bea.pk
