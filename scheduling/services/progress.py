"""News of a solve, through Redis, from the worker to whoever watches."""

from __future__ import annotations

import json
from typing import Any

from people.broadcast import client
from scheduling.engine.result import Progress, Result
from scheduling.engine.rules.base import Tier
from scheduling.models import SolverRun

KEPT_SECONDS = 24 * 60 * 60


def channel(run_id: int) -> str:
    return f"solve:{run_id}"


def tell_progress(run: SolverRun, progress: Progress | None, note: str = "") -> None:
    """Keep the latest news of a run, and pass it on."""
    _tell(run, news_of(run, progress) | ({"note": note} if note else {}))


def tell_end(run: SolverRun, progress: Progress | None, result: Result | None) -> None:
    """The last news: each tier as the result has it, also one of which no news came before."""
    news = news_of(run, progress)
    if result is not None and result.tiers:
        news["tiers"] = [tier_news(t.tier, t.objective, t.bound, done=True) for t in result.tiers]
    _tell(run, news)


def _tell(run: SolverRun, words: dict[str, Any]) -> None:
    news = json.dumps(words)
    pipe = client().pipeline()
    pipe.set(f"{channel(run.pk)}:latest", news, ex=KEPT_SECONDS)
    pipe.publish(channel(run.pk), news)
    pipe.execute()


def latest_progress(run: SolverRun) -> dict[str, Any]:
    """The latest news; only the state, when none has come yet."""
    kept = client().get(f"{channel(run.pk)}:latest")
    news: dict[str, Any] = json.loads(kept) if isinstance(kept, bytes) else {}
    return news | {"status": run.status, "status_words": run.get_status_display()}


def news_of(run: SolverRun, progress: Progress | None) -> dict[str, Any]:
    news: dict[str, Any] = {
        "run": run.pk,
        "status": run.status,
        "status_words": run.get_status_display(),
        "tiers": [],
    }
    if progress is None:
        return news
    news["seconds"] = round(progress.seconds, 1)
    news["tiers"] = [tier_news(t.tier, t.objective, t.bound, done=True) for t in progress.done]
    news["tiers"].append(tier_news(progress.tier, progress.objective, progress.bound, done=False))
    return news


def tier_news(tier: Tier, best: int | None, bound: int | None, *, done: bool) -> dict[str, Any]:
    """A tier's best, bound and gap in percent; unknown values are None."""
    gap = None
    if best is not None and bound is not None:
        gap = round(100 * (best - bound) / max(1, abs(best)), 1)
    return {"tier": tier.name.capitalize(), "best": best, "bound": bound, "gap": gap, "done": done}
