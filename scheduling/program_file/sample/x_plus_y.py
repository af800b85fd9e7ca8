"""Invented internal medicine in groups that take turns in the clinic: X weeks of rotations, Y there.

In 4+1 there are five groups, each in the clinic one week in five; in 6+2 four, two weeks in eight.
Each group has as many residents of each level.
"""

from __future__ import annotations

from collections.abc import Callable

from scheduling.program_file.program import Place, Program

from .recipe import Post, Recipe, Service, Share
from .vocabulary import CERTIFICATES, COMMON, resident_call, ward
from .weeks import ambulatory, faculty_week, inpatient, night_float, outpatient

POSTS = (
    Post("program_director", 1, (0, 1), (1, 4)),
    Post("core", 4, (1, 3), (1, 8)),
)


def services(last_weekday: int, x: int, y: int) -> tuple[Service, ...]:
    """The rotations. Nobody leaves night float for the clinic, and the wards count on that."""
    nights, never = Share(1, 2, gap=0.5), Share(0, 0)
    return (
        Service("WARD", "Ward", "inpatient", {1: Share(4, 7), 2: Share(3, 6), 3: Share(3, 6)}, ((None, 2, 7),), inpatient(seniors_off_on_sunday=(3,)), color="#ffc000"),
        Service("ICU", "Intensive care", "inpatient", {1: Share(1, 2), 2: Share(1, 2), 3: Share(1, 2)}, ((None, 0, 4),), inpatient(), color="#ffe699"),
        Service("NF", "Night float", "night", {2: nights, 3: nights}, ((None, 0, 2),), night_float(last_weekday), length="half", color="#a6a6a6"),
        Service("CONS", "Consults and electives", "elective", {1: Share(4, 8), 2: Share(4, 9), 3: Share(4, 9)}, ((None, 0, 12),), outpatient(main="SPEC", choices=0, interns=False), length="half", call=True, leave=True, color="#bbdefb"),
        Service("AMB", "Clinic weeks", "outpatient", {1: never, 2: never, 3: never}, (), ambulatory(), (("C", 4, 9), ("CV", 0, 4)), place="FMC", color="#fff59d", every_weeks=x + y, for_weeks=y),
        Service("F-CORE", "Week of the faculty", "faculty", {}, pattern=faculty_week("AT/C/GME"), place="FMC", roles=("program_director", "core")),
    )  # fmt: skip


def recipe_for(x: int, y: int) -> Callable[[int, int], Recipe]:
    """The recipe for a year and the weekday on which halves end."""
    groups, name = (x + y) // y, f"{x}+{y}"

    def recipe(year: int, last_weekday: int) -> Recipe:
        return Recipe(
            Program(
                f"Saltmarsh Internal Medicine {name}", f"saltmarsh-im-{x}-{y}", "Internal medicine",
                "America/Chicago", year, "four_weeks", 2, False, False, 8,
            ),
            (
                Place("FMC", "Saltmarsh Clinic", 8),
                Place("HOSP", "Saltmarsh Hospital", None),
            ),
            CERTIFICATES[:2],
            (*COMMON, ward("WARD", "Ward"), ward("ICU", "Intensive care")),
            services(last_weekday, x, y),
            (resident_call("RC", "In-house call", (1, 2, 3), 2, 1),),
            {1: groups, 2: groups, 3: groups},
            POSTS,
            clinic_groups=groups,
            ranked_weeks=6,
            away_together=1,
            absences={"resident": 0.4, "faculty": 1},
            away_at_once={"resident": 2, "faculty": 1},
            long_absences=False,
        )  # fmt: skip

    return recipe
