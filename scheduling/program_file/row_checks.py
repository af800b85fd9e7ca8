"""What each row of a file must keep within itself, and with the rows it names.

A check yields the field at fault and a sentence. It looks only at cells that were understood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import time

from .sheet import Entry, Tables

Finding = tuple[str, str]
RowCheck = Callable[[Entry, Tables], Iterator[Finding]]

NEEDED_BY_REQUEST: dict[str, tuple[tuple[str, ...], ...]] = {
    "leave": (("starts_on",), ("ends_on",)),
    "rotation": (("rotation",),),
    "call": (("starts_on", "weekday"),),
    "clinic": (("weekday",),),
}
"""For each kind of request, the cells it needs; of several in a group, one will do."""

FOREIGN_TO_REQUEST: dict[str, tuple[str, ...]] = {
    "leave": ("rotation", "weekday"),
    "rotation": ("weekday",),
    "call": ("rotation",),
    "clinic": ("rotation", "starts_on", "ends_on"),
}

MINUTES_OF_DAY = 24 * 60

WORDS = {
    "rotation": "a rotation",
    "starts_on": "a first day",
    "ends_on": "a last day",
    "weekday": "a weekday",
}


def in_order(low: str, high: str, sentence: str) -> RowCheck:
    """A check that one cell is not above another; `sentence` says so with both values."""

    def check(entry: Entry, _tables: Tables) -> Iterator[Finding]:
        values = entry.values.get(low), entry.values.get(high)
        if None not in values and entry[low] > entry[high]:
            yield high, sentence.format(low=entry[low], high=entry[high])

    return check


MOST_BELOW_LEAST = "The most, {high}, is below the least, {low}."
LAST_BEFORE_FIRST = "The last block, {high}, is before the first, {low}."
ENDS_BEFORE_START = "It ends on {high}, before it starts on {low}."


def fewer_blocks(entry: Entry, _tables: Tables) -> Iterator[Finding]:
    if entry.has("minimum_halves", "maximum_halves"):
        low, high = entry["minimum_halves"] / 2, entry["maximum_halves"] / 2
        if low > high:
            yield "maximum_halves", MOST_BELOW_LEAST.format(low=low, high=high)


def activity_times(entry: Entry, _tables: Tables) -> Iterator[Finding]:
    for half in ("am", "pm"):
        starts, ends = f"{half}_starts", f"{half}_ends"
        if entry.has(starts, ends) and (entry[starts] is None) != (entry[ends] is None):
            yield starts, f"Give both the start and the end of the {half.upper()}, or neither."
    starts_at, ends_at = entry.values.get("am_starts"), entry.values.get("am_ends")
    if starts_at is not None and ends_at is not None and ends_at <= starts_at:
        yield "am_ends", "The morning must end later than it starts."


def rotation_halves(entry: Entry, tables: Tables) -> Iterator[Finding]:
    """A rotation made of two others is a block long; its parts are half a block and plain."""
    if not entry.has("code", "length", "first_half", "second_half"):
        return
    if (entry["first_half"] is None) != (entry["second_half"] is None):
        yield "first_half", "Give both halves of the rotation, or neither."
    if entry["first_half"] and entry["length"] != "block":
        yield "length", "A rotation made of two halves lasts a block."
    for field in ("first_half", "second_half"):
        yield from _component(entry, field, tables.by_code("rotations").get(entry[field]))


def rotation_staff(entry: Entry, _tables: Tables) -> Iterator[Finding]:
    """Residents do rotations; faculty follow weeks."""
    if not entry.has("kind", "pgys", "faculty_roles"):
        return
    if entry["kind"] == "attending":
        for field in ("pgys", "faculty_roles"):
            if entry[field]:
                yield field, "The sheet Attending shares says who attends; leave this empty."
        return
    if entry["kind"] == "faculty":
        if not entry["faculty_roles"]:
            yield "faculty_roles", "Name the faculty roles that follow this week."
        if entry["pgys"]:
            yield "pgys", "Faculty have no PGY; leave this empty."
        return
    if not entry["pgys"]:
        yield "pgys", "Name the PGYs that may do this rotation."
    if entry["faculty_roles"]:
        yield "faculty_roles", "Only a week of the kind faculty names roles; leave this empty."


def one_week_for_a_role(entry: Entry, tables: Tables) -> Iterator[Finding]:
    for other in tables.of("rotations", "faculty_roles", "code"):
        shared = set(other["faculty_roles"]) & set(entry.values.get("faculty_roles", ()))
        if shared and other.row < entry.row:
            yield (
                "faculty_roles",
                f"{min(shared)} follows {other['code']} already (row {other.row}).",
            )


def _component(entry: Entry, field: str, part: Entry | None) -> Iterator[Finding]:
    if part is None or not part.has("length", "pgys", "first_half"):
        return
    name = part["code"]
    if part["length"] != "half" or part["first_half"]:
        yield field, f"{name} is not a rotation of half a block and cannot be a part of another."
    missing = set(entry.values.get("pgys", ())) - set(part["pgys"])
    if missing:
        yield field, f"{name} is not open to PGY-{min(missing)}, who may do {entry['code']}."


def pgy_may(entry: Entry, tables: Tables) -> Iterator[Finding]:
    """A row about a rotation and a PGY: the rotation is open to the PGY."""
    if not entry.has("rotation", "pgy") or entry["pgy"] is None:
        return
    rotation = tables.by_code("rotations").get(entry["rotation"])
    if rotation is None or not rotation.has("pgys", "kind"):
        return
    # One that is open to nobody is at fault itself.
    is_open = rotation["pgys"] or rotation["kind"] in ("faculty", "attending")
    if is_open and entry["pgy"] not in rotation["pgys"]:
        open_to = ", ".join(map(str, rotation["pgys"])) or "faculty"
        yield "pgy", f"{entry['rotation']} is not open to PGY-{entry['pgy']}, only to {open_to}."


def whole_blocks(entry: Entry, tables: Tables) -> Iterator[Finding]:
    """Nobody does half of a rotation that lasts a block."""
    if not entry.has("rotation"):
        return
    rotation = tables.by_code("rotations").get(entry["rotation"])
    if not rotation or rotation.values.get("length") != "block":
        return
    for field in ("minimum_halves", "maximum_halves"):
        if entry.has(field) and entry[field] % 2:
            yield field, f"{entry['rotation']} lasts a block; {entry[field] / 2} cannot be done."


def not_after_itself(entry: Entry, _tables: Tables) -> Iterator[Finding]:
    if entry.has("rotation", "after") and entry["rotation"] == entry["after"]:
        yield "after", f"{entry['rotation']} cannot come after itself."


def pattern_of_plain_rotation(entry: Entry, tables: Tables) -> Iterator[Finding]:
    rotation = tables.by_code("rotations").get(entry.values.get("rotation", ""))
    if rotation and rotation.values.get("first_half"):
        yield "rotation", f"The weeks of {entry['rotation']} are those of its two halves."


def pattern_times(entry: Entry, tables: Tables) -> Iterator[Finding]:
    """Work is put only in the half of the day in which it has times."""
    activities = tables.by_code("activities")
    for field, codes in entry.values.items():
        half = field.rpartition("_")[2]
        if half not in ("am", "pm"):
            continue
        for name in codes:
            activity = activities.get(name)
            if activity and _never_in(activity, half):
                words = "morning" if half == "am" else "afternoon"
                yield field, f"{name} has no times in the {words}."


def _never_in(activity: Entry, half: str) -> bool:
    """Whether it has times, but none in this half of the day. Time off has none at all."""
    if not activity.has("am_starts", "pm_starts"):
        return False
    return activity[f"{half}_starts"] is None and bool(
        activity["am_starts"] or activity["pm_starts"]
    )


def call_staff(entry: Entry, _tables: Tables) -> Iterator[Finding]:
    if not entry.has("staff", "pgys", "excluded_roles"):
        return
    if entry["staff"] == "resident" and not entry["pgys"]:
        yield "pgys", "Name the PGYs of the residents who take this call."
    if entry["staff"] == "faculty" and entry["pgys"]:
        yield "pgys", "Faculty have no PGY; leave this empty."
    if entry["staff"] == "resident" and entry["excluded_roles"]:
        yield "excluded_roles", "Residents have no faculty role; leave this empty."


def handover_within_call(entry: Entry, _tables: Tables) -> Iterator[Finding]:
    """Even on the night that loses an hour when the clocks go forward."""
    for kind in ("weekday", "weekend"):
        starts, ends = f"{kind}_starts", f"{kind}_ends"
        if not entry.has("handover_minutes", starts, ends):
            continue
        length = (_minute(entry[ends]) - _minute(entry[starts]) - 1) % MINUTES_OF_DAY + 1
        if entry["handover_minutes"] and entry["handover_minutes"] + 60 >= length:
            yield "handover_minutes", f"The {kind} call has {length} minutes; that is too short."
            return


def _minute(clock: time) -> int:
    return 60 * clock.hour + clock.minute


def is_attended(entry: Entry, tables: Tables) -> Iterator[Finding]:
    rotation = tables.by_code("rotations").get(entry.values.get("rotation", ""))
    if rotation and rotation.has("kind") and rotation["kind"] != "attending":
        yield "rotation", f"{entry['rotation']} is not of the kind attending."


def faculty_call(entry: Entry, tables: Tables) -> Iterator[Finding]:
    call = tables.by_code("call_types").get(entry.values.get("call_type") or "")
    if call and call.has("staff") and call["staff"] != "faculty":
        yield "call_type", f"{entry['call_type']} is not taken by faculty."


def position(entry: Entry, _tables: Tables) -> Iterator[Finding]:
    if not entry.has("position", "pgy", "faculty_role"):
        return
    resident = entry["position"] == "resident"
    if resident and entry["pgy"] is None:
        yield "pgy", "A resident needs a PGY."
    if resident and entry["faculty_role"]:
        yield "faculty_role", "A resident has no faculty role; leave this empty."
    if not resident and entry["pgy"] is not None:
        yield "pgy", "Faculty have no PGY; leave this empty."
    if not resident and not entry["faculty_role"]:
        yield "faculty_role", "A member of the faculty needs a faculty role."


def absence_order(entry: Entry, _tables: Tables) -> Iterator[Finding]:
    fields = ("starts_on", "starts_at_slot", "ends_on", "ends_slot")
    if not entry.has(*fields):
        return
    starts = (entry["starts_on"], entry["starts_at_slot"])
    ends = (entry["ends_on"], entry["ends_slot"])
    if ends < starts:
        yield (
            "ends_on",
            ENDS_BEFORE_START.format(low=" ".join(map(str, starts)), high=" ".join(map(str, ends))),
        )


def request_cells(entry: Entry, _tables: Tables) -> Iterator[Finding]:
    """Each kind of request has the cells that it needs and none that mean nothing to it."""
    kind = entry.values.get("kind")
    if kind is None or not entry.has(*WORDS):
        return
    for group in NEEDED_BY_REQUEST[kind]:
        if all(entry[field] is None for field in group):
            words = " or ".join(WORDS[field] for field in group)
            yield group[0], f"A {kind} request needs {words}."
    for field in FOREIGN_TO_REQUEST[kind]:
        if entry[field] is not None:
            yield (
                field,
                f"A {kind} request has no {WORDS[field].split(' ', 1)[1]}; leave this empty.",
            )
    if (entry["starts_on"] is None) != (entry["ends_on"] is None) and kind in ("rotation", "call"):
        yield "ends_on", "Give both the first and the last day, or neither."


def company(entry: Entry, _tables: Tables) -> Iterator[Finding]:
    if not entry.has("beside", "beside_credential"):
        return
    if entry["beside_credential"] and not entry["beside"]:
        yield "beside_credential", "Only what is done beside something asks for this."


def clinic_weeks(entry: Entry, tables: Tables) -> Iterator[Finding]:
    """One rotation at most has them, and they leave weeks for the others."""
    if not entry.has("every_weeks", "for_weeks", "code") or entry["every_weeks"] is None:
        return
    if entry["every_weeks"] <= entry["for_weeks"]:
        yield "for_weeks", "Clinic weeks must leave others between them."
    for other in tables.of("rotations", "every_weeks", "code"):
        if other["every_weeks"] is not None and other.row < entry.row:
            yield "every_weeks", f"{other['code']} has clinic weeks already (row {other.row})."


def clinic_group(entry: Entry, tables: Tables) -> Iterator[Finding]:
    if not entry.has("position", "clinic_group") or entry["clinic_group"] is None:
        return
    if entry["position"] != "resident":
        yield "clinic_group", "Clinic groups are of residents; leave this empty."
        return
    for rotation in tables.of("rotations", "every_weeks", "for_weeks"):
        if rotation["every_weeks"] and rotation["for_weeks"]:
            groups = rotation["every_weeks"] // rotation["for_weeks"]
            if entry["clinic_group"] > groups:
                yield "clinic_group", f"The clinic weeks make {groups} groups."


def requirement_unit(entry: Entry, _tables: Tables) -> Iterator[Finding]:
    """Weeks are of a rotation, half-days and hours of an activity."""
    if not entry.has("unit", "rotation", "activity"):
        return
    needed, other = (
        ("rotation", "activity") if entry["unit"] == "weeks" else ("activity", "rotation")
    )
    if entry[needed] is None:
        article = "a rotation" if needed == "rotation" else "an activity"
        yield needed, f"A requirement in {entry['unit']} needs {article}."
    if entry[other] is not None:
        yield other, f"A requirement in {entry['unit']} has no {other}; leave this empty."


ROW_CHECKS: tuple[tuple[str, RowCheck], ...] = (
    (
        "places",
        in_order("target_rooms", "rooms", "The rooms, {high}, are fewer than the target, {low}."),
    ),
    ("activities", activity_times),
    ("activities", company),
    ("rotations", clinic_weeks),
    ("rotations", rotation_staff),
    ("rotations", one_week_for_a_role),
    ("rotations", rotation_halves),
    ("rotations", in_order("first_block", "last_block", LAST_BEFORE_FIRST)),
    ("demands", pgy_may),
    ("demands", in_order("minimum", "maximum", MOST_BELOW_LEAST)),
    ("patterns", pgy_may),
    ("patterns", pattern_of_plain_rotation),
    ("patterns", pattern_times),
    ("weekly_shares", in_order("minimum", "maximum", MOST_BELOW_LEAST)),
    ("session_demands", in_order("minimum", "maximum", MOST_BELOW_LEAST)),
    ("requirements", requirement_unit),
    ("curriculum", pgy_may),
    ("curriculum", whole_blocks),
    ("curriculum", not_after_itself),
    ("curriculum", fewer_blocks),
    ("curriculum", in_order("first_block", "last_block", LAST_BEFORE_FIRST)),
    ("call_types", call_staff),
    ("call_types", handover_within_call),
    ("attending_weeks", is_attended),
    ("attending_weeks", faculty_call),
    ("attending_shares", is_attended),
    (
        "attending_shares",
        in_order("minimum", "target", "The target, {high}, is below the least, {low}."),
    ),
    (
        "attending_shares",
        in_order("target", "maximum", "The most, {high}, is below the target, {low}."),
    ),
    ("call_day_wishes", faculty_call),
    ("enrolments", position),
    ("enrolments", clinic_group),
    ("enrolments", in_order("clinic_min", "clinic_max", MOST_BELOW_LEAST)),
    ("enrolments", in_order("supervision_min", "supervision_max", MOST_BELOW_LEAST)),
    ("enrolments", in_order("starts_on", "ends_on", ENDS_BEFORE_START)),
    (
        "credentials",
        in_order("issued_on", "expires_on", "It expires on {high}, before it is issued on {low}."),
    ),
    ("supervision_levels", in_order("starts_on", "ends_on", ENDS_BEFORE_START)),
    ("absences", absence_order),
    ("requests", request_cells),
    ("requests", in_order("starts_on", "ends_on", ENDS_BEFORE_START)),
    ("rules", in_order("effective_from", "effective_until", ENDS_BEFORE_START)),
)
