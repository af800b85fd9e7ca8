"""The consequences of an absence in sentences, what speaks against it first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from people.models import Absence
from people.time_away.counting import in_days
from scheduling.engine.rules.base import Broken
from scheduling.models import Activity, Assignment
from scheduling.queries.company_away import GroupAway
from scheduling.services.consequences import Consequences, LeaveEffect, TakenClinic

SHOWN = 6
SHOWN_TO_ONESELF = 3
"""On a telephone, and they know their schedule."""


class Weight(StrEnum):
    """How much a point matters for the decision."""

    AGAINST = "against"
    ARRANGE = "arrange"
    KNOW = "know"


@dataclass(frozen=True)
class Point:
    """One consequence in a sentence."""

    weight: Weight
    text: str


@dataclass(frozen=True)
class Verdict:
    """All points, and what they come to in a sentence."""

    points: tuple[Point, ...]

    def of(self, weight: Weight) -> tuple[str, ...]:
        return tuple(point.text for point in self.points if point.weight == weight)

    @property
    def against(self) -> tuple[str, ...]:
        return self.of(Weight.AGAINST)

    @property
    def arrange(self) -> tuple[str, ...]:
        return self.of(Weight.ARRANGE)

    @property
    def know(self) -> tuple[str, ...]:
        return self.of(Weight.KNOW)

    @property
    def fits(self) -> bool:
        return not self.against

    @property
    def sentence(self) -> str:
        if self.against:
            return f"Does not fit: {_count(len(self.against), 'thing')} against it."
        if self.arrange:
            return f"Fits, with {_count(len(self.arrange), 'thing')} to arrange."
        return "Fits."


def verdict_on(found: Consequences) -> Verdict:
    order = list(Weight)
    return Verdict(tuple(sorted(_points(found), key=lambda point: order.index(point.weight))))


def _points(found: Consequences) -> Iterator[Point]:
    if found.leave is not None:
        yield from _of_balances(found.leave)
    yield from _of_closed_days(found.closed_days)
    yield from map(_of_group, (group for group in found.company.groups if group.full_days))
    yield from _of_averages(found)
    shown = SHOWN_TO_ONESELF if found.is_own else SHOWN
    yield from _of_calls(found.calls, shown)
    yield from _of_clinics(found.clinics, shown)
    yield from _of_others(found.others, shown)
    yield from _of_faults(found)
    if found.leave is not None:
        yield from _of_board(found.leave)
        yield from (Point(Weight.KNOW, text) for text in found.leave.six_weeks.remarks())
    yield from _of_company(found)
    if not found.versions:
        yield Point(
            Weight.KNOW, "Nothing is published for these days; what is planned will go around it."
        )


def _of_balances(leave: LeaveEffect) -> Iterator[Point]:
    for before, after in leave.touched:
        name, used = after.allotment.name, in_days(before.left - after.left)
        if after.left < 0:
            text = f"{name}: {used} asked for, {in_days(max(0, before.left))} left."
            yield Point(Weight.AGAINST, text)
        elif after.left_if_granted < 0:
            left = in_days(max(0, before.left_if_granted))
            text = f"{name}: {used} asked for, {left} left after what else is asked for."
            yield Point(Weight.AGAINST, text)
        else:
            whole = in_days(after.allotment.halves)
            text = f"{name}: takes {used}; {in_days(after.left)} of {whole} left then."
            yield Point(Weight.KNOW, text)


def _of_closed_days(days: Sequence[date]) -> Iterator[Point]:
    if days:
        yield Point(Weight.AGAINST, f"No leave is planned on {said_days(days)}.")


def _of_group(group: GroupAway) -> Point:
    return Point(
        Weight.AGAINST,
        f"On {said_days(group.full_days)} {group.most} of {group.members} of {group.name} would be "
        f"away; {group.allowed} may be.",
    )


def _of_averages(found: Consequences) -> Iterator[Point]:
    for change in found.averages:
        text = (
            f"{change.label}: {change.after.weekly:.1f} hours a week on average, "
            f"{change.after.minutes / 60:.1f} h over {change.after.weeks:.2f} weeks present; "
            f"without the absence {change.before.weekly:.1f}."
        )
        if change.is_over:
            yield Point(Weight.AGAINST, f"{text} The limit is {change.limit}.")
        else:
            yield Point(Weight.KNOW, text)


def _of_calls(calls: Sequence[Assignment], shown: int) -> Iterator[Point]:
    if calls:
        count = _count(len(calls), "call")
        yield Point(Weight.ARRANGE, f"{count} to cover: {_rows(calls, shown)}.")


def _of_clinics(clinics: Sequence[TakenClinic], shown: int) -> Iterator[Point]:
    near = [clinic.row for clinic in clinics if clinic.has_patients]
    far = [clinic.row for clinic in clinics if not clinic.has_patients]
    if near:
        count = _count(len(near), "clinic")
        yield Point(
            Weight.ARRANGE, f"{count} to cancel with patients to call: {_rows(near, shown)}."
        )
    if far:
        yield Point(
            Weight.ARRANGE, f"{_count(len(far), 'clinic')} to close or move: {_rows(far, shown)}."
        )


def _of_others(rows: Sequence[Assignment], shown: int) -> Iterator[Point]:
    """Work with patients has to be arranged; teaching and offices are missed."""
    missed = (Activity.Kind.EDUCATION, Activity.Kind.ADMINISTRATION)
    work = [row for row in rows if row.activity and row.activity.kind not in missed]
    rest = [row for row in rows if row.activity and row.activity.kind in missed]
    if work:
        count = _count(len(work), "half-day")
        yield Point(Weight.ARRANGE, f"{count} of other work without them: {_rows(work, shown)}.")
    if rest:
        yield Point(Weight.KNOW, f"Missed: {_rows(rest, shown)}.")


def _of_faults(found: Consequences) -> Iterator[Point]:
    """But for calls and averages, which have their own sentences."""
    calls = {(row.code, row.starts_on) for row in found.calls}
    for fault in found.faults:
        if fault.rule.code == "weekly-hours" or _is_of_call(fault, calls):
            continue
        weight = Weight.AGAINST if fault.rule.code == "leave" else Weight.ARRANGE
        yield Point(weight, fault.message)


def _is_of_call(fault: Broken, calls: Iterable[tuple[str, date]]) -> bool:
    return fault.rule.code == "coverage" and any(
        fault.first_day == night and fault.label.startswith(f"{code} ") for code, night in calls
    )


def _of_board(leave: LeaveEffect) -> Iterator[Point]:
    board, longer = leave.board, leave.days_longer
    if board is None:
        return
    if longer > 0 and board.end is not None:
        yield Point(
            Weight.KNOW,
            f"Training ends {_count(longer, 'day')} later, on {said_day(board.end, year=True)}, by "
            f"what the {board.board.name} is known to ask.",
        )
    for count in board.counts:
        if count.beyond:
            limit = count.limit
            yield Point(
                Weight.KNOW,
                f"{board.board.name}, {count.label}: {in_days(count.used)} away of "
                f"{in_days(count.allowed)} allowed"
                + ("." if limit.verified else "; this number was not verified."),
            )


def _of_company(found: Consequences) -> Iterator[Point]:
    others = found.company.others
    if not others:
        yield Point(Weight.KNOW, "Nobody else of the same level or call is away then.")
    elif found.is_own:
        people = len({absence.person_id for absence in others})
        yield Point(
            Weight.KNOW,
            f"{people} of the same level or call "
            f"{'is' if people == 1 else 'are'} away or {'has' if people == 1 else 'have'} asked "
            "for some of these days.",
        )
    else:
        yield Point(
            Weight.KNOW, f"Also away: {', '.join(map(_other, others[:SHOWN]))}{_more(others)}."
        )


def _other(absence: Absence) -> str:
    asked = ", asked for" if absence.status == Absence.Status.REQUESTED else ""
    days = said_span(absence.starts_on, absence.ends_on)
    return f"{absence.person.roster_name} ({days}{asked})"


def _rows(rows: Sequence[Assignment], shown: int) -> str:
    words = (f"{row.code} {said_day(row.starts_on)}{_half(row)}" for row in rows[:shown])
    return f"{', '.join(words)}{_more(rows, shown)}"


def _half(row: Assignment) -> str:
    return f" {row.slot}" if row.slot else ""


def _more(items: Sequence[object], shown: int = SHOWN) -> str:
    return f" and {len(items) - shown} more" if len(items) > shown else ""


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


# Days in words


def said_day(day: date, *, year: bool = False) -> str:
    return f"{day:%a %b} {day.day}" + (f", {day.year}" if year else "")


def said_span(first: date, last: date) -> str:
    return said_day(first) if first == last else f"{said_day(first)} to {said_day(last)}"


def said_days(days: Sequence[date]) -> str:
    """Single days by name, several as from the first to the last."""
    if len(days) <= 2:
        return " and ".join(said_day(day) for day in days)
    return f"{len(days)} days from {said_day(days[0])} to {said_day(days[-1])}"
