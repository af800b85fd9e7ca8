"""The code dictionary and the calls that the invented programs share."""

from __future__ import annotations

from datetime import time

from scheduling.program_file.program import Activity, CallType, CredentialKind

Times = tuple[int, int] | None

EVERY_NIGHT = (1, 2, 3, 4, 5, 6, 7)
MORNING, AFTERNOON = (8, 12), (13, 17)
EARLY, LATE = (6, 12), (12, 18)
NIGHT = (18, 6)


def activity(
    code: str,
    name: str,
    kind: str,
    am: Times = None,
    pm: Times = None,
    *,
    place: str | None = None,
    rooms: int = 0,
    supervision: str = "none",
    supervises: bool = False,
    color: str = "#e5e7eb",
    once: bool = False,
    virtual: bool = False,
    continuity: bool = False,
    beside: str | None = None,
) -> Activity:
    """An entry of the dictionary, with times by the full hour."""
    am_starts, am_ends = (time(am[0]), time(am[1])) if am else (None, None)
    pm_starts, pm_ends = (time(pm[0]), time(pm[1])) if pm else (None, None)
    return Activity(
        code, name, kind, am_starts, am_ends, pm_starts, pm_ends, place, rooms, supervision,
        supervises, None, color, once, virtual, continuity, beside,
    )  # fmt: skip


def ward(code: str, name: str, color: str = "#ffc000") -> Activity:
    return activity(code, name, "inpatient", EARLY, LATE, place="HOSP", color=color)


def clinic(code: str, name: str, color: str) -> Activity:
    """Clinic of another service, under its own attendings."""
    return activity(code, name, "clinic", MORNING, AFTERNOON, color=color)


COMMON: tuple[Activity, ...] = (
    activity("C", "Clinic", "clinic", MORNING, AFTERNOON, place="FMC", rooms=1, supervision="by-level", color="#fff59d", continuity=True),
    activity("CV", "Virtual clinic", "clinic", MORNING, AFTERNOON, place="FMC", supervision="by-level", color="#fffde7", continuity=True, virtual=True),
    clinic("SPEC", "Specialty clinic", "#c5e1a5"),
    activity("PR", "Procedures", "procedure", MORNING, AFTERNOON, place="FMC", rooms=1, supervision="one", color="#ffccbc"),
    activity("AT", "Attending time", "supervision", MORNING, AFTERNOON, place="FMC", supervises=True, color="#b3e5fc"),
    activity("PCAT", "Post-call attending time", "supervision", MORNING, None, place="FMC", supervises=True, color="#81d4fa"),
    activity("DO", "Direct observation", "education", None, AFTERNOON, place="FMC", color="#b2dfdb"),
    activity("NF", "Night float", "night", None, NIGHT, place="HOSP", color="#a6a6a6"),
    activity("LEC", "Lecture", "education", MORNING, AFTERNOON, color="#d1c4e9"),
    activity("ADV", "Advising", "education", None, AFTERNOON, color="#e1bee7"),
    activity("GME", "Administration and education", "administration", MORNING, AFTERNOON, color="#cfd8dc"),
    activity("PC", "Post-call recovery", "recovery", color="#f0f4c3"),
    activity("OFF", "Off", "off", color="#ffffff"),
    activity("W", "Weekend off", "off", color="#eceff1"),
    activity("HOL", "Holiday", "holiday", color="#92d050"),
    activity("LV", "Leave", "leave", color="#bfbfbf"),
)  # fmt: skip

CERTIFICATES = (
    CredentialKind("BLS", "Basic life support"),
    CredentialKind("ACLS", "Advanced cardiovascular life support"),
    CredentialKind("PALS", "Pediatric advanced life support"),
    CredentialKind("ALSO", "Advanced life support in obstetrics"),
    CredentialKind("NRP", "Neonatal resuscitation"),
)

PRIVILEGES = (
    CredentialKind("IUD", "Intrauterine device insertion"),
    CredentialKind("VAS", "Vasectomy"),
    CredentialKind("COLPO", "Colposcopy"),
    CredentialKind("BTX", "Botulinum toxin injection"),
    CredentialKind("SM", "Sports medicine"),
)


def resident_call(
    code: str, name: str, pgys: tuple[int, ...], pool: int, position: int, *, kind: str = "in-house"
) -> CallType:
    """One resident every night, all day on weekends and holidays; in house, off the next day.

    The last hour is for handing over, so that the night in which the clocks go back, 25 hours in
    all, still has no more than 24 with patients.
    """
    handover = 60 if kind == "in-house" else 0
    after = "PC" if kind == "in-house" else None
    return CallType(
        code, name, kind, "resident", pgys, (), EVERY_NIGHT, 1, pool,
        time(17), time(7), time(7), time(7), handover, after, after, 1, position,
    )  # fmt: skip


FACULTY_CALL = CallType(
    "FC", "Faculty call", "home", "faculty", (), ("adjunct",), EVERY_NIGHT, 1, 0,
    time(17), time(7), time(7), time(7), 0, "PCAT", "DO", 1, 9,
    spacing_nights=3, sundays_per_block=1,
)  # fmt: skip
