"""Requests beyond the limit wait for their turn; streams of news are let through."""

import asyncio

from config.gate import Gate


def scope(accept: str = "text/html") -> dict[str, object]:
    return {"type": "http", "headers": [(b"accept", accept.encode())]}


def most_at_once(*scopes: dict[str, object], limit: int) -> int:
    """How many of the requests were at work together at most."""
    at_work, most = 0, 0

    async def app(*_: object) -> None:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        await asyncio.sleep(0)
        at_work -= 1

    async def ask() -> None:
        gate = Gate(app, limit)
        await asyncio.gather(*(gate(each, None, None) for each in scopes))

    asyncio.run(ask())
    return most


def test_no_more_requests_work_at_once_than_are_let_in():
    assert most_at_once(*[scope()] * 5, limit=2) == 2


def test_streams_are_not_counted():
    assert most_at_once(scope(), *[scope("text/event-stream")] * 3, limit=1) == 4
