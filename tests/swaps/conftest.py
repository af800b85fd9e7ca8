"""The team, and workers whose work is done at once."""

from collections.abc import Callable

import pytest

from tests.swaps.team import Team, team


@pytest.fixture
def crew(db: None) -> Team:
    return team()


@pytest.fixture
def at_once(django_capture_on_commit_callbacks: object) -> Callable[[], object]:
    """`with at_once():` does what is left to workers when the block ends, again and again."""

    def run() -> object:
        return django_capture_on_commit_callbacks(execute=True)  # type: ignore[operator]

    return run
