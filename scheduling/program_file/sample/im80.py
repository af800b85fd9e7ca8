"""An internal medicine program with 80 residents and 30 faculty, whose clinic comes in halves."""

from __future__ import annotations

from scheduling.program_file.program import Place, Program

from .recipe import Post, Recipe, Service, Share
from .vocabulary import (
    CERTIFICATES,
    COMMON,
    FACULTY_CALL,
    activity,
    clinic,
    resident_call,
    ward,
)
from .weeks import ambulatory, faculty_week, inpatient, night_float, outpatient, weekdays

SAND, GREEN, BLUE = "#ffe699", "#c6e0b4", "#bbdefb"

ACTIVITIES = (
    ward("WARD", "Medicine ward"),
    ward("MICU", "Medical intensive care", "#ffab91"),
    ward("CCU", "Coronary care", "#ffab91"),
    ward("ONC", "Oncology ward"),
    activity("EM", "Emergency department", "inpatient", (7, 12), (12, 17), place="HOSP"),
    clinic("CONS", "Consults", GREEN),
    activity("RSCH", "Research", "education", (8, 12), (13, 17), color=BLUE),
    activity("VA", "Community hospital", "inpatient", (8, 12), (13, 17), place="VA"),
)


def _ward(
    code: str, name: str, shares: dict[int, Share], demand: tuple[tuple[int | None, int, int], ...]
) -> Service:
    return Service(
        code,
        name,
        "inpatient",
        shares,
        demand,
        inpatient(seniors_off_on_sunday=(3,) if 3 in shares else ()),
        color=SAND,
    )


def _consults(
    code: str, name: str, shares: dict[int, Share], most: int, *, length: str = "half"
) -> Service:
    return Service(
        code, name, "outpatient", shares, ((None, 0, most),), weekdays("CONS", lecture=True),
        length=length, call=True, leave=True, color=GREEN,
    )  # fmt: skip


def services(last_weekday: int) -> tuple[Service, ...]:
    """The rotations. `last_weekday` is the one on which each half of a block ends."""
    once = Share(1, 1)
    clinic_halves = Share(3, 3.5, gap=0.5)
    return (
        _ward("WARD", "Medicine ward", {1: Share(3, 4), 2: Share(2, 3), 3: Share(2, 3)}, ((1, 5, 8), (2, 3, 6), (3, 3, 6))),
        _ward("MICU", "Medical intensive care", {1: once, 2: once, 3: once}, ((1, 1, 3), (2, 1, 3), (3, 1, 3))),
        _ward("CCU", "Coronary care", {1: once, 2: once}, ((1, 1, 3), (2, 1, 3))),
        _ward("ONC", "Oncology ward", {1: once, 2: once}, ((1, 1, 3), (2, 1, 3))),
        Service("NF", "Night float", "night", {1: Share(1, 1, gap=1), 2: Share(0.5, 1), 3: Share(0.5, 1, gap=1)}, ((1, 1, 3), (None, 3, 6)), night_float(last_weekday), length="half", color="#a6a6a6"),
        Service("NFC", "Night float, then cardiology", "night", {2: Share(0, 1)}, (), halves=("NF", "CARD"), color="#bdbdbd"),
        Service("AMB", "Ambulatory clinic", "outpatient", {1: clinic_halves, 2: clinic_halves, 3: clinic_halves}, ((None, 12, 26),), ambulatory(), (("C", 4, 6), ("CV", 1, 4)), length="half", place="FMC", call=True, leave=True, color="#fff59d"),
        Service("EM", "Emergency medicine", "inpatient", {1: Share(0, 1), 2: Share(0, 1)}, ((None, 0, 5),), weekdays("EM", lecture=True), color=SAND),
        Service("AWAY", "Community hospital", "away", {3: Share(1, 1, first=2, last=12)}, ((None, 0, 4),), weekdays("VA"), place="VA", color="#92d050"),
        _consults("GERI", "Geriatrics", {1: Share(0, 1), 3: Share(0, 1)}, 6, length="block"),
        _consults("NEUR", "Neurology", {1: Share(0.5, 1), 3: Share(0, 0.5)}, 5),
        _consults("CARD", "Cardiology", {2: Share(0.5, 1)}, 6),
        _consults("RENL", "Nephrology", {2: Share(0.5, 1)}, 4),
        _consults("ID", "Infectious diseases", {2: Share(0.5, 1)}, 4),
        _consults("GI", "Gastroenterology", {2: Share(0.5, 1)}, 4),
        _consults("PULM", "Pulmonology", {2: Share(0, 0.5), 3: Share(0.5, 1)}, 5),
        _consults("ENDO", "Endocrinology", {3: Share(0.5, 1)}, 4),
        _consults("RHEU", "Rheumatology", {3: Share(0.5, 1)}, 4),
        Service("RSCH", "Research", "elective", {3: Share(1, 2, after="WARD")}, ((None, 0, 8),), weekdays("RSCH", lecture=True), call=True, leave=True, color=BLUE),
        Service("ELE", "Elective", "elective", {1: Share(2, 4), 2: Share(1, 4), 3: Share(1, 4)}, ((None, 0, 30),), outpatient(main="CONS", choices=0, interns=False), length="half", call=True, leave=True, color=BLUE),
        Service("F-CORE", "Week of the faculty", "faculty", {}, pattern=faculty_week("AT/C/CV/GME"), place="FMC", roles=("program_director", "associate_program_director", "chief_of_department", "clinic_lead", "core")),
    )  # fmt: skip


POSTS = (
    Post("program_director", 1, (0, 1), (1, 4)),
    Post("associate_program_director", 3, (1, 2), (1, 6)),
    Post("chief_of_department", 1, (0, 1), (0, 4)),
    Post("clinic_lead", 2, (1, 3), (1, 8)),
    Post("core", 21, (1, 4), (1, 8)),
    Post("adjunct", 2, (0, 0), (0, 0), fte=20, call=False),
)


def recipe(year: int, last_weekday: int) -> Recipe:
    return Recipe(
        Program(
            "Stonegate University Internal Medicine", "stonegate-im", "Internal medicine",
            "America/New_York", year, "four_weeks", 4, True, False, 30,
        ),
        (
            Place("FMC", "Stonegate Clinic", 30),
            Place("HOSP", "Stonegate University Hospital", None),
            Place("VA", "Stonegate Community Hospital", None),
        ),
        CERTIFICATES[:2],
        (*COMMON, *ACTIVITIES),
        services(last_weekday),
        (
            resident_call("RC-S", "Senior in-house call", (2, 3), 10, 1),
            resident_call("RC-J", "Junior in-house call", (1,), 9, 2),
            resident_call("BU", "Backup", (2, 3), 10, 3, kind="backup"),
            FACULTY_CALL,
        ),
        {1: 27, 2: 27, 3: 26},
        POSTS,
        away_together=6,
        away_at_once={"resident": 5, "faculty": 4},
    )  # fmt: skip
