"""A small program for trying things out: six residents, four faculty, six rotations."""

from __future__ import annotations

from scheduling.program_file.program import Place, Program

from .recipe import Post, Recipe, Service, Share
from .vocabulary import CERTIFICATES, COMMON, resident_call, ward
from .weeks import ambulatory, faculty_week, inpatient, night_float, outpatient


def _clinic(
    code: str, name: str, offset: int, shares: dict[int, Share], most: int, *, length: str = "block"
) -> Service:
    """A service with weekends off, some clinic, call and leave."""
    return Service(
        code, name, "outpatient", shares, ((None, 0, most),),
        outpatient(main="SPEC", offset=offset), (("C", 2, 4),),
        length=length, place="FMC", call=True, leave=True, color="#c6e0b4",
    )  # fmt: skip


def services(last_weekday: int) -> tuple[Service, ...]:
    """The rotations. `last_weekday` is the one on which each half of a block ends."""
    ward_share = Share(2, 3)
    return (
        Service("WARD", "Ward", "inpatient", {1: ward_share, 2: ward_share, 3: ward_share}, ((None, 1, 2),), inpatient(seniors_off_on_sunday=(3,)), color="#ffc000"),
        Service("NF", "Night float", "night", {2: Share(0.5, 0.5), 3: Share(0.5, 0.5, after="WARD")}, ((None, 0, 1),), night_float(last_weekday), length="half", color="#a6a6a6"),
        Service("FMC", "Clinic", "outpatient", {1: Share(5, 7), 2: Share(4, 7), 3: Share(4, 7)}, ((None, 1, 5),), ambulatory(), (("C", 4, 6), ("CV", 1, 4)), place="FMC", call=True, leave=True, color="#fff59d"),
        _clinic("PEDC", "Pediatric clinic", 0, {1: Share(1, 2), 2: Share(1, 2)}, 2),
        _clinic("GYN", "Gynecology clinic", 3, {1: Share(1, 2, first=3), 3: Share(1, 2)}, 2),
        _clinic("ELE", "Elective", 6, {1: Share(1, 3), 2: Share(1.5, 4), 3: Share(1.5, 4)}, 3, length="half"),
        Service("F-CORE", "Week of the faculty", "faculty", {}, pattern=faculty_week("AT/C/GME"), place="FMC", roles=("program_director", "core")),
    )  # fmt: skip


POSTS = (
    Post("program_director", 1, (0, 1), (1, 4)),
    Post("core", 3, (1, 3), (1, 8)),
)


def recipe(year: int, last_weekday: int) -> Recipe:
    return Recipe(
        Program(
            "Little River Family Medicine", "little-river-fm", "Family medicine",
            "America/Los_Angeles", year, "thursday_blocks", 2, False, False, 6,
        ),
        (
            Place("FMC", "Little River Clinic", 6),
            Place("HOSP", "Little River Hospital", None),
        ),
        CERTIFICATES[:2],
        (*COMMON, ward("WARD", "Ward")),
        services(last_weekday),
        (resident_call("RC", "In-house call", (1, 2, 3), 4, 1),),
        {1: 2, 2: 2, 3: 2},
        POSTS,
        ranked_weeks=6,
        asking_together=((1, 2, 3),),
        away_together=1,
        absences={"resident": 0.5, "faculty": 1},
        away_at_once={"resident": 1, "faculty": 1},
        long_absences=False,
    )  # fmt: skip
