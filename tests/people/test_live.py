"""The stream of news that a reader's pages listen to."""

from collections.abc import Callable
from contextlib import suppress

from asgiref.sync import async_to_sync, sync_to_async
from django.db import transaction

from people.broadcast import announce
from people.live import events
from people.models import User
from people.services.notices import tell


@async_to_sync
async def heard(user: User, happens: Callable[[], object], *, pieces: int) -> list[str]:
    """What the stream says first, and so many pieces after something has happened."""
    stream = events(user)
    said = [await anext(stream)]
    await sync_to_async(happens)()
    said += [await anext(stream) for _ in range(pieces)]
    await stream.aclose()
    return said


def event(name: str, data: str = "") -> str:
    return f"event: {name}\ndata: {data}\n\n"


def test_reader_hears_of_what_concerns_them_once_it_is_committed(
    transactional_db, program, other_program, resident, coordinator, at
):
    def told(reader, event):
        given = {"subject": "Moved.", "lines": [], "url": "/my/", "at": at, "event": event}
        tell("late_change", program=program, people=[reader], **given)

    def happens():
        with suppress(ZeroDivisionError), transaction.atomic():
            told(resident, "undone")
            raise ZeroDivisionError
        told(coordinator, "of another")
        announce("swaps", programs=[other_program.pk])
        announce("draft", planners=[program.pk])
        told(resident, "mine")
        announce("schedule", programs=[program.pk])

    said = heard(resident.user, happens, pieces=3)

    assert said == [event("count", "0"), event("count", "1"), event("notices"), event("schedule")]
