"""The grids that are changed in place: cells, several changes at once, undo, what others changed."""

from tests.doors.answers import OFFICE, PLANNERS, STAFF, admin, refused

GRIDS = ("admin:scheduling_academicyear_block", "admin:scheduling_academicyear_grid")

EXPECTED = {
    **{f"{grid}_cell": admin(PLANNERS, PLANNERS, no="404") for grid in GRIDS},
    **{f"{grid}_news": admin(PLANNERS, PLANNERS, no="404") for grid in GRIDS},
    # Nothing is sent, so that a script is refused and a person led back to the grid.
    **{
        f"{grid}_{verb}": admin(post=PLANNERS, no="404")
        for grid in GRIDS
        for verb in ("changes", "undo", "redo")
    },
    # No cell is named.
    "api:version-cell": refused(PLANNERS),
    "admin:scheduling_academicyear_manifest": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_academicyear_roster": admin(PLANNERS, PLANNERS, no="404"),
    "admin:scheduling_manifest_now": admin(STAFF, STAFF, shown="302"),
    "admin:scheduling_roster_now": admin(STAFF, STAFF, shown="302"),
    # A planner may look; the week that is sent is empty, as the pattern is.
    "admin:scheduling_rotation_week": {
        "get": admin(PLANNERS, no="404")["get"],
        "post": admin(post=OFFICE, neighbor="404")["post"],
    },
    **{f"{grid}_preview": admin(post=PLANNERS, sent="409", no="404") for grid in GRIDS},
}

VALUES = {
    **{f"{grid}_": {"status": lambda _: "draft"} for grid in GRIDS},
    f"{GRIDS[0]}_cell": {"text": lambda t: f"{t.stage.resident.pk}/0"},
    f"{GRIDS[1]}_cell": {"text": lambda t: f"{t.stage.resident.pk}/1/0"},
}
