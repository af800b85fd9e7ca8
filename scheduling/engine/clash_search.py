"""Why no roster exists: smallest sets of limits that clash, found by leaving out and solving again.

Nothing that a solver says of its own proof is trusted. Hints (one person alone, a few weeks alone,
linear arithmetic) only say where to look; a set is called a clash when solving it finds no answer,
and smallest when leaving out any one of its members was seen to give one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from scheduling.engine.clash import Change, Clash, Explanation, Member, Price, message_of
from scheduling.engine.control import Control
from scheduling.engine.derived import Ints
from scheduling.engine.limits import NO_LOW
from scheduling.engine.options import Options
from scheduling.engine.problem import Problem
from scheduling.engine.result import Status
from scheduling.engine.shrink import rows_to_blame
from scheduling.engine.trial import Trial
from scheduling.engine.whole import View, Whole

from .rules.base import Broken, Rule

WANTED = (
    "rotation-quota",
    "leave-share",
    "coverage",
    "supervision",
    "weekly-pattern",
    "sequence",
    "placement",
)
"""Rules that say what is wanted; all others protect. What is wanted is gone without first."""

TRIAL_SECONDS = 5.0
"""How long one trial may take before it is left undecided."""
FINDING_SHARE = 0.7
"""Of the time, what finding clashes may take; the rest is for what relaxing them would change."""
MOST_CLASHES = 6
TOGETHER = 6
"""From so many limits on, those of one rule on one person are one member."""
WINDOW, SMALL = 28, 8000
"""Days that are looked at alone, and how many rows are looked at as a whole at once."""


def explain_clash(
    problem: Problem,
    rules: Sequence[Rule],
    options: Options | None = None,
    *,
    control: Control | None = None,
    tell: Callable[[str], None] = lambda _sentence: None,
) -> Explanation:
    """Clashes of a problem that has no answer, as far as the time allows; none if it has one."""
    began = time.monotonic()
    options = options or Options(seconds=25)
    tell("Looking for what clashes.")
    search = _Search(Whole(problem, rules), options, control or Control(), began, tell)
    try:
        search.run()
    except _OutOfTime:
        search.complete = False
    search.price_in_whole()
    clashes = tuple(_merged(search.found, search.whole))
    more = len(search.hopeless - {row for found in search.found for row in found.rows})
    return Explanation(clashes, search.complete, more, time.monotonic() - began)


class _OutOfTime(Exception):
    """No more can be found in the time allowed, or somebody has cancelled."""


Group = tuple[int, ...]
"""Rows that are left out, relaxed and told together."""


@dataclass
class _Found:
    """A clash in the making: groups of rows, those seen to be needed, and what relaxing takes."""

    groups: list[Group]
    needed: set[int] = field(default_factory=set)
    totals: dict[Group, dict[int, int]] = field(default_factory=dict)
    enough: dict[Group, bool] = field(default_factory=dict)

    @property
    def rows(self) -> list[int]:
        return [row for group in self.groups for row in group]


class _Search:
    """Finds one clash after the other; something wanted in each is gone without to find the next."""

    def __init__(
        self,
        whole: Whole,
        options: Options,
        control: Control,
        began: float,
        tell: Callable[[str], None],
    ) -> None:
        self.whole, self.options, self.control, self.tell = whole, options, control, tell
        self.until, self.began = began + options.seconds, began
        self.found: list[_Found] = []
        self.spared: set[int] = set()
        self.complete, self.hopeless = False, frozenset[int]()

    @property
    def left(self) -> float:
        return self.until - time.monotonic()

    # Where to look

    def run(self) -> None:
        for region in self._regions():
            while self._is_impossible(region):
                if len(self.found) == MOST_CLASHES:
                    return
                self._add(self._smallest(self._shrunk(region)))
        self.complete = True

    def _regions(self) -> Iterator[list[int]]:
        """Small before large, so that a clash is found where it is; the last is everything."""
        whole, binding = self.whole, self.whole.binding
        hopeless = binding[whole.settled.terms.most[binding] < whole.compiled.low[binding]]
        self.hopeless = frozenset(hopeless.tolist())
        yield from ([row] for row in sorted(self.hopeless))
        self.tell("Looking at each person alone.")
        owner = whole.owner[binding]
        for person in np.unique(owner[owner >= 0]).tolist():
            yield binding[owner == person].tolist()
        if len(binding) > SMALL:
            self.tell("Looking at a few weeks at a time.")
            yield from self._windows()
        self.tell("Looking at everything together.")
        yield binding.tolist()

    def _windows(self) -> Iterator[list[int]]:
        binding = self.whole.binding
        first, last = (days[binding] for days in self.whole.days)
        for start in range(int(first[last > 0].min()), int(last.max()), WINDOW // 2):
            inside = (last > 0) & (first >= start) & (last < start + WINDOW)
            if inside.any():
                yield binding[inside].tolist()

    def _is_impossible(self, region: list[int]) -> bool:
        rows = [row for row in region if row not in self.spared]
        is_whole = len(region) == len(self.whole.binding)
        status = self._try(rows, self.whole.settled, self.left if is_whole else TRIAL_SECONDS)
        if is_whole and status == Status.UNKNOWN:
            raise _OutOfTime
        return status == Status.INFEASIBLE

    def _try(self, rows: Iterable[int], view: View, seconds: float = TRIAL_SECONDS) -> Status:
        spent = time.monotonic() - self.began
        if spent > FINDING_SHARE * self.options.seconds or self.control.cancelled.is_set():
            raise _OutOfTime
        trial = Trial(self.whole, rows, view)
        workers = self.options.workers if len(trial.rows) > 1000 else 1
        return trial.solve(min(seconds, self.left), workers, self.control).status

    # From a region to a clash

    def _shrunk(self, region: list[int]) -> list[int]:
        rows = [row for row in region if row not in self.spared]
        if len(rows) < 2:
            return rows
        blamed = rows_to_blame(Trial(self.whole, rows, self.whole.settled), TRIAL_SECONDS)
        if blamed and self._try(blamed, self.whole.settled) == Status.INFEASIBLE:
            return blamed
        return rows

    def _smallest(self, rows: list[int]) -> _Found:
        """First among limits on what is open, then among those that forbid single pairs."""
        self.tell("Leaving out one limit after the other.")
        size = np.diff(self.whole.compiled.starts)
        # What reaches far is left out first, so that what remains is near and easily seen.
        rows = sorted(rows, key=lambda row: (-int(size[row]), row))
        needed: set[int] = set()
        kept = self._without_spare(rows, [], self.whole.settled, needed)
        forbidding = self._forbidding(self.whole.pairs_of(kept))
        if forbidding:
            forbidding = self._without_spare(forbidding, kept, self.whole.loose, needed)
        return _Found(self._grouped([*kept, *forbidding]), needed)

    def _forbidding(self, pairs: Ints) -> list[int]:
        compiled = self.whole.compiled
        touching = self.whole.forbids[compiled.row] & np.isin(compiled.column, pairs)
        rows: list[int] = np.unique(compiled.row[touching]).tolist()
        return rows

    def _without_spare(
        self, rows: list[int], others: list[int], view: View, needed: set[int]
    ) -> list[int]:
        """Rows that together with the others cannot hold, none to spare unless time is up.

        Chunks are left out as long as that leaves no answer, then halves of them, then each.
        """
        kept, chunk = list(rows), max(1, len(rows) // 2)
        try:
            while chunk:
                at = 0
                while at < len(kept):
                    rest = kept[:at] + kept[at + chunk :]
                    status = self._try([*rest, *others], view)
                    if status == Status.INFEASIBLE:
                        kept = rest
                        continue
                    if chunk == 1 and status != Status.UNKNOWN:
                        needed.add(kept[at])
                    at += chunk
                chunk //= 2
        except _OutOfTime:
            pass
        return kept

    def _grouped(self, rows: list[int]) -> list[Group]:
        """Many limits of one rule on one person, or on nobody, go together."""
        together: dict[tuple[int, int], list[int]] = {}
        for row in rows:
            part = self.whole.compiled.parts[int(self.whole.compiled.part[row])]
            person = int(part.limits.person[row - part.first])
            together.setdefault((id(part.rule), person), []).append(row)
        return [
            group
            for found in together.values()
            for group in ([tuple(found)] if len(found) >= TOGETHER else [(row,) for row in found])
        ]

    def _add(self, found: _Found) -> None:
        self.found.append(found)
        for group in found.groups:
            trial = Trial(self.whole, found.rows, self.whole.loose, soft=group)
            answer = trial.solve(TRIAL_SECONDS, 1, self.control)
            found.totals[group] = self._beyond(group, answer.totals)
        open_rows = [row for row in found.rows if not self.whole.forbids[row]]
        self.spared.add(min(open_rows, key=lambda row: (self._rank(row), row)))

    def _beyond(self, group: Group, totals: Mapping[int, int]) -> dict[int, int]:
        """The sums that break a bound; the least that does, where nothing better is known."""
        compiled = self.whole.compiled
        found = {
            row: total
            for row, total in totals.items()
            if not compiled.low[row] <= total <= compiled.high[row]
        }
        if found:
            return found
        low, high = int(compiled.low[group[0]]), int(compiled.high[group[0]])
        return {group[0]: low - 1 if low > NO_LOW else high + 1}

    def _rank(self, row: int) -> int:
        """How readily the rule is gone without."""
        code = self.rule_of(row).code
        return WANTED.index(code) if code in WANTED else len(WANTED)

    def rule_of(self, row: int) -> Rule:
        return self.whole.compiled.parts[int(self.whole.compiled.part[row])].rule

    # Does it help the whole?

    def price_in_whole(self) -> None:
        """Whether relaxing one member lets everything hold, and by how much; wants come first.

        Where there are several clashes, the others count as mended.
        """
        if self.found:
            self.tell("Looking for what relaxing each limit would change.")
        for found in self.found if self.complete else ():
            # What was gone without is known to be enough; by how much is looked for below.
            found.enough.update({g: True for g in found.groups if self.spared.issuperset(g)})
        asked = [
            (self._rank(group[0]), place, index, group)
            for index, found in enumerate(self.found)
            for place, group in enumerate(found.groups)
        ]
        for _, _, index, group in sorted(asked):
            if self.left <= 0 or self.control.cancelled.is_set():
                return
            self._price_in_whole(self.found[index], group)

    def _price_in_whole(self, found: _Found, group: Group) -> None:
        elsewhere = (self.spared | self.hopeless) - set(found.rows)
        forbids = [row for row in group if self.whole.forbids[row]]
        view = self.whole.opened(forbids) if forbids else self.whole.settled
        rows = [row for row in self.whole.binding_in(view).tolist() if row not in elsewhere]
        mine = self._of_one_person(found, rows)
        for asked in (mine, rows) if mine else (rows,):
            trial = Trial(self.whole, [*asked, *group], view, soft=group)
            seconds = min(2 * TRIAL_SECONDS, self.left)
            answer = trial.solve(seconds, self.options.workers, self.control)
            if answer.status == Status.INFEASIBLE:
                found.enough[group] = False
                return
        if answer.holds:
            found.enough[group] = True
            found.totals[group] = self._beyond(group, dict(answer.totals))

    def _of_one_person(self, found: _Found, rows: list[int]) -> list[int]:
        """Of these, those on the one person whom the clash is about: what is not enough for them
        is not enough for everybody, and is seen in a moment."""
        owner = self.whole.owner
        people = {int(owner[row]) for row in found.rows}
        if len(people) != 1 or people == {-1}:
            return []
        return [row for row in rows if int(owner[row]) in people]


# In words


def _merged(found: Sequence[_Found], whole: Whole) -> Iterator[Clash]:
    """Each clash once; those that differ only in who it is about are told with the first."""
    alike: dict[tuple[object, ...], list[Clash]] = {}
    for each in found:
        clash = Clash(tuple(_members(each, whole)))
        alike.setdefault(tuple(_likeness(m) for m in clash.members), []).append(clash)
    for clashes in alike.values():
        names = (next((m.name for m in c.members if m.name), "") for c in clashes[1:])
        yield Clash(clashes[0].members, tuple(name for name in names if name))


def _likeness(member: Member) -> tuple[object, ...]:
    return member.rule, member.labels, member.limits, member.first_day, member.last_day


def _members(found: _Found, whole: Whole) -> Iterator[Member]:
    """What is wanted first, in the order in which it is gone without; then what protects."""
    members = [_member(found, group, whole) for group in found.groups]
    order = {code: rank for rank, code in enumerate(WANTED)}
    yield from sorted(members, key=lambda m: (order.get(m.rule, len(order)), m.person is not None))


def _member(found: _Found, group: Group, whole: Whole) -> Member:
    all_broken = [_broken(whole, row, found.totals[group].get(row)) for row in group]
    broken = tuple(_broken(whole, row, total) for row, total in found.totals[group].items())
    first = broken[0]
    days = [d for b in all_broken for d in (b.first_day, b.last_day) if d]
    return Member(
        rule=first.rule.code,
        title=first.rule.title,
        source=first.rule.source,
        person=first.person,
        name=first.name,
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        labels=tuple(dict.fromkeys(b.label for b in all_broken if b.label)),
        rows=group,
        message=message_of(broken, all_broken),
        price=Price(
            tuple(_change(b, is_single=bool(whole.forbids[b.row])) for b in broken),
            found.enough.get(group),
        ),
        needed=any(row in found.needed for row in group),
    )


def _broken(whole: Whole, row: int, total: int | None) -> Broken:
    compiled = whole.compiled
    low, high = int(compiled.low[row]), int(compiled.high[row])
    if total is None:
        total = low if low > NO_LOW else high
    return compiled.broken(row, total, max(0, low - total, total - high))


def _change(broken: Broken, *, is_single: bool) -> Change:
    is_least = broken.low is not None and broken.total < broken.low
    bound = broken.low if is_least else broken.high
    return Change(broken.label, bound or 0, broken.total, is_least, is_single)
