"""What somebody can do about a member of a clash: the forms that relax it, filled in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from scheduling.bridge.rules import rules_of
from scheduling.engine.clash import Change, Explanation, Member, explanation_from_json
from scheduling.engine.rules import Force, Rule
from scheduling.models import Rotation, RuleSetting, SolverRun

UNITS = (1, 60)
"""A bound may be in minutes where the parameter is in hours."""
ROTATIONS = ("coverage", "capacity", "placement", "night-blocks", "weekly-pattern", "eligibility")
LISTS = {
    "rotation-quota": ("Change the curriculum", "curriculumitem_changelist", "manage_calendar"),
    "sequence": ("Change the curriculum", "curriculumitem_changelist", "manage_calendar"),
    "graduation": ("Change the requirements", "requirement_changelist", "manage_calendar"),
    "leave-share": ("Change the curriculum", "curriculumitem_changelist", "manage_calendar"),
}
"""Of rules that only say that data hold: where the data are."""
NEVER_WAIVED = ("leave", "one-thing", "placement")
"""Nobody is at work while away, twice at once, or nowhere."""


@dataclass(frozen=True, slots=True)
class WayOut:
    """A form, and the action that it takes."""

    words: str
    url: str
    action: str


@dataclass(frozen=True, slots=True)
class MemberOut:
    """A member of a clash, with what can be done about it."""

    member: Member
    ways: tuple[WayOut, ...]


@dataclass(frozen=True, slots=True)
class ClashOut:
    smallest: bool
    same_for: tuple[str, ...]
    members: tuple[MemberOut, ...]


def ways_out(run: SolverRun, may: Callable[[str], bool]) -> tuple[ClashOut, ...]:
    """The clashes that explain why there is no schedule, with what one may do about them.

    Few queries where there are any, however many members.
    """
    told = run.result.get("explanation")
    if not told or not told["clashes"]:
        return ()
    found: Explanation = explanation_from_json(told)
    finder = _Finder(run)
    return tuple(
        ClashOut(
            clash.smallest,
            clash.same_for,
            tuple(
                MemberOut(m, tuple(way for way in finder.ways(m) if may(way.action)))
                for m in clash.members
            ),
        )
        for clash in found.clashes
    )


class _Finder:
    """What is the same for all members: the rules in force, settings, rotations."""

    def __init__(self, run: SolverRun) -> None:
        self.run, self.program = run, run.version.schedule.program
        self.rules = {rule.code: rule for rule in rules_of(self.program, run.starts_on)}
        settings = RuleSetting.objects.filter(program=self.program, effective_until=None)
        self.settings = dict(settings.order_by("effective_from").values_list("code", "pk"))
        self.rotations = dict(
            Rotation.objects.filter(program=self.program).values_list("code", "pk")
        )

    def ways(self, member: Member) -> Iterator[WayOut]:
        rule = self.rules.get(member.rule)
        yield from self._data(member)
        if rule is not None:
            relaxed = _relaxed(rule, member.price.changes)
            yield from self._setting(rule, relaxed)
            yield from self._waiver(rule, relaxed, member)

    def _data(self, member: Member) -> Iterator[WayOut]:
        if member.rule in LISTS:
            words, page, action = LISTS[member.rule]
            yield WayOut(words, _page(page), action)
        if member.rule in ROTATIONS:
            for code in self._codes(member):
                page = _page("rotation_change", self.rotations[code])
                yield WayOut(f"Change {code}", page, "manage_calendar")
        if member.rule == "leave" and member.name:
            page = f"{reverse('admin:people_absence_changelist')}?{urlencode({'q': member.name})}"
            yield WayOut("Change the absence", page, "decide_absence")

    def _codes(self, member: Member) -> Iterable[str]:
        said = " ".join((*member.labels, member.message)).replace(",", " ").replace(":", " ")
        return sorted(self.rotations.keys() & set(said.split()))

    def _setting(self, rule: Rule, relaxed: Mapping[str, int]) -> Iterator[WayOut]:
        """Not of what accreditation demands: that cannot be made weaker."""
        if rule.force == Force.MUST or not rule.parameters():
            return
        asked: dict[str, object] = {f"parameter_{name}": value for name, value in relaxed.items()}
        key = self.settings.get(rule.code)
        if key is not None:
            page = _page("rulesetting_change", key)
        else:
            page = _page("rulesetting_add")
            since = {"effective_from": self.run.starts_on}
            asked = {"program": self.program.pk, "code": rule.code, **since, **asked}
        yield WayOut("Change the rule", f"{page}?{urlencode(asked)}", "manage_rules")

    def _waiver(self, rule: Rule, relaxed: Mapping[str, int], member: Member) -> Iterator[WayOut]:
        given = next((p for p in (relaxed, {}) if _takes(rule, p)), None)
        if given is None or rule.code in NEVER_WAIVED:
            return
        asked = {
            "program": self.program.pk,
            "code": rule.code,
            "parameters": json.dumps(given),
            "starts_on": member.first_day or self.run.starts_on,
            "ends_on": member.last_day or self.run.ends_on,
            **({"person": member.person} if member.person else {}),
        }
        yield WayOut("Waive it", f"{_page('waiver_add')}?{urlencode(asked)}", "override_rule")


def _takes(rule: Rule, parameters: Mapping[str, int]) -> bool:
    try:
        rule.waived(parameters)
    except ValueError:
        return False
    return True


def _relaxed(rule: Rule, changes: Iterable[Change]) -> dict[str, int]:
    """The parameter that the bound comes from and what it would become; empty when in doubt."""
    moves = {(change.bound, change.becomes) for change in changes}
    if len(moves) != 1:
        return {}
    bound, becomes = next(iter(moves))
    found = {
        name: -(-becomes // unit)
        for unit in UNITS
        for name, value in rule.parameters().items()
        if type(value) is int and value and value * unit == bound
    }
    return found if len(found) == 1 else {}


def _page(name: str, *args: object) -> str:
    return reverse(f"admin:scheduling_{name}", args=args)
