"""The report of a pack: what there is to read before the tables, as a PDF."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import typst

from scheduling.bridge.rules import choices_of
from scheduling.compliance.evidence.period import Period
from scheduling.compliance.evidence.tables import number_of
from scheduling.compliance.queries.person import ClauseLine, State, StayLines
from scheduling.engine.packs import Pack, read_pack
from scheduling.engine.readings import AVERAGED
from scheduling.engine.rules import Force
from scheduling.models import MoonlightingPermission, Waiver

TEMPLATE = Path(__file__).with_name("report.typ")
COLUMNS = {
    "day-off": "1 in 7",
    "continuous-duty": "24 + 4 h",
    "rest-after-call": "14 h",
    "call-frequency": "Call",
    "rest-between": "8 h",
}
"""Rules with a column of their own beside the hours a week."""
SIGNS = {
    State.BROKEN: "broken",
    State.KEPT: "kept",
    State.UNCONFIRMED: "not confirmed",
    State.PLANNED: "planned",
    State.UNKNOWN: "not known",
    State.REVIEW: "review",
}


def report(period: Period) -> bytes:
    """The same period at the same moment makes the same report."""
    data = json.dumps(content(period), ensure_ascii=False)
    made: Any = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"data": data},
        ignore_system_fonts=True,
        timestamp=int(period.at.timestamp()),
    )
    return bytes(made)


def content(period: Period) -> dict[str, Any]:
    """All that the report says."""
    unknown = period.unknown_days()
    return {
        "program": str(period.program),
        "first": f"{period.first_day:%d %b %Y}",
        "last": f"{period.last_day:%d %b %Y}",
        "made": f"{period.local(period.at):%d %b %Y, %H:%M}",
        "zone": period.program.time_zone,
        "people": len(period.lines),
        "stays": sum(len(lines) for lines in period.lines.values()),
        "packs": [
            {
                "title": f"{pack.title} {pack.edition}" if pack.effective_from else pack.title,
                "status": pack.status,
            }
            for pack in _packs(period)
        ],
        "unpublished": [f"{a:%d %b %Y} to {b:%d %b %Y}" for a, b in period.unpublished()],
        "unknown": [{"name": name, "days": len(days)} for name, days in sorted(unknown.items())],
        "rules": list(_rules(period)),
        "columns": list(COLUMNS.values()),
        "persons": [
            {"name": period.names[key], "stays": [_stay(each) for each in lines]}
            for key, lines in period.lines.items()
        ],
        "findings": list(_findings(period)),
        "waivers": list(_waivers(period)),
        "permissions": list(_permissions(period)),
    }


def _packs(period: Period) -> Iterator[Pack]:
    """Each that held on any of the days, once."""
    choices = choices_of(period.program)
    held = [c.packs for c in choices if c.meets(period.first_day, period.last_day)]
    for name in dict.fromkeys(name for packs in held for name in packs):
        yield read_pack(name)


def _rules(period: Period) -> Iterator[dict[str, Any]]:
    """Each rule in force, with how it stands over all rotations."""
    counted = Counter(
        (line.reading.rule.code, line.state) for _, each in period.each() for line in each.lines
    )
    rules = {rule.code: rule for ledger in period.ledgers for rule in ledger.rules}
    for rule in rules.values():
        yield {
            "title": rule.title,
            "force": rule.force.value,
            "new": number_of(rule.clauses, "2025"),
            "old": number_of(rule.clauses, "2023"),
            "text": rule.text,
            "states": ", ".join(
                f"{counted[rule.code, state]} {SIGNS[state]}"
                for state in SIGNS
                if counted[rule.code, state]
            ),
        }


def _stay(each: StayLines) -> dict[str, Any]:
    stay, weekly = each.stay, each.stay.reading(AVERAGED[0])
    average = weekly.total / 60 / stay.weeks if weekly and weekly.total and stay.weeks else None
    return {
        "label": stay.label,
        "days": f"{stay.first_day:%d %b} to {stay.last_day:%d %b %Y}",
        "weeks": f"{stay.weeks:.2f}",
        "leave": f"{stay.away_halves / 2:g}" if stay.away_halves else "",
        "hours": "" if average is None else f"{average:.1f}",
        "over": bool(weekly and weekly.is_broken),
        "states": [_sign(each.lines, code) for code in COLUMNS],
        "unknown": len(each.unknown),
    }


def _sign(lines: Sequence[ClauseLine], code: str) -> str:
    line = next((line for line in lines if line.reading.rule.code == code), None)
    if line is None:
        return ""
    return str(len(line.findings)) if line.state == State.BROKEN else SIGNS[line.state]


def _findings(period: Period) -> Iterator[dict[str, str]]:
    """What accreditation asks for, and what of it was broken; the rest is in the tables."""
    for _, each in period.each():
        for line in each.lines:
            if line.reading.rule.force not in (Force.MUST, Force.SHOULD):
                continue
            for finding in line.findings:
                if period.first_day <= finding.breach.crossed_on <= period.last_day:
                    case = finding.case
                    steps = list(case.steps.all()) if case else []
                    yield {
                        "on": f"{finding.breach.crossed_on:%d %b %Y}",
                        "force": line.reading.rule.force.value,
                        "cited": finding.breach.broken.cited,
                        "message": finding.breach.broken.message,
                        "case": case.get_state_display() if case else "No case was made of it.",
                        "reason": steps[-1].reason if steps else "",
                        "action": next((s.action for s in reversed(steps) if s.action), ""),
                    }


def _waivers(period: Period) -> Iterator[dict[str, str]]:
    rows = Waiver.objects.filter(program=period.program).select_related("rotation", "person")
    for row in rows.overlapping(period.first_day, period.last_day).order_by("starts_on", "pk"):
        whom = " on ".join(
            str(each) for each in (row.person and row.person.roster_name, row.rotation) if each
        )
        yield {
            "rule": row.code,
            "whom": whom or "everybody",
            "days": f"{row.starts_on:%d %b %Y} to {row.ends_on:%d %b %Y}",
            "instead": ", ".join(f"{k}: {v}" for k, v in row.parameters.items()) or "set aside",
            "why": f"{row.approved_by}: {row.reason}",
            "revoked": "revoked" if row.revoked_at else "",
        }


def _permissions(period: Period) -> Iterator[dict[str, str]]:
    rows = MoonlightingPermission.objects.filter(
        program=period.program, starts_on__lte=period.last_day, ends_on__gte=period.first_day
    )
    for row in rows.select_related("person").order_by("person__last_name", "starts_on", "pk"):
        yield {
            "name": row.person.roster_name,
            "days": f"{row.starts_on:%d %b %Y} to {row.ends_on:%d %b %Y}",
            "revoked": "revoked" if row.revoked_at else "",
        }
