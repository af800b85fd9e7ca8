"""How the latest solves of the year stand in several programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from people.models import Program
from scheduling.models import SolverRun

Status = SolverRun.Status


@dataclass(frozen=True)
class ProgramStanding:
    """The latest solve of one program, if there was one."""

    program: Program
    run: SolverRun | None

    @property
    def gap(self) -> float | None:
        """The largest gap of any tier; None until the solve has ended with a roster."""
        if self.run is None or self.run.status != Status.SOLVED:
            return None
        tiers = self.run.result.get("tiers")
        return None if tiers is None else max((tier["gap"] for tier in tiers), default=0.0)

    @property
    def words(self) -> str:
        return "Not asked for" if self.run is None else self.run.get_status_display()


@dataclass(frozen=True)
class Standing:
    """All of them together."""

    programs: tuple[ProgramStanding, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many programs stand how, in words."""
        return dict(Counter(one.words for one in self.programs))

    @property
    def unknown(self) -> int:
        """In how many programs the gap is not known."""
        return sum(one.gap is None for one in self.programs)

    @property
    def worst_gap(self) -> float | None:
        """None unless the gap of every program is known: an unknown one may be worse."""
        gaps = [one.gap for one in self.programs]
        known = [gap for gap in gaps if gap is not None]
        return max(known) if known and len(known) == len(gaps) else None

    @property
    def sentence(self) -> str:
        counts = ", ".join(f"{many} {words.lower()}" for words, many in self.counts.items())
        if self.worst_gap is not None:
            return f"{counts}; worst gap {100 * self.worst_gap:.1f} %."
        return f"{counts or 'no programs'}; worst gap not known ({self.unknown} without a gap)."


def standing_of(programs: Iterable[Program], year: int) -> Standing:
    """Where each program's latest solve of the year is, in the order given."""
    wanted = list(programs)
    runs = (
        SolverRun.objects.filter(
            scope=SolverRun.Scope.YEAR,
            version__schedule__academic_year__year=year,
            version__schedule__academic_year__program__in=wanted,
        )
        .select_related("version__schedule__academic_year")
        .order_by("requested_at", "pk")
    )
    latest = {run.version.schedule.academic_year.program_id: run for run in runs}
    return Standing(tuple(ProgramStanding(one, latest.get(one.pk)) for one in wanted))
