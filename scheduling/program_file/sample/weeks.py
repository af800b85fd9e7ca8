"""Weekly patterns of the invented rotations, written the way a coordinator would."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scheduling.program_file.program import PATTERN_SLOTS, PatternWeek

Rows = tuple[PatternWeek, ...]
Pattern = Callable[[str], Rows]
"""Gives the rows of a rotation, by its code."""

WEDNESDAY = 3
LECTURES = "- - | - - | LEC ADV | - - | - - | - - | - -"
OPEN_SLOTS = 9  # half-days from Monday to Friday, without the lecture on Wednesday afternoon


def row(
    rotation: str, days: str, *, week: int | None = None, pgy: int | None = None
) -> PatternWeek:
    """A row from "AM PM | AM PM | ..." for Monday to Sunday; "-" leaves a half-day to other rows."""
    halves = days.replace("|", " ").split()
    cells = {
        name: () if text == "-" else tuple(text.split("/"))
        for name, text in zip(PATTERN_SLOTS, halves, strict=True)
    }
    return PatternWeek(rotation, week, pgy, **cells)


def _line(days: Sequence[str]) -> str:
    return " | ".join(days)


def outpatient(
    *, main: str, offset: int = 0, choices: int = 5, other: str = "C", interns: bool = True
) -> Pattern:
    """Weekdays on a service, some half-days open to clinic, lectures on Wednesday.

    `offset` moves the open half-days, so that not all rotations want the clinic's rooms at once.
    """

    def rows(rotation: str) -> Rows:
        halves = [
            f"{other}/{main}" if (slot + offset) % OPEN_SLOTS < choices else main
            for slot in range(OPEN_SLOTS)
        ]
        halves.insert(5, "LEC")
        days = [f"{halves[2 * day]} {halves[2 * day + 1]}" for day in range(5)]
        general = row(rotation, _line([*days, "W W", "W W"]))
        lectures = row(rotation, LECTURES, week=4)
        continuity = row(rotation, "- - | - - | C - | - - | - - | - - | - -", pgy=1)
        return (general, lectures, continuity) if interns else (general, lectures)

    return rows


def procedures() -> Pattern:
    """Thursdays and Friday mornings in the procedure room, the rest like any outpatient week."""

    def rows(rotation: str) -> Rows:
        days = "C/SPEC SPEC | SPEC C/SPEC | C/SPEC LEC | PR PR | PR C/SPEC | W W | W W"
        continuity = row(rotation, "- - | - - | C - | - - | - - | - - | - -", pgy=1)
        return row(rotation, days), row(rotation, LECTURES, week=4), continuity

    return rows


def inpatient(*, lecture: bool = True, seniors_off_on_sunday: tuple[int, ...] = ()) -> Pattern:
    """Six days a week on the service of the same code, Saturday off; some have Sunday off."""

    def rows(rotation: str) -> Rows:
        day = f"{rotation} {rotation}"
        wednesday = f"{rotation} LEC" if lecture else day
        general = row(rotation, _line([day, day, wednesday, day, day, "OFF OFF", day]))
        weekend = f"- - | - - | - - | - - | - - | {day} | OFF OFF"
        return general, *(row(rotation, weekend, pgy=pgy) for pgy in seniors_off_on_sunday)

    return rows


def family_inpatient() -> Pattern:
    """The inpatient team: one half-day in clinic, by PGY, and Saturday or Sunday off.

    The clinic is a choice, because the team works on holidays, when the clinic is closed.
    """

    def rows(rotation: str) -> Rows:
        (general, seniors) = inpatient(lecture=False, seniors_off_on_sunday=(3,))(rotation)
        day, clinic = f"{rotation} {rotation}", f"C/{rotation}"
        return (
            general,
            row(rotation, f"- - | - - | {clinic} - | - - | - - | - - | - -", pgy=1),
            row(rotation, f"- - | - {clinic} | - - | - - | - - | - - | - -", pgy=2),
            row(rotation, f"- {clinic} | - - | - - | - - | - - | {day} | OFF OFF", pgy=seniors.pgy),
        )

    return rows


def night_float(last_weekday: int) -> Pattern:
    """Six nights from Sunday to Friday. The last day of each half of a block is for recovery."""

    def rows(rotation: str) -> Rows:
        night, recovery = "OFF NF", "PC OFF"
        general = row(rotation, _line([night] * 5 + ["OFF OFF", night]))
        days = ["- -"] * 7
        days[last_weekday - 1] = recovery
        return general, *(row(rotation, _line(days), week=week) for week in (2, 4))

    return rows


def weekdays(code: str, *, lecture: bool = False) -> Pattern:
    """Monday to Friday on one code, the weekend off."""

    def rows(rotation: str) -> Rows:
        days = [f"{code} {code}"] * 5
        if lecture:
            days[WEDNESDAY - 1] = f"{code} LEC"
        general = row(rotation, _line([*days, "W W", "W W"]))
        return (general, row(rotation, LECTURES, week=4)) if lecture else (general,)

    return rows


def faculty_week(choices: str) -> Pattern:
    """Every half-day from Monday to Friday is a choice."""

    def rows(rotation: str) -> Rows:
        return (row(rotation, _line([f"{choices} {choices}"] * 5 + ["W W", "W W"])),)

    return rows


def attending(activity: str) -> Pattern:
    """Every day on one activity but Saturday, when the call of the week lasts all day."""

    def rows(rotation: str) -> Rows:
        day = f"{activity} {activity}"
        return (row(rotation, _line([*[day] * 5, "OFF OFF", day])),)

    return rows


def ambulatory() -> Pattern:
    """Clinic, in person or by video, with a little time for the panel."""

    def rows(rotation: str) -> Rows:
        open_day = "C/CV/GME C/CV/GME"
        days = [open_day, open_day, "C/CV/GME LEC", open_day, open_day, "W W", "W W"]
        return row(rotation, _line(days)), row(rotation, LECTURES, week=4)

    return rows
