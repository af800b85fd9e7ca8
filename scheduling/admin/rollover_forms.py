"""What the pages of a new year send: decisions, newcomers, what is left out."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict

from people.models import Enrolment
from scheduling.engine.promotion import Turn
from scheduling.queries.rollover import Plan
from scheduling.queries.rollover_choices import Decision, Newcomer, Part
from scheduling.queries.rollover_people import Step

EMPTY_ROWS = 4
PGYS = range(1, 9)
PLACES = (
    *((f"PGY-{pgy}", f"PGY-{pgy}") for pgy in PGYS),
    *Enrolment.FacultyRole.choices,
)
FIELDS = ("first_name", "last_name", "email", "place", "track", "starts_on")


@dataclass(frozen=True)
class Choice:
    """A turn that may be chosen of somebody."""

    turn: Turn
    words: str
    is_chosen: bool


def turns_for(step: Step) -> list[Choice]:
    """In words that name the PGY."""
    if step.was.position != Enrolment.Position.RESIDENT:
        words = {Turn.STAY: "stays", Turn.LEAVE: "leaves"}
    else:
        pgy = step.was.pgy or 0
        words = {
            Turn.PROMOTE: f"promoted to PGY-{pgy + 1}",
            Turn.STAY: f"stays PGY-{pgy}",
            Turn.GRADUATE: "graduates",
            Turn.LEAVE: "leaves",
        }
    return [Choice(turn, said, turn == step.turn) for turn, said in words.items()]


def decisions_from(request: HttpRequest, plan: Plan) -> dict[int, Decision]:
    """Only what differs from the proposal, so that a better proposal later still counts."""
    found = dict[int, Decision]()
    for step in plan.people.steps:
        decision = _decision(request.POST, step)
        if decision is not None:
            found[step.was.person_id] = decision
    return found


def _decision(sent: QueryDict, step: Step) -> Decision | None:
    key = step.was.person_id
    written = sent.get(f"turn-{key}", "")
    if written not in set(Turn):
        return None
    turn, ends_on = Turn(written), _day(sent.get(f"ends-{key}", ""), str(step.person))
    proposed = step.proposal.ends_on if turn == step.proposal.turn else None
    if turn == step.proposal.turn and ends_on in (None, proposed):
        return None
    return Decision(turn, ends_on=None if turn.goes else ends_on)


def left_out(sent: QueryDict) -> list[Part]:
    """Parts whose box is not ticked."""
    ticked = sent.getlist("part")
    return [part for part in Part if part not in ticked]


# Newcomers


def rows_to_fill(newcomers: Sequence[Newcomer]) -> list[dict[str, str]]:
    """Those that are there, and some empty ones."""
    filled = [
        {
            "first_name": each.first_name,
            "last_name": each.last_name,
            "email": each.email,
            "place": f"PGY-{each.pgy}" if each.pgy else each.faculty_role,
            "track": each.track,
            "starts_on": each.starts_on.isoformat() if each.starts_on else "",
        }
        for each in newcomers
    ]
    return [*filled, *(dict.fromkeys(FIELDS, "") for _ in range(EMPTY_ROWS))]


def newcomers_from(sent: QueryDict) -> list[Newcomer]:
    """The rows of the table, then what was pasted."""
    columns = [sent.getlist(name) for name in FIELDS]
    rows = [row for row in zip(*columns, strict=False) if any(row[:3])]
    return [_newcomer(*row) for row in (*rows, *_pasted(sent.get("pasted", "")))]


def _pasted(text: str) -> Iterator[tuple[str, ...]]:
    """Lines of a spreadsheet: first name, last name, e-mail, PGY or faculty role, track, first day."""
    lines = [line for line in text.splitlines() if line.strip()]
    delimiter = "\t" if any("\t" in line for line in lines) else ","
    for number, cells in enumerate(csv.reader(lines, delimiter=delimiter), start=1):
        if not 2 <= len(cells) <= len(FIELDS):
            raise ValidationError(
                f"Line {number} of what you pasted has {len(cells)} columns; 2 to {len(FIELDS)} "
                "are read: first name, last name, e-mail, PGY or role, track, first day.",
                code="pasted",
            )
        yield tuple([*map(str.strip, cells), *[""] * len(FIELDS)][: len(FIELDS)])


def _newcomer(
    first_name: str, last_name: str, email: str, place: str, track: str, starts_on: str
) -> Newcomer:
    pgy, role = _place(place)
    return Newcomer(
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        email=email.strip(),
        pgy=pgy,
        faculty_role=role,
        track=track.strip(),
        starts_on=_day(starts_on, f"{first_name} {last_name}"),
    )


def _place(written: str) -> tuple[int | None, str]:
    """PGY-1, 1 or nothing is a resident of the first year; else a role of the faculty."""
    plain = written.strip().upper().removeprefix("PGY").lstrip("- ")
    if not plain:
        return 1, ""
    if plain.isdecimal():
        return int(plain), ""
    names = {str(label).upper(): value for value, label in Enrolment.FacultyRole.choices}
    return None, names.get(plain, written.strip().lower())


def _day(written: str, who: str) -> date | None:
    if not written.strip():
        return None
    try:
        return date.fromisoformat(written.strip())
    except ValueError as error:
        raise ValidationError(
            f"{who}: {written} is not a day. Write it like 2027-07-01.", code="no-day"
        ) from error
