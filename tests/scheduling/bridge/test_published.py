"""What is published, as pairs of the questions about a new draft."""

from datetime import date

import pytest

from scheduling.bridge.problems import block_parts, call_parts, version_parts, year_parts
from scheduling.bridge.source import Source
from scheduling.engine.academic_year import Span
from tests.factories.scheduling import ScheduleVersionFactory, freeze

WHOLE = Span(date(2026, 7, 1), date(2027, 6, 30))
BLOCK = Span(date(2026, 7, 1), date(2026, 7, 28))


@pytest.mark.parametrize(
    ("build", "within", "kinds"),
    [(year_parts, WHOLE, "LR"), (call_parts, WHOLE, "C"), (block_parts, BLOCK, "H")],
)
def test_question_knows_the_pairs_of_its_kinds_that_are_published(sound, build, within, kinds):
    pairs = {pair for pair in version_parts(Source(sound)).fixed if pair[1][0] in kinds}
    freeze(sound)
    draft = ScheduleVersionFactory(schedule=sound.schedule, number=2)

    parts = build(Source(draft), within)

    assert pairs
    assert parts.published == pairs


def test_question_leaves_out_published_duties_that_it_has_not(sound):
    """A new draft has no rotations yet, so that nobody can do half-days."""
    freeze(sound)
    draft = ScheduleVersionFactory(schedule=sound.schedule, number=2)

    assert block_parts(Source(draft), BLOCK).problem().published == frozenset()


def test_version_that_is_published_itself_has_nothing_to_stay_close_to(sound):
    freeze(sound)

    assert year_parts(Source(sound), WHOLE).published == set()
