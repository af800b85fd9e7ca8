"""The consequences of an absence in sentences, what speaks against it first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from people.models import Absence
from people.time_away.counting import in_days
from people.time_away.standing import Count
from people.wording import counted, joined, listed, said
from scheduling.engine.rules.base import Broken
from scheduling.models import Activity, Assignment
from scheduling.queries.company_away import GroupAway
from scheduling.queries.leave_book import BoardStanding
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
            return counted(
                "Does not fit: {count} thing against it.",
                "Does not fit: {count} things against it.",
                len(self.against),
            )
        if self.arrange:
            return counted(
                "Fits, with {count} thing to arrange.",
                "Fits, with {count} things to arrange.",
                len(self.arrange),
            )
        return said("Fits.")


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
            Weight.KNOW,
            said("Nothing is published for these days; what is planned will go around it."),
        )


def _of_balances(leave: LeaveEffect) -> Iterator[Point]:
    for before, after in leave.touched:
        words = {"name": after.allotment.name, "used": in_days(before.left - after.left)}
        if after.left < 0:
            left = in_days(max(0, before.left))
            text = said("{name}: {used} asked for, {left} left.", left=left, **words)
            yield Point(Weight.AGAINST, text)
        elif after.left_if_granted < 0:
            left = in_days(max(0, before.left_if_granted))
            text = said(
                "{name}: {used} asked for, {left} left after what else is asked for.",
                left=left,
                **words,
            )
            yield Point(Weight.AGAINST, text)
        else:
            text = said(
                "{name}: takes {used}; {left} of {whole} left then.",
                left=in_days(after.left),
                whole=in_days(after.allotment.halves),
                **words,
            )
            yield Point(Weight.KNOW, text)


def _of_closed_days(days: Sequence[date]) -> Iterator[Point]:
    if days:
        text = said("No leave is planned on {days}.", days=said_days(days))
        yield Point(Weight.AGAINST, text)


def _of_group(group: GroupAway) -> Point:
    text = said(
        "On {days} {most} of {members} of {name} would be away; {allowed} may be.",
        days=said_days(group.full_days),
        most=group.most,
        members=group.members,
        name=group.name,
        allowed=group.allowed,
    )
    return Point(Weight.AGAINST, text)


def _of_averages(found: Consequences) -> Iterator[Point]:
    for change in found.averages:
        text = said(
            "{label}: {weekly:.1f} hours a week on average, {worked:.1f} h over {weeks:.2f} weeks "
            "present; without the absence {before:.1f}.",
            label=change.label,
            weekly=change.after.weekly,
            worked=change.after.minutes / 60,
            weeks=change.after.weeks,
            before=change.before.weekly,
        )
        if change.is_over:
            over = said("{text} The limit is {limit}.", text=text, limit=change.limit)
            yield Point(Weight.AGAINST, over)
        else:
            yield Point(Weight.KNOW, text)


def _of_calls(calls: Sequence[Assignment], shown: int) -> Iterator[Point]:
    if calls:
        text = counted(
            "{count} call to cover: {rows}.",
            "{count} calls to cover: {rows}.",
            len(calls),
            rows=_rows(calls, shown),
        )
        yield Point(Weight.ARRANGE, text)


def _of_clinics(clinics: Sequence[TakenClinic], shown: int) -> Iterator[Point]:
    near = [clinic.row for clinic in clinics if clinic.has_patients]
    far = [clinic.row for clinic in clinics if not clinic.has_patients]
    if near:
        text = counted(
            "{count} clinic to cancel with patients to call: {rows}.",
            "{count} clinics to cancel with patients to call: {rows}.",
            len(near),
            rows=_rows(near, shown),
        )
        yield Point(Weight.ARRANGE, text)
    if far:
        text = counted(
            "{count} clinic to close or move: {rows}.",
            "{count} clinics to close or move: {rows}.",
            len(far),
            rows=_rows(far, shown),
        )
        yield Point(Weight.ARRANGE, text)


def _of_others(rows: Sequence[Assignment], shown: int) -> Iterator[Point]:
    """Work with patients has to be arranged; teaching and offices are missed."""
    missed = (Activity.Kind.EDUCATION, Activity.Kind.ADMINISTRATION)
    work = [row for row in rows if row.activity and row.activity.kind not in missed]
    rest = [row for row in rows if row.activity and row.activity.kind in missed]
    if work:
        text = counted(
            "{count} half-day of other work without them: {rows}.",
            "{count} half-days of other work without them: {rows}.",
            len(work),
            rows=_rows(work, shown),
        )
        yield Point(Weight.ARRANGE, text)
    if rest:
        yield Point(Weight.KNOW, said("Missed: {rows}.", rows=_rows(rest, shown)))


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
        text = counted(
            "Training ends {count} day later, on {day}, by what the {board} is known to ask.",
            "Training ends {count} days later, on {day}, by what the {board} is known to ask.",
            longer,
            day=said_day(board.end, year=True),
            board=board.board.name,
        )
        yield Point(Weight.KNOW, text)
    yield from (_of_count(board, count) for count in board.counts if count.beyond)


def _of_count(board: BoardStanding, count: Count) -> Point:
    words = {
        "board": board.board.name,
        "limit": count.label,
        "used": in_days(count.used),
        "allowed": in_days(count.allowed),
    }
    if count.limit.verified:
        return Point(
            Weight.KNOW, said("{board}, {limit}: {used} away of {allowed} allowed.", **words)
        )
    text = said(
        "{board}, {limit}: {used} away of {allowed} allowed; this number was not verified.", **words
    )
    return Point(Weight.KNOW, text)


def _of_company(found: Consequences) -> Iterator[Point]:
    others = found.company.others
    if not others:
        yield Point(Weight.KNOW, said("Nobody else of the same level or call is away then."))
    elif found.is_own:
        text = counted(
            "{count} of the same level or call is away or has asked for some of these days.",
            "{count} of the same level or call are away or have asked for some of these days.",
            len({absence.person_id for absence in others}),
        )
        yield Point(Weight.KNOW, text)
    else:
        names = joined(map(_other, others[:SHOWN]))
        text = said("Also away: {names}.", names=_with_more(names, len(others) - SHOWN))
        yield Point(Weight.KNOW, text)


def _other(absence: Absence) -> str:
    days = said_span(absence.starts_on, absence.ends_on)
    words = {"person": absence.person.roster_name, "days": days}
    if absence.status == Absence.Status.REQUESTED:
        return said("{person} ({days}, asked for)", **words)
    return said("{person} ({days})", **words)


def _rows(rows: Sequence[Assignment], shown: int) -> str:
    words = joined(map(_row, rows[:shown]))
    return _with_more(words, len(rows) - shown)


def _row(row: Assignment) -> str:
    day = said_day(row.starts_on)
    if row.slot:
        return said("{duty} {day} {slot}", duty=row.code, day=day, slot=row.slot)
    return said("{duty} {day}", duty=row.code, day=day)


def _with_more(words: str, more: int) -> str:
    return said("{words} and {count} more", words=words, count=more) if more > 0 else words


# Days in words


def said_day(day: date, *, year: bool = False) -> str:
    if year:
        return said("{day:%a %b %-d, %Y}", day=day)
    return said("{day:%a %b %-d}", day=day)


def said_span(first: date, last: date) -> str:
    if first == last:
        return said_day(first)
    return said("{first} to {last}", first=said_day(first), last=said_day(last))


def said_days(days: Sequence[date]) -> str:
    """Single days by name, several as from the first to the last."""
    if len(days) <= 2:
        return listed(map(said_day, days))
    return said(
        "{count} days from {first} to {last}",
        count=len(days),
        first=said_day(days[0]),
        last=said_day(days[-1]),
    )
