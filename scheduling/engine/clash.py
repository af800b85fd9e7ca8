"""What a clash is: limits that cannot all hold, each with what relaxing it takes, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from .rules.base import Broken

LISTED = 4
"""How many of the limits of one member, and how many people of a like clash, are named."""


@dataclass(frozen=True, slots=True)
class Change:
    """One bound that would be moved."""

    label: str
    bound: int
    becomes: int
    is_least: bool  # it says how little there may be, not how much
    is_single: bool = False  # it is about one duty of one person

    @property
    def words(self) -> str:
        if self.bound == 0 and not self.is_least and self.is_single:
            return "an exception"
        side = "at least" if self.is_least else "at most"
        return f"{side} {self.bound} → {self.becomes}"


@dataclass(frozen=True, slots=True)
class Price:
    """The least by which a member must be relaxed for the others to hold.

    `enough`: whether everything else in the problem can then hold too; None when it was not tried.
    """

    changes: tuple[Change, ...]
    enough: bool | None = None

    @property
    def amount(self) -> int:
        return sum(abs(change.bound - change.becomes) for change in self.changes)

    @property
    def words(self) -> str:
        told = "; ".join(
            f"{c.label}: {c.words}" if c.label and len(self.changes) > 1 else c.words
            for c in self.changes[:LISTED]
        )
        more = len(self.changes) - LISTED
        return f"{told}; and {more} more" if more > 0 else told


@dataclass(frozen=True, slots=True)
class Member:
    """Limits of one rule on one person, or on nobody in particular, that have their part in it."""

    rule: str
    title: str
    source: str
    person: str | None  # id
    name: str
    first_day: date | None
    last_day: date | None
    labels: tuple[str, ...]
    rows: tuple[int, ...]  # the limits of the problem that it stands for
    message: str
    price: Price
    needed: bool  # seen to be: without it the others can hold

    @property
    def limits(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Clash:
    """Limits that cannot all hold, and the others for whom it is the same."""

    members: tuple[Member, ...]
    same_for: tuple[str, ...] = ()

    @property
    def smallest(self) -> bool:
        """Whether every member was seen to be needed."""
        return all(member.needed for member in self.members)

    @property
    def message(self) -> str:
        told = " ".join(member.message for member in self.members)
        if not self.same_for:
            return told
        names = ", ".join(self.same_for[:LISTED])
        more = len(self.same_for) - LISTED
        return f"{told} The same holds for {names}{f' and {more} more' if more > 0 else ''}."

    @property
    def advice(self) -> str:
        """The ways out, those first that are seen to be enough."""
        tried = sorted(self.members, key=lambda m: (m.price.enough is not True, m.price.amount))
        enough = [m for m in tried if m.price.enough]
        told = [f"{_subject(m)} ({m.price.words})" for m in (enough or tried)[:LISTED]]
        if enough:
            return f"Enough is {'any one of: ' if len(told) > 1 else ''}{'; '.join(told)}."
        return f"One of these has to give way: {'; '.join(told)}."


@dataclass(frozen=True, slots=True)
class Explanation:
    """The clashes that were found.

    `complete`: without them, everything else was seen to hold. `more` limits cannot be kept
    either, but were not looked into.
    """

    clashes: tuple[Clash, ...] = ()
    complete: bool = False
    more: int = 0
    seconds: float = 0.0


def _subject(member: Member) -> str:
    parts = [member.title, member.name, member.labels[0] if len(member.labels) == 1 else ""]
    return ", ".join(part for part in parts if part)


def message_of(broken: Sequence[Broken], everything: Sequence[Broken]) -> str:
    """What gives when all other members hold; where many limits share the part, how many."""
    if len(everything) == 1:
        return broken[0].message
    days = [d for b in everything for d in (b.first_day, b.last_day) if d]
    between = f", {min(days):%d %b %Y} to {max(days):%d %b %Y}" if days else ""
    return (
        f"{broken[0].message} ({broken[0].rule.title}: {len(everything)} limits have their "
        f"part{between}.)"
    )


def told(found: Explanation) -> Iterator[str]:
    """A line for each clash and its ways out, and one for what was not looked into."""
    for clash in found.clashes:
        yield f"{clash.message} {clash.advice}"
    if found.more:
        yield f"{found.more} more limits cannot be kept; they were not looked into."
    elif not found.complete:
        yield "There may be more that clashes; the time for looking was up."


def explanation_to_json(found: Explanation) -> dict[str, Any]:
    """Plain values: for the wire, the record of a run, pages and doors."""
    return {
        "complete": found.complete,
        "more": found.more,
        "seconds": round(found.seconds, 1),
        "clashes": [_clash_to_json(clash) for clash in found.clashes],
    }


def _clash_to_json(clash: Clash) -> dict[str, Any]:
    return {
        "message": clash.message,
        "advice": clash.advice,
        "smallest": clash.smallest,
        "same_for": list(clash.same_for),
        "members": [_member_to_json(member) for member in clash.members],
    }


def _member_to_json(member: Member) -> dict[str, Any]:
    data = asdict(member)
    for name in ("first_day", "last_day"):
        data[name] = data[name] and data[name].isoformat()
    data["labels"], data["rows"] = list(member.labels), list(member.rows)
    data["limits"] = member.limits
    data["price"] = {
        "amount": member.price.amount,
        "words": member.price.words,
        "enough": member.price.enough,
        "changes": [asdict(change) for change in member.price.changes],
    }
    return data


def explanation_from_json(data: Mapping[str, Any]) -> Explanation:
    clashes = tuple(
        Clash(tuple(_member_from_json(m) for m in clash["members"]), tuple(clash["same_for"]))
        for clash in data["clashes"]
    )
    return Explanation(clashes, data["complete"], data["more"], data["seconds"])


def _member_from_json(data: Mapping[str, Any]) -> Member:
    days = {
        name: date.fromisoformat(data[name]) if data[name] else None
        for name in ("first_day", "last_day")
    }
    price = Price(
        tuple(Change(**change) for change in data["price"]["changes"]), data["price"]["enough"]
    )
    known = {name: value for name, value in data.items() if name != "limits"}
    lists = {"labels": tuple(data["labels"]), "rows": tuple(data["rows"])}
    return Member(**{**known, **days, **lists, "price": price})
