"""What choices are called in the description of REST: a name of their own, whoever uses them."""

CHOICE_NAMES = {
    "AbsenceKind": "people.models.Absence.Kind",
    "AbsenceStatus": "people.models.Absence.Status",
    "AssignmentKind": "scheduling.models.Assignment.Kind",
    "CallKind": "scheduling.models.CallType.Kind",
    "CallStaff": "scheduling.models.CallType.Staff",
    "CaseState": "scheduling.compliance.models.Case.State",
    "ClauseState": "scheduling.compliance.queries.person.State",
    "ChangeKind": "scheduling.models.ChangeSet.Kind",
    "FileStatus": "scheduling.models.Export.Status",
    "HalfOfDay": "people.models.Slot",
    "LoggedWorkKind": "scheduling.models.LoggedWork.Kind",
    "Position": "people.models.Enrolment.Position",
    "SheetStatus": "scheduling.models.SheetImport.Status",
    "SolveStatus": "scheduling.models.SolverRun.Status",
    "WishKind": "scheduling.models.Request.Kind",
    "WishState": "scheduling.queries.wish_outcomes.State",
    "VersionStatus": "scheduling.models.ScheduleVersion.Status",
}
