"""The tables of a pack, one for each subject; reasons for leave are in none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db.models import F

from people.models import Absence
from scheduling.compliance.evidence.archive import table
from scheduling.compliance.evidence.period import Period
from scheduling.compliance.models import ConfirmedDay
from scheduling.engine.rules.base import Clause
from scheduling.models import (
    Assignment,
    AssignmentChange,
    LoggedWork,
    MoonlightingPermission,
    SupervisionLevel,
    Waiver,
)
from scheduling.models.schedule import LARGE
from scheduling.services.check import current_findings

SUPERVISION = ("supervision", "supervision-level", "accompanied")


def schedule(period: Period) -> bytes:
    """As published, with the times by the clocks of the program."""
    versions = [ledger.version for ledger in period.ledgers if ledger.version]
    rows = Assignment.objects.filter(version__in=versions)
    rows = rows.overlapping(period.first_day, period.last_day)
    rows = rows.select_related("person", "rotation", "activity", "call_type", "version")
    rows = rows.defer(*LARGE)
    return table(
        ("person", "kind", "code", "first_day", "last_day", "half", "from", "to", "version"),
        (
            (
                *(row.person.roster_name, row.kind, row.code, row.starts_on, row.ends_on, row.slot),
                *(period.local(row.starts_at), period.local(row.ends_at), row.version.number),
            )
            for row in rows.order_by("person__last_name", "person", "starts_at", "pk").iterator(
                2000
            )
        ),
    )


def hours(period: Period) -> bytes:
    """The average of each rotation with its numerator and denominator."""
    head = (
        *("person", "rotation", "first_day", "last_day", "hours", "weeks_present"),
        *("half_days_of_leave_taken_out", "hours_a_week", "limit_in_all", "days_not_confirmed"),
    )
    return table(head, _hours(period))


def _hours(period: Period) -> Iterator[tuple[object, ...]]:
    for name, each in period.each():
        stay, reading = each.stay, each.stay.reading("weekly-hours")
        known = reading is not None and reading.total is not None and reading.high is not None
        total = reading.total if reading and known else None
        weekly = round(total / 60 / stay.weeks, 1) if total is not None and stay.weeks else None
        yield (
            *(name, stay.label, stay.first_day, stay.last_day),
            None if total is None else round(total / 60, 2),
            *(round(stay.weeks, 3), stay.away_halves, weekly),
            round(reading.high / 60, 2) if reading and reading.high is not None else None,
            len(each.unknown),
        )


def clauses(period: Period) -> bytes:
    """Every rule in every rotation, with both numbers, its state and its arithmetic."""
    head = (
        *("person", "rotation", "first_day", "last_day", "rule", "asked_by", "clause_2025"),
        *("clause_2023", "state", "measured", "least", "most", "in_words"),
    )
    return table(
        head,
        (
            (
                *(name, each.stay.label, each.stay.first_day, each.stay.last_day),
                *(line.reading.rule.title, line.reading.rule.force.value),
                *(number_of(line.reading.rule.clauses, edition) for edition in ("2025", "2023")),
                *(line.state.value, line.reading.total, line.reading.low, line.reading.high),
                line.reading.says,
            )
            for name, each in period.each()
            for line in each.lines
        ),
    )


def number_of(numbers: tuple[Clause, ...], edition: str) -> str:
    return next((clause.number for clause in numbers if clause.edition == edition), "")


def found(period: Period) -> bytes:
    """Every finding, with what was done about it; a finding without a case says so."""
    head = (
        *("person", "crossed_on", "rule", "asked_by", "clause", "in_words"),
        *("case", "last_reason", "corrective_action"),
    )
    return table(head, _found(period))


def _found(period: Period) -> Iterator[tuple[object, ...]]:
    for name, each in period.each():
        for line in each.lines:
            for finding in line.findings:
                on = finding.breach.crossed_on
                if not period.first_day <= on <= period.last_day:
                    continue
                steps = list(finding.case.steps.all()) if finding.case else []
                action = next((step.action for step in reversed(steps) if step.action), "")
                rule = line.reading.rule
                yield (
                    *(name, on, rule.title, rule.force.value, finding.breach.broken.cited),
                    finding.breach.broken.message,
                    finding.case.get_state_display() if finding.case else "no case",
                    *(steps[-1].reason if steps else "", action),
                )


def logged_work(period: Period) -> bytes:
    rows = LoggedWork.objects.filter(program=period.program)
    rows = rows.overlapping(period.starts_at, period.ends_at).select_related("person", "logged_by")
    return table(
        (
            "person",
            "kind",
            "from",
            "to",
            "minutes",
            "reason",
            "logged_at",
            "logged_by",
            "withdrawn_at",
        ),
        (
            (
                *(row.person.roster_name, row.get_kind_display()),
                *(period.local(row.starts_at), period.local(row.ends_at), row.minutes, row.reason),
                *(period.local(row.logged_at), str(row.logged_by)),
                period.local(row.withdrawn_at) if row.withdrawn_at else None,
            )
            for row in rows.order_by("person__last_name", "person", "starts_at", "pk")
        ),
    )


def confirmed_days(period: Period) -> bytes:
    rows = ConfirmedDay.objects.standing().between(period.first_day, period.last_day)
    rows = rows.filter(program=period.program).select_related("person", "confirmed_by")
    return table(
        ("person", "day", "confirmed_at", "confirmed_by"),
        (
            (row.person.roster_name, row.day, period.local(row.confirmed_at), str(row.confirmed_by))
            for row in rows.order_by("person__last_name", "person", "day", "pk")
        ),
    )


def waivers(period: Period) -> bytes:
    rows = Waiver.objects.filter(program=period.program)
    rows = rows.overlapping(period.first_day, period.last_day)
    return table(
        (
            *("rule", "what_holds_instead", "rotation", "person", "first_day", "last_day"),
            *("approved_by", "reason", "granted_at", "revoked_at"),
        ),
        (
            (
                row.code,
                ", ".join(f"{name}: {value}" for name, value in row.parameters.items()),
                row.rotation.name if row.rotation else "every rotation",
                row.person.roster_name if row.person else "everybody",
                *(row.starts_on, row.ends_on, row.approved_by, row.reason),
                period.local(row.granted_at),
                period.local(row.revoked_at) if row.revoked_at else None,
            )
            for row in rows.select_related("rotation", "person").order_by("starts_on", "pk")
        ),
    )


def leave(period: Period) -> bytes:
    """Who was away when; why is nobody's business here."""
    rows = Absence.objects.approved().overlapping(period.first_day, period.last_day)
    rows = rows.filter(program=period.program).select_related("person")
    return table(
        ("person", "first_day", "from_half", "last_day", "to_half", "decided_at"),
        (
            (
                *(row.person.roster_name, row.starts_on, row.starts_at_slot),
                *(row.ends_on, row.ends_slot),
                period.local(row.decided_at) if row.decided_at else None,
            )
            for row in rows.order_by("person__last_name", "person", "starts_on", "pk")
        ),
    )


def supervision_levels(period: Period) -> bytes:
    rows = SupervisionLevel.objects.filter(
        program=period.program, starts_on__lte=period.last_day
    ).exclude(ends_on__lt=period.first_day)
    return table(
        ("person", "activity", "level", "first_day", "last_day"),
        (
            (
                row.person.roster_name,
                row.activity.name if row.activity else "all that ask for supervision",
                *(row.get_level_display(), row.starts_on, row.ends_on),
            )
            for row in rows.select_related("person", "activity").order_by(
                "person", "starts_on", "pk"
            )
        ),
    )


def supervision_findings(period: Period) -> bytes:
    """Of each published schedule as it stands: one that changed since its check is checked anew."""
    return table(("first_day", "last_day", "rule", "in_words"), _supervision(period))


def _supervision(period: Period) -> Iterator[tuple[object, ...]]:
    for ledger in period.ledgers:
        if ledger.version is None:
            continue
        for fault in current_findings(ledger.version, at=period.at):
            first, last = fault.first_day, fault.last_day
            touches = not (first and last) or (
                first <= period.last_day and period.first_day <= last
            )
            if fault.rule in SUPERVISION and touches:
                yield first, last, fault.title, fault.message


def moonlighting(period: Period) -> bytes:
    rows = MoonlightingPermission.objects.filter(
        program=period.program, starts_on__lte=period.last_day, ends_on__gte=period.first_day
    )
    return table(
        ("person", "first_day", "last_day", "note", "granted_by", "granted_at", "revoked_at"),
        (
            (
                *(row.person.roster_name, row.starts_on, row.ends_on, row.note),
                *(str(row.granted_by), period.local(row.granted_at)),
                period.local(row.revoked_at) if row.revoked_at else None,
            )
            for row in rows.select_related("person", "granted_by").order_by("starts_on", "pk")
        ),
    )


def changes(period: Period) -> bytes:
    """Cells that were changed since their schedule was published: by whom, when and why."""
    versions = [ledger.version for ledger in period.ledgers if ledger.version]
    rows = AssignmentChange.objects.lasting().filter(
        change_set__version__in=versions,
        change_set__at__gt=F("change_set__version__published_at"),
        starts_on__lte=period.last_day,
        ends_on__gte=period.first_day,
    )
    rows = rows.select_related("change_set__by", "person").order_by("change_set", "starts_on", "pk")
    return table(
        (
            "changed_at",
            "by",
            "door",
            "what",
            "why",
            "person",
            "kind",
            "first_day",
            "half",
            "effect",
        ),
        (
            (
                period.local(row.change_set.at),
                str(row.change_set.by or ""),
                *(row.change_set.door, row.change_set.sentence, row.change_set.reason),
                *(row.person.roster_name, row.kind, row.starts_on, row.slot),
                "added" if not row.before else "taken away" if not row.after else "changed",
            )
            for row in rows.iterator(2000)
        ),
    )


def unknown(period: Period) -> bytes:
    """What nobody knows: days that were not confirmed, days without a published schedule."""
    return table(("what", "whose", "first_day", "last_day"), _unknown(period))


def _unknown(period: Period) -> Iterator[tuple[object, ...]]:
    for first, last in period.unpublished():
        yield "no published schedule", "the program", first, last
    for name, days in period.unknown_days().items():
        for day in days:
            yield "hours not confirmed", name, day, day


TABLES: dict[str, Callable[[Period], bytes]] = {
    "schedule.csv": schedule,
    "hours.csv": hours,
    "clauses.csv": clauses,
    "findings.csv": found,
    "logged-work.csv": logged_work,
    "confirmed-days.csv": confirmed_days,
    "waivers.csv": waivers,
    "leave.csv": leave,
    "supervision-levels.csv": supervision_levels,
    "supervision-findings.csv": supervision_findings,
    "moonlighting-permissions.csv": moonlighting,
    "changes.csv": changes,
    "unknown.csv": unknown,
}
