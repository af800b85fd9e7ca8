"""What a page says when a service was called: that it is done, or why not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

T = TypeVar("T")


@contextmanager
def attempting(request: HttpRequest, *, done: str = "") -> Iterator[None]:
    """A refusal ends the block and is told in its own words on the next page; else that it is done."""
    try:
        yield
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        if done:
            messages.success(request, done)


def answered(
    request: HttpRequest,
    verb: Callable[[], T],
    *,
    done: str,
    to: Callable[[T], str],
    otherwise: str,
) -> HttpResponse:
    """Call a service and go on; after a refusal, to the other page."""
    onwards = otherwise
    with attempting(request, done=done):
        onwards = to(verb())
    return HttpResponseRedirect(onwards)
