"""What there is to schedule: the calendar, rotations, activities, call, curriculum, wishes."""

from tests.doors.answers import (
    NOBODY,
    OFFICE,
    PLANNERS,
    PROGRAM,
    SIGNED_IN,
    STAFF,
    SUPER,
    admin,
    answers,
    model,
    page,
    rest,
)
from tests.factories import scheduling

EXPECTED = {
    "api:academic-year-list": rest(SIGNED_IN),
    "api:academic-year-detail": rest(PROGRAM),
    "api:block-list": rest(SIGNED_IN),
    "api:block-detail": rest(PROGRAM),
    "api:rotation-list": rest(SIGNED_IN),
    "api:rotation-detail": rest(PROGRAM),
    # The week that is sent is none.
    "api:rotation-week": {
        **rest(PROGRAM),
        "put": answers(
            OFFICE, "400", "404", anonymous="401", resident="403", faculty="403", chief="403"
        ),
    },
    "api:activity-list": rest(SIGNED_IN),
    "api:activity-detail": rest(PROGRAM),
    "api:call-type-list": rest(SIGNED_IN),
    "api:call-type-detail": rest(PROGRAM),
    "scheduling:colors": page(PROGRAM),
    "admin:scheduling_colors": admin(STAFF, STAFF),
    **model("scheduling.academicyear", PLANNERS, OFFICE, NOBODY, SUPER),
    **model("scheduling.activity", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("scheduling.attendingweek", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("scheduling.callhistory", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("scheduling.calltype", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("scheduling.credit", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("scheduling.curriculumitem", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("scheduling.patterncell", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("scheduling.place", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("scheduling.request", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("scheduling.requirement", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("scheduling.rotation", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("scheduling.sessiondemand", PLANNERS, OFFICE, OFFICE, OFFICE),
    **model("scheduling.specialday", PLANNERS, OFFICE, OFFICE, OFFICE),
}

VALUES = {
    "api:block-": {"pk": lambda t: t.stage.block.pk},
    "api:academic-year-": {"pk": lambda t: t.stage.year.pk},
    "api:rotation-": {"pk": lambda t: t.row("scheduling.rotation").pk},
    "api:activity-": {"pk": lambda t: t.row("scheduling.activity").pk},
    "api:call-type-": {"pk": lambda t: t.row("scheduling.calltype").pk},
    "scheduling:colors": {"slug": lambda t: t.stage.program.slug},
}

ROWS = {
    "scheduling.academicyear": lambda s: s.year,
    "scheduling.activity": lambda s: scheduling.ActivityFactory(program=s.program),
    "scheduling.attendingweek": lambda s: scheduling.AttendingWeekFactory(
        rotation__program=s.program
    ),
    "scheduling.callhistory": lambda s: scheduling.CallHistoryFactory(
        call_type=s.on_call.call_type, person=s.resident
    ),
    "scheduling.calltype": lambda s: s.on_call.call_type,
    "scheduling.credit": lambda s: scheduling.CreditFactory(
        requirement__program=s.program, requirement__code="EARLIER", person=s.resident
    ),
    "scheduling.curriculumitem": lambda s: scheduling.CurriculumItemFactory(
        rotation=s.placed.rotation
    ),
    "scheduling.patterncell": lambda s: scheduling.PatternCellFactory(rotation=s.placed.rotation),
    "scheduling.place": lambda s: scheduling.PlaceFactory(program=s.program),
    "scheduling.request": lambda s: scheduling.RequestFactory(program=s.program, person=s.resident),
    "scheduling.requirement": lambda s: scheduling.RequirementFactory(program=s.program),
    "scheduling.rotation": lambda s: s.placed.rotation,
    "scheduling.sessiondemand": lambda s: scheduling.SessionDemandFactory(program=s.program),
    "scheduling.specialday": lambda s: scheduling.SpecialDayFactory(program=s.program),
}
