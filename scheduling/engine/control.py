"""Ending a solve: told to by another thread, or because its time is up."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from scheduling.engine.options import Options

LOOK_SECONDS = 0.1
"""How often the processor's clock is looked at; nothing tells of it by itself."""
LEAST_SECONDS = 0.5
"""What a step of a search is given at least."""


class Search(Protocol):
    """What can be told to end."""

    def stop_search(self) -> None: ...


class Control:
    """Lets another thread end a solve early; the best roster so far is kept."""

    def __init__(self) -> None:
        self.cancelled = threading.Event()
        self._solver: Search | None = None
        self._lock = threading.Lock()

    def cancel(self) -> None:
        with self._lock:
            self.cancelled.set()
            if self._solver:
                self._solver.stop_search()

    def watch(self, solver: Search | None) -> None:
        with self._lock:
            self._solver = solver


class Clock:
    """The time of a solve: seconds on the wall, or of the processor where these are limited.

    A wall clock says little on a machine that has other work to do; processor seconds of this
    process are the same work everywhere.
    """

    def __init__(self, options: Options) -> None:
        self.of_processor = options.cpu_seconds is not None
        self.began = self.now()
        self.until = self.began + (options.cpu_seconds or options.seconds)

    def now(self) -> float:
        return time.process_time() if self.of_processor else time.monotonic()

    @property
    def left(self) -> float:
        return max(LEAST_SECONDS, self.until - self.now())

    @contextmanager
    def ending(self, solver: Search, seconds: float) -> Iterator[None]:
        """Ends the solver after so many seconds of the processor; the wall's it counts itself."""
        if not self.of_processor:
            yield
            return
        over, until = threading.Event(), self.now() + seconds

        def look() -> None:
            while not over.wait(LOOK_SECONDS):
                if self.now() >= until:
                    solver.stop_search()

        watching = threading.Thread(target=look, daemon=True)
        watching.start()
        try:
            yield
        finally:
            over.set()
            watching.join()
