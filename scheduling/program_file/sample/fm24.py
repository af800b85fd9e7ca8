"""A family medicine program with 24 residents and 12 faculty."""

from __future__ import annotations

from scheduling.program_file.program import (
    AttendingShare,
    AttendingWeek,
    CallDayWish,
    Place,
    Program,
    Requirement,
    SessionDemand,
)

from .recipe import Post, Recipe, Service, Share
from .vocabulary import (
    AFTERNOON,
    CERTIFICATES,
    COMMON,
    FACULTY_CALL,
    MORNING,
    PRIVILEGES,
    activity,
    resident_call,
    ward,
)
from .weeks import (
    ambulatory,
    attending,
    faculty_week,
    family_inpatient,
    inpatient,
    night_float,
    outpatient,
    procedures,
    weekdays,
)

RED, BLUE, GREEN, SAND = "#ffab91", "#9bc2e6", "#c6e0b4", "#ffe699"
CLINIC_SHARE = (("C", 2, 4),)
PANEL_SHARE = (("C", 4, 6), ("CV", 1, 4))

ACTIVITIES = (
    ward("FMIT", "Family medicine inpatient team"),
    activity("FMA", "Attending on the inpatient team", "inpatient", (7, 12), (12, 17), place="HOSP", color="#ffc000"),
    ward("LD", "Labor and delivery"),
    ward("IM", "Internal medicine ward"),
    ward("PEDW", "Pediatric ward"),
    ward("ICU", "Intensive care", RED),
    activity("SURG", "Surgery", "inpatient", (7, 12), (12, 17), place="HOSP"),
    activity("EM", "Emergency department", "inpatient", (7, 12), (12, 17), place="HOSP"),
    activity("NBN", "Newborn nursery", "clinic", (7, 12), AFTERNOON, place="HOSP", color=BLUE),
    activity(
        "SMC",
        "Sports medicine clinic",
        "clinic",
        MORNING,
        AFTERNOON,
        place="FMC",
        rooms=1,
        color=GREEN,
        once=True,
        beside="SMC",
    ),
    activity("AW", "Away rotation", "clinic", (8, 12), AFTERNOON, place="AWAY", color="#92d050"),
)  # fmt: skip


def _outpatient(
    code: str,
    name: str,
    offset: int,
    shares: dict[int, Share],
    most: int,
    *,
    main: str = "SPEC",
    other: str = "C",
    weekly: tuple[tuple[str, int, int], ...] = CLINIC_SHARE,
    length: str = "block",
    kind: str = "outpatient",
) -> Service:
    """A service with weekends off, some clinic, call and leave."""
    return Service(
        code, name, kind, shares, ((None, 0, most),),
        outpatient(main=main, offset=offset, other=other, interns=1 in shares), weekly,
        length=length, place="FMC", call=True, leave=True, color=GREEN,
    )  # fmt: skip


def _ward(
    code: str, name: str, shares: dict[int, Share], most: int, *, lecture: bool = True
) -> Service:
    return Service(
        code, name, "inpatient", shares, ((None, 0, most),), inpatient(lecture=lecture), color=SAND
    )


def _day_service(code: str, name: str) -> Service:
    """Long days from Monday to Friday, which end early enough for a night of call."""
    return Service(
        code, name, "inpatient", {2: Share(1, 1)}, ((None, 0, 2),), weekdays(code, lecture=True),
        call=True, color=SAND,
    )  # fmt: skip


FACULTY_WEEKS = (
    Service("F-DIR", "Week of the program director", "faculty", {}, pattern=faculty_week("AT/GME"), place="FMC", roles=("program_director",)),
    Service("F-SM", "Week of sports medicine", "faculty", {}, pattern=faculty_week("AT/SMC/GME"), place="FMC", roles=("sports_medicine",)),
    Service("F-CORE", "Week of the faculty", "faculty", {}, pattern=faculty_week("AT/C/CV/GME"), place="FMC", roles=("associate_program_director", "clinic_lead", "chief_of_department", "core")),
)  # fmt: skip

ATTENDING = Service("FMIT-A", "Attending on the inpatient team", "attending", {}, pattern=attending("FMA"), color="#ffc000")  # fmt: skip
ATTENDING_WEEKS = AttendingWeek("FMIT-A", 5, 1, 2, "FC", (5, 6), "PC")
ATTENDING_SHARES = tuple(
    AttendingShare("FMIT-A", role, *weeks)
    for role, weeks in (
        ("program_director", (0, 4, 6)),
        ("associate_program_director", (4, 6, 7)),
        ("chief_of_department", (2, 4, 5)),
        ("clinic_lead", (4, 6, 7)),
        ("core", (4, 6, 7)),
    )
)
TUESDAY = 2
DAY_WISHES = tuple(
    CallDayWish("FC", role, TUESDAY, "avoid", 3)
    for role in ("program_director", "associate_program_director")
)


def services(last_weekday: int) -> tuple[Service, ...]:
    """The rotations. `last_weekday` is the one on which each half of a block ends."""
    once, spaced = Share(1, 1), Share(2, 2, gap=1)
    return (
        Service("FMIT", "Family medicine inpatient team", "inpatient", {1: spaced, 2: spaced, 3: spaced}, ((1, 1, 2), (2, 1, 2), (3, 1, 2)), family_inpatient(), (("C", 1, 1),), color="#ffc000"),
        Service("NF", "Night float", "night", {1: Share(0.5, 0.5, after="FMIT"), 2: Share(1, 1), 3: Share(0.5, 1, gap=1)}, ((None, 1, 2),), night_float(last_weekday), length="half", color="#a6a6a6"),
        Service("NFC", "Night float, then cardiology", "night", {2: once}, (), halves=("NF", "CARD"), color="#bdbdbd"),
        _ward("LD", "Labor and delivery", {1: Share(1, 1, first=3)}, 2),
        _ward("IM", "Internal medicine ward", {1: once}, 2),
        _ward("PEDW", "Pediatric ward", {2: once}, 2),
        _ward("ICU", "Intensive care", {2: Share(1, 1, after="FMIT")}, 2, lecture=False),
        _day_service("SURG", "Surgery"),
        _day_service("EM", "Emergency medicine"),
        Service("FMC", "Family medicine clinic", "outpatient", {1: Share(2, 4), 2: Share(2, 4), 3: Share(3, 5)}, ((None, 1, 10),), ambulatory(), PANEL_SHARE, weekly_of={1: (("C", 3, 6),)}, place="FMC", call=True, leave=True, color="#fff59d"),
        _outpatient("NBN", "Newborn nursery", 0, {1: once}, 2, main="NBN"),
        _outpatient("PEDC", "Pediatric clinic", 1, {1: once}, 2),
        _outpatient("MSK", "Musculoskeletal medicine", 2, {1: once}, 2),
        _outpatient("COMM", "Community medicine", 3, {1: once, 3: once}, 4),
        _outpatient("GYN", "Gynecology clinic", 4, {2: Share(1, 1, first=3)}, 2),
        _outpatient("SM", "Sports medicine", 5, {2: once}, 2, other="C/SMC", weekly=(*CLINIC_SHARE, ("SMC", 1, 4))),
        _outpatient("GERI", "Geriatrics", 6, {3: once}, 2),
        _outpatient("PSY", "Psychiatry", 7, {3: once}, 2),
        _outpatient("DERM", "Dermatology", 8, {2: Share(0.5, 0.5), 3: Share(0, 0.5)}, 2, length="half"),
        _outpatient("CARD", "Cardiology", 0, {2: Share(0.5, 1), 3: Share(0.5, 1)}, 4, length="half"),
        Service("PROC", "Procedures", "outpatient", {1: Share(0.5, 1), 2: Share(0, 1), 3: Share(0.5, 1)}, ((None, 0, 3),), procedures(), CLINIC_SHARE, length="half", place="FMC", call=True, leave=True, color="#ffccbc"),
        _outpatient("ELE", "Elective", 4, {1: Share(0.5, 2), 2: Share(0.5, 2), 3: Share(1, 3)}, 8, length="half", kind="elective"),
        Service("AWAY", "Away rotation", "away", {3: Share(1, 1, after="FMIT", first=3, last=12)}, ((None, 0, 2),), weekdays("AW"), place="AWAY", color="#92d050"),
        *FACULTY_WEEKS,
        ATTENDING,
    )  # fmt: skip


POSTS = (
    Post("program_director", 1, (0, 0), (1, 4)),
    Post("associate_program_director", 1, (1, 2), (1, 8), block_clinic=8),
    Post("clinic_lead", 1, (1, 2), (1, 8), block_clinic=8, weekdays=(2, 3, 4)),
    Post("chief_of_department", 1, (1, 1), (1, 4)),
    Post("sports_medicine", 1, (3, 4), (1, 8)),
    Post("core", 4, (2, 4), (1, 8), block_clinic=16),
    Post("core", 1, (2, 3), (1, 8), block_clinic=12),
    Post("adjunct", 2, (0, 0), (0, 0), fte=20, call=False),
)


WEDNESDAY = 3
SESSIONS = (
    # One of the faculty sees patients while residents have lectures; differently in the last week.
    SessionDemand("C", "faculty", None, WEDNESDAY, "PM", 1, 1, False),
    SessionDemand("C", "faculty", 4, WEDNESDAY, "AM", 1, 1, True),
    SessionDemand("C", "faculty", 4, WEDNESDAY, "PM", 1, 1, True),
)

REQUIREMENTS = (
    Requirement("FMP-HOURS", "Family medicine practice", None, "", None, "C", "hours", 1000, False, "A target of this program, after the family medicine requirements of July 2023 as reported by the AAFP; to be checked against their text."),
    Requirement("FMIT-WEEKS", "Family medicine inpatient team", None, "", "FMIT", None, "weeks", 24, True, "Program policy."),
)  # fmt: skip


def recipe(year: int, last_weekday: int) -> Recipe:
    return Recipe(
        Program(
            "Harbor Hills Family Medicine", "harbor-hills-fm", "Family medicine",
            "America/Los_Angeles", year, "thursday_blocks", 4, False, False, 10,
        ),
        (
            Place("FMC", "Family medicine clinic", 10, 8),
            Place("HOSP", "Harbor Hills Hospital", None),
            Place("AWAY", "Outside the program", None),
        ),
        (*CERTIFICATES, *PRIVILEGES),
        (*COMMON, *ACTIVITIES),
        services(last_weekday),
        (
            resident_call("RC-S", "Senior in-house call", (2, 3), 8, 1),
            resident_call("RC-J", "Junior in-house call", (1, 2), 8, 2),
            FACULTY_CALL,
        ),
        {1: 8, 2: 8, 3: 8},
        POSTS,
        SESSIONS,
        REQUIREMENTS,
        {"FMP-HOURS": {2: 480, 3: 740}, "FMIT-WEEKS": {2: 8, 3: 16}},
        attending=((ATTENDING_WEEKS, ATTENDING_SHARES),),
        call_day_wishes=DAY_WISHES,
    )  # fmt: skip
