"""What a change of the rules would do to the schedules as they stand, before it is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError

from people.models import Person, Program, User
from people.permissions import require
from scheduling.bridge.parts import Parts
from scheduling.bridge.rules import day_of_rules, entries_of, in_force, made, rules_of, settings_of
from scheduling.bridge.source import Source
from scheduling.bridge.standing import VersionStanding
from scheduling.bridge.timeline import Timeline
from scheduling.bridge.work_hours import add_waivers
from scheduling.engine.check import Report, check
from scheduling.engine.problem import Problem, Roster
from scheduling.engine.rules import BY_CODE, Rule
from scheduling.models import Rotation, RuleSetting, ScheduleVersion, Waiver
from scheduling.services.check import Finding, newly_broken
from scheduling.services.rule_packs import refuse_packs
from scheduling.services.standing import standing_of
from scheduling.services.waivers import require_waivable

MOST_VERSIONS = 2
"""What is published and its draft; each takes about a second where it was not read before."""


@dataclass(frozen=True)
class TierCost:
    """What the changed rules cost in a tier, before and after."""

    tier: str
    before: int
    after: int

    @property
    def more(self) -> int:
        return self.after - self.before


@dataclass(frozen=True)
class Effect:
    """What a version would break that it does not now, and the other way round."""

    version: ScheduleVersion
    appear: tuple[Finding, ...]
    vanish: tuple[Finding, ...]
    costs: tuple[TierCost, ...]

    @property
    def is_none(self) -> bool:
        return not (self.appear or self.vanish or any(cost.more for cost in self.costs))


@dataclass(frozen=True)
class Change:
    """The rules that differ, as they hold and as they would hold; none: it would be off."""

    before: tuple[Rule, ...]
    after: tuple[Rule, ...]
    effects: tuple[Effect, ...]


def effect_of_setting(
    program: Program,
    code: str,
    *,
    parameters: Mapping[str, Any],
    weight: int | None,
    active: bool = True,
    by: User,
    at: datetime,
) -> Change:
    """If a rule were set like this from today on. Refused as saving it would be."""
    require(by, "manage_rules", program, at=at)
    if code not in BY_CODE:
        raise ValidationError(f"The rule book has no rule {code}.", code="no_rule")
    try:
        day = _day(program, at=at)
        entry = entries_of(program, day).get(code)
        new = made(code, entry, parameters, weight, active=active)
    except ValueError as refusal:
        raise ValidationError(str(refusal), code="parameters") from refusal
    before = tuple(rule for rule in rules_of(program, day) if rule.code == code)
    return _change(program, before, (new,) if new else (), at=at)


def effect_of_packs(program: Program, packs: Sequence[str], *, by: User, at: datetime) -> Change:
    """If these were the program's packs from today on. Refused as choosing them would be."""
    require(by, "manage_rules", program, at=at)
    entries, day = refuse_packs(program, packs, program.today(at)), _day(program, at=at)
    before, after = rules_of(program, day), in_force(entries, settings_of(program, day))
    return _change(program, _without(before, after), _without(after, before), at=at)


def effect_of_waiver(
    program: Program,
    code: str,
    *,
    parameters: Mapping[str, Any],
    starts_on: date,
    ends_on: date,
    rotation: Rotation | None = None,
    person: Person | None = None,
    by: User,
    at: datetime,
) -> Change:
    """If an exception were granted. Refused where the rule knows no such exception."""
    require(by, "override_rule", program, at=at)
    require_waivable(program, code, parameters, on=starts_on)
    row = Waiver(
        program=program,
        code=code,
        parameters=dict(parameters),
        rotation=rotation,
        person=person,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    rules = tuple(rule for rule in rules_of(program, _day(program, at=at)) if rule.code == code)
    return _change(program, rules, rules, waiver=row, at=at)


def _day(program: Program, *, at: datetime) -> date:
    """The day by whose rules the versions are read."""
    today, versions = program.today(at), _versions(program, at=at)
    return day_of_rules(versions[0].schedule.academic_year, today) if versions else today


def _without(rules: Iterable[Rule], others: Iterable[Rule]) -> tuple[Rule, ...]:
    """Those that no other rule is equal to."""
    known = list(others)
    return tuple(rule for rule in rules if rule not in known)


def _change(
    program: Program,
    before: tuple[Rule, ...],
    after: tuple[Rule, ...],
    *,
    waiver: Waiver | None = None,
    at: datetime,
) -> Change:
    if before == after and waiver is None:
        return Change(before, after, ())
    effects = [
        _effect(version, before, after, waiver, at=at) for version in _versions(program, at=at)
    ]
    return Change(before, after, tuple(effects))


def _versions(program: Program, *, at: datetime) -> list[ScheduleVersion]:
    """What is published and the draft of the year that today lies in, or of the one to come."""
    rows = ScheduleVersion.objects.of_program(program).filter(
        schedule__academic_year__ends_on__gte=program.today(at), scenario=""
    )
    rows = rows.exclude(status=ScheduleVersion.Status.WITHDRAWN)
    rows = rows.select_related("schedule__program", "schedule__academic_year")
    found = list(rows.order_by("schedule__academic_year__starts_on", "number"))
    return [row for row in found if row.schedule_id == found[0].schedule_id][-MOST_VERSIONS:]


def _effect(
    version: ScheduleVersion,
    before: tuple[Rule, ...],
    after: tuple[Rule, ...],
    waiver: Waiver | None,
    *,
    at: datetime,
) -> Effect:
    """Only the rules that differ are compiled: the others say what they said."""
    standing = standing_of(version, at=at)
    problem = standing.problem
    changed = _with_waiver(standing, waiver) if waiver else problem
    was, would = _report(problem, before), _report(changed, after)
    old, new = _findings(was), _findings(would)
    return Effect(version, newly_broken(old, new), newly_broken(new, old), _costs(was, would))


def _report(problem: Problem, rules: tuple[Rule, ...]) -> Report:
    return check(problem, Roster(problem.fixed), rules)


def _findings(report: Report) -> list[Finding]:
    return [Finding.of(broken) for broken in (*report.violations, *report.advisories)]


def _costs(was: Report, would: Report) -> tuple[TierCost, ...]:
    return tuple(
        TierCost(tier.name.lower(), was.costs.get(tier, 0), would.costs.get(tier, 0))
        for tier in sorted({*was.costs, *would.costs})
    )


def _with_waiver(standing: VersionStanding, waiver: Waiver) -> Problem:
    """The exception comes before those that were granted earlier, as it would when granted now."""
    source: Source = copy(standing.source)
    source.waivers = [waiver, *standing.source.waivers]
    parts = Parts(source.program.time_zone)
    add_waivers(parts, source, Timeline(source))
    return replace(standing.problem, waivers=tuple(parts.waivers))


def setting_effect(setting: RuleSetting, *, by: User, at: datetime) -> Change:
    """Of a setting as its form has it, saved or not."""
    return effect_of_setting(
        setting.program,
        setting.code,
        parameters=setting.parameters,
        weight=setting.weight,
        active=setting.active,
        by=by,
        at=at,
    )
