"""The door through which something comes is known where history is written."""

import pytest

from config.celery import app
from people.doors import Door, current_door, door_of, through


@pytest.mark.parametrize(
    ("path", "door"),
    [
        ("/admin/scheduling/schedule/", Door.ADMIN),
        ("/api/v1/versions/", Door.REST),
        ("/my/", Door.PAGE),
    ],
)
def test_address_names_the_door(path, door):
    assert door_of(path) == door


def test_innermost_door_counts_and_is_left_again():
    assert current_door() == Door.UNKNOWN
    with through(Door.REST), through(Door.TASK):
        assert current_door() == Door.TASK
    assert current_door() == Door.UNKNOWN


def test_task_comes_through_its_own_door():
    task = app.task(name="tests.door")(current_door)

    assert task.delay().get() == Door.TASK
    app.tasks.pop("tests.door")
