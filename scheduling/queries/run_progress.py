"""How a solve is doing, in words and numbers for a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from scheduling.models import SolverRun

Status = SolverRun.Status

TONES = {
    Status.SOLVED: "good",
    Status.PARTIAL: "fair",
    Status.CANCELLED: "fair",
    Status.INFEASIBLE: "bad",
    Status.FAILED: "bad",
}


@dataclass(frozen=True, slots=True)
class TierLine:
    """One tier: its best roster so far, the least it must cost, and how far apart they are."""

    name: str
    best: int | None
    bound: int | None
    gap: float | None
    state: str


@dataclass(frozen=True, slots=True)
class RunProgress:
    """A solve at one moment. `sentence` changes only when there is something to be told."""

    sentence: str
    tone: str
    is_over: bool
    is_ending: bool
    seconds: int
    seconds_allowed: int
    tiers: tuple[TierLine, ...]
    lines: tuple[str, ...]
    """What came of it: a sentence, or what stands in the way, line by line."""

    @property
    def headline(self) -> str:
        """Above the lines, unless the first of them says it already."""
        return "" if self.lines and self.lines[0].startswith(self.sentence[:-1]) else self.sentence

    @property
    def seconds_shown(self) -> int:
        """For the bar: building and writing take time beyond what solving may."""
        return min(self.seconds, self.seconds_allowed)


def run_progress(
    run: SolverRun, news: Mapping[str, Any], *, at: datetime, silent_for: timedelta
) -> RunProgress:
    """From the row, and the latest news of it; both may lag behind each other."""
    tiers = tuple(_tiers(run, news))
    return RunProgress(
        sentence=_sentence(run, tiers, news.get("note", ""), at=at, silent_for=silent_for),
        tone=TONES.get(Status(run.status), "waiting"),
        is_over=not run.is_active,
        is_ending=run.is_active and run.cancel_requested_at is not None,
        seconds=_seconds(run, at),
        seconds_allowed=run.seconds_allowed,
        tiers=tiers,
        lines=tuple(run.message.splitlines()),
    )


def _sentence(
    run: SolverRun, tiers: Iterable[TierLine], note: str, *, at: datetime, silent_for: timedelta
) -> str:
    if run.status == Status.QUEUED:
        return "Waiting for a worker."
    if run.status != Status.SOLVING:
        return f"{run.get_status_display()}."
    if run.heartbeat_at is not None and run.heartbeat_at < at - silent_for:
        return "The worker does not answer. If it stays away, this solve is closed as failed."
    if run.cancel_requested_at is not None:
        return "Ending. The best roster found so far is kept."
    if note:
        return f"No schedule keeps all rules. {note}"
    current = next((tier for tier in tiers if tier.state != "done"), None)
    if current is None:
        return "Building the problem."
    if current.best is None:
        return f"Looking for a first roster ({current.name.lower()})."
    return f"Improving {current.name.lower()}."


def _tiers(run: SolverRun, news: Mapping[str, Any]) -> Iterator[TierLine]:
    """What the record says of a solve that is over, else the news."""
    recorded = run.result.get("tiers", [])
    for tier in recorded:
        state = "proven" if tier["proven"] else "best found"
        gap = round(100 * tier["gap"], 1)
        yield TierLine(tier["tier"], tier["objective"], tier["bound"], gap, state)
    if recorded:
        return
    for tier in news.get("tiers", []):
        state = "done" if tier["done"] else "in progress" if run.is_active else "left off"
        yield TierLine(tier["tier"], tier["best"], tier["bound"], tier["gap"], state)


def _seconds(run: SolverRun, at: datetime) -> int:
    """Since it began, or while it lasted."""
    if run.started_at is None:
        return 0
    until = run.finished_at or at
    return max(0, round((until - run.started_at).total_seconds()))
