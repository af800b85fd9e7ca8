"""What the tables of schedules refuse, by validation and by the database itself."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from scheduling.models import (
    AssignmentChange,
    CalendarFeed,
    ChangeSet,
    Look,
    NameMatch,
    PreferenceAnswer,
    ProgramImport,
    SheetImport,
    SolverRun,
)
from tests.factories.people import (
    AbsenceFactory,
    CredentialKindFactory,
    PersonFactory,
    ProgramFactory,
    TokenFactory,
    UserFactory,
)
from tests.factories.scheduling import (
    CREATED_AT,
    AcademicYearFactory,
    ActivityFactory,
    AlternativeFactory,
    AssignmentFactory,
    AttendingShareFactory,
    AttendingWeekFactory,
    BlockFactory,
    CallAssignmentFactory,
    CallDayWishFactory,
    CallHistoryFactory,
    CallTypeFactory,
    CoverFactory,
    CreditFactory,
    CurriculumItemFactory,
    DemandChangeFactory,
    ExportFactory,
    LeaveAssignmentFactory,
    LoggedWorkFactory,
    MoonlightingPermissionFactory,
    PatternCellFactory,
    PlaceFactory,
    PreferenceRoundFactory,
    RepairRunFactory,
    RequestFactory,
    RequirementFactory,
    RolloverFactory,
    RotationAssignmentFactory,
    RotationDemandFactory,
    RotationFactory,
    RuleSettingFactory,
    ScheduleFactory,
    ScheduleVersionFactory,
    SessionDemandFactory,
    SolverRunFactory,
    SpecialDayFactory,
    SupervisionLevelFactory,
    WaiverFactory,
    WeeklyShareFactory,
    freeze,
)
from tests.people.refusals import refused_by_both

pytestmark = pytest.mark.django_db

NAMED = "assignment_names_what_its_kind_needs"
FOR_ONE = "rotation_is_for_residents_or_for_faculty"
PAIRS = "rotation_components_come_in_pairs"
DECIDED = "program_import_decided_by_somebody"
PUBLISHED_AT = "version_published_has_a_time"
MORNING = "activity_morning_has_both_times"
AFTERNOON = "activity_afternoon_has_both_times"
ENDS = "assignment_ends_after_start"
SHARE = "attending_share_is_in_order"
USED = "repair_used_says_by_whom"
OF_ONE = "requirement_is_weeks_of_a_rotation_or_time_of_an_activity"


def program_import(**fields):
    return ProgramImport.objects.create(
        file_name="cedar.xlsx",
        sha256="0" * 64,
        uploaded_by=UserFactory(),
        uploaded_at=CREATED_AT,
        **fields,
    )


def repair_run(**fields):
    assignment = AssignmentFactory()
    return RepairRunFactory(version=assignment.version, assignment=assignment, **fields)


def used_repair():
    return repair_run(
        status="applied",
        applied_way=0,
        applied_by=UserFactory(),
        applied_at=CREATED_AT,
        applied_to=ScheduleVersionFactory(),
    )


def feed():
    return CalendarFeed.objects.create(token=TokenFactory())


def sheet(**fields):
    year = AcademicYearFactory()
    return SheetImport.objects.create(
        program=year.program,
        academic_year=year,
        subject="people",
        file_name="people.csv",
        sha256="0" * 64,
        layout="People",
        uploaded_by=UserFactory(),
        uploaded_at=CREATED_AT,
        **fields,
    )


def remembered():
    return NameMatch.objects.create(
        program=ProgramFactory(),
        sort="person",
        written="rowan, ada",
        person=PersonFactory(),
        made_by=UserFactory(),
        made_at=CREATED_AT,
    )


def look():
    return Look.objects.create(person=PersonFactory(), program=ProgramFactory(), at=CREATED_AT)


def answer():
    return PreferenceAnswer.objects.create(
        round=PreferenceRoundFactory(),
        person=PersonFactory(),
        answered_at=CREATED_AT,
        by=UserFactory(),
    )


def cover_of_oneself():
    made = CoverFactory()
    made.covered_by = made.covered_for
    return made


def chosen_alternative():
    return AlternativeFactory(chosen_at=CREATED_AT, chosen_by=UserFactory())


def change_set(**fields):
    version = ScheduleVersionFactory()
    return ChangeSet.objects.create(
        version=version, kind="edit", at=CREATED_AT, sentence="Changed.", **fields
    )


def change_set_of_itself():
    made = change_set()
    made.carries = made
    return made


def change_of_a_cell():
    """The database writes one down whenever an assignment comes."""
    AssignmentFactory()
    return AssignmentChange.objects.last()


def half_rotation():
    return RotationFactory(length="half")


def changed(row, changes):
    """The row with new values; a callable makes its value first."""
    for name, value in changes.items():
        setattr(row, name, value() if callable(value) else value)
    return row


def twin_of(row, **changes):
    row.pk, row._state.adding = None, True
    return changed(row, changes)


CHECKS = [
    (AcademicYearFactory, {"ends_on": date(2026, 7, 1)}, "academic_year_ends_after_start"),
    (BlockFactory, {"ends_on": date(2026, 6, 30)}, "block_ends_after_start"),
    (ActivityFactory, {"am_starts": None}, MORNING),
    (ActivityFactory, {"am_ends": None}, MORNING),
    (ActivityFactory, {"pm_starts": None}, AFTERNOON),
    (ActivityFactory, {"pm_ends": None}, AFTERNOON),
    (CallTypeFactory, {"pgys": []}, "resident_call_names_pgys"),
    (RotationFactory, {"pgys": []}, FOR_ONE),
    (RotationFactory, {"faculty_roles": ["core"]}, FOR_ONE),
    (RotationFactory, {"kind": "faculty"}, FOR_ONE),
    (RotationFactory, {"kind": "faculty", "pgys": []}, FOR_ONE),
    (RotationFactory, {"kind": "faculty", "faculty_roles": ["core"]}, FOR_ONE),
    (RotationFactory, {"first_half": half_rotation}, PAIRS),
    (RotationFactory, {"second_half": half_rotation}, PAIRS),
    (
        RotationFactory,
        {"first_half": half_rotation, "second_half": half_rotation, "length": "half"},
        PAIRS,
    ),
    (RotationFactory, {"first_block": 5, "last_block": 4}, "rotation_window_is_in_order"),
    (RotationDemandFactory, {"minimum": 3, "maximum": 2}, "rotation_demand_is_in_order"),
    (PatternCellFactory, {"weekday": 0}, "pattern_weekday_is_iso"),
    (PatternCellFactory, {"weekday": 8}, "pattern_weekday_is_iso"),
    (PatternCellFactory, {"week": 0}, "pattern_week_1_to_4"),
    (PatternCellFactory, {"week": 5}, "pattern_week_1_to_4"),
    (WeeklyShareFactory, {"minimum": 5}, "weekly_share_is_in_order"),
    (PlaceFactory, {"rooms": 5, "target_rooms": 6}, "place_target_is_below_its_rooms"),
    (
        ActivityFactory,
        {"beside_credential": CredentialKindFactory},
        "activity_credential_of_company_needs_company",
    ),
    (CallTypeFactory, {"newcomer_percent": 0}, "newcomers_take_some_call"),
    (CallTypeFactory, {"newcomer_percent": 101}, "newcomers_take_some_call"),
    (AttendingWeekFactory, {"starts_weekday": 0}, "attending_weekday_is_iso"),
    (AttendingWeekFactory, {"starts_weekday": 8}, "attending_weekday_is_iso"),
    (AttendingShareFactory, {"minimum": 9, "target": 8, "maximum": 9}, SHARE),
    (AttendingShareFactory, {"minimum": 0, "target": 9, "maximum": 8}, SHARE),
    (CallDayWishFactory, {"weekday": 0}, "call_day_wish_weekday_is_iso"),
    (CallDayWishFactory, {"weekday": 8}, "call_day_wish_weekday_is_iso"),
    (CallDayWishFactory, {"rank": 0}, "call_day_wish_rank_from_1"),
    (RotationFactory, {"every_weeks": 2, "for_weeks": 2}, "rotation_clinic_weeks_leave_others"),
    (SessionDemandFactory, {"weekday": 8}, "session_demand_weekday_is_iso"),
    (SessionDemandFactory, {"week": 5}, "session_demand_week_1_to_4"),
    (SessionDemandFactory, {"minimum": 2}, "session_demand_is_in_order"),
    (RequirementFactory, {"unit": "weeks"}, OF_ONE),
    (RequirementFactory, {"activity": None}, OF_ONE),
    (RequirementFactory, {"rotation": RotationFactory}, OF_ONE),
    (CurriculumItemFactory, {"maximum_halves": 1}, "curriculum_halves_are_in_order"),
    (CurriculumItemFactory, {"first_block": 5, "last_block": 4}, "curriculum_window_is_in_order"),
    (RequestFactory, {"starts_on": None}, "leave_request_has_dates"),
    (RequestFactory, {"ends_on": None}, "leave_request_has_dates"),
    (RequestFactory, {"kind": "rotation"}, "rotation_request_names_one"),
    (RequestFactory, {"ends_on": date(2026, 12, 20)}, "request_ends_after_start"),
    (RequestFactory, {"rank": 0}, "request_rank_from_1"),
    (RequestFactory, {"weekday": 0}, "request_weekday_is_iso"),
    (RequestFactory, {"weekday": 8}, "request_weekday_is_iso"),
    (RuleSettingFactory, {"effective_until": date(2026, 6, 30)}, "rule_setting_ends_after_start"),
    (
        lambda **dates: ProgramFactory().pack_choices.create(
            pack="surgery", position=2, effective_from=date(2026, 7, 1), **dates
        ),
        {"effective_until": date(2026, 6, 30)},
        "pack_choice_ends_after_start",
    ),
    (
        LoggedWorkFactory,
        {"ends_at": datetime(2026, 8, 10, 17, tzinfo=UTC)},
        "logged_work_is_two_days_at_most",
    ),
    (
        LoggedWorkFactory,
        {"ends_at": datetime(2026, 8, 8, 16, tzinfo=UTC)},
        "logged_work_ends_after_it_starts",
    ),
    (LoggedWorkFactory, {"kind": "stayed"}, "staying_has_a_reason"),
    (LoggedWorkFactory, {"withdrawn_at": CREATED_AT}, "logged_work_withdrawn_by_somebody"),
    (LoggedWorkFactory, {"withdrawn_by": UserFactory}, "logged_work_withdrawn_by_somebody"),
    (WaiverFactory, {"ends_on": date(2026, 6, 30)}, "waiver_ends_after_it_starts"),
    (WaiverFactory, {"reason": ""}, "waiver_has_a_reason"),
    (WaiverFactory, {"approved_by": ""}, "waiver_has_a_reason"),
    (WaiverFactory, {"revoked_at": CREATED_AT}, "waiver_revoked_by_somebody"),
    (WaiverFactory, {"revoked_by": UserFactory}, "waiver_revoked_by_somebody"),
    (SupervisionLevelFactory, {"ends_on": date(2026, 9, 30)}, "supervision_level_ends_after_start"),
    (ScheduleVersionFactory, {"published_at": CREATED_AT}, PUBLISHED_AT),
    (ScheduleVersionFactory, {"status": "published"}, PUBLISHED_AT),
    (ScheduleVersionFactory, {"status": "withdrawn"}, PUBLISHED_AT),
    (AssignmentFactory, {"ends_on": date(2026, 7, 5)}, ENDS),
    (AssignmentFactory, {"ends_at": datetime(2026, 7, 6, 13, tzinfo=UTC)}, ENDS),
    (AssignmentFactory, {"locked": True}, "assignment_lock_has_a_reason"),
    (AssignmentFactory, {"activity": None}, NAMED),
    (AssignmentFactory, {"slot": ""}, NAMED),
    (AssignmentFactory, {"slot": "XX"}, NAMED),
    (AssignmentFactory, {"rotation": RotationFactory}, NAMED),
    (AssignmentFactory, {"call_type": CallTypeFactory}, NAMED),
    (AssignmentFactory, {"kind": "duty"}, NAMED),
    (RotationAssignmentFactory, {"rotation": None}, NAMED),
    (RotationAssignmentFactory, {"slot": "AM"}, NAMED),
    (RotationAssignmentFactory, {"activity": ActivityFactory}, NAMED),
    (RotationAssignmentFactory, {"call_type": CallTypeFactory}, NAMED),
    (CallAssignmentFactory, {"call_type": None}, NAMED),
    (CallAssignmentFactory, {"slot": "PM"}, NAMED),
    (CallAssignmentFactory, {"rotation": RotationFactory}, NAMED),
    (CallAssignmentFactory, {"activity": ActivityFactory}, NAMED),
    (LeaveAssignmentFactory, {"slot": "AM"}, NAMED),
    (LeaveAssignmentFactory, {"rotation": RotationFactory}, NAMED),
    (LeaveAssignmentFactory, {"activity": ActivityFactory}, NAMED),
    (LeaveAssignmentFactory, {"call_type": CallTypeFactory}, NAMED),
    (SolverRunFactory, {"scope": "block"}, "block_run_names_a_block"),
    (lambda: freeze(ScheduleVersionFactory()), {"scenario": "What if"}, "scenario_is_a_draft"),
    (ScheduleVersionFactory, {"submitted_at": CREATED_AT}, "version_submitted_by_somebody"),
    (
        ScheduleVersionFactory,
        {"approved_at": CREATED_AT, "approved_by": UserFactory, "approved_revision": 1},
        "version_approved_after_it_was_submitted",
    ),
    (change_set, {"kind": "undo"}, "undone_says_what"),
    (change_set, {"undoes": change_set}, "undone_says_what"),
    (change_set, {"overrides": [{}]}, "change_past_a_rule_has_a_reason"),
    (change_set_of_itself, {}, "change_set_carries_another"),
    (feed, {"kind": "service"}, "calendar_feed_of_one_service"),
    (feed, {"rotation": RotationFactory}, "calendar_feed_of_one_service"),
    (SolverRunFactory, {"schedules": 5}, "solve_asks_for_one_to_four_schedules"),
    (SolverRunFactory, {"apart_percent": 0}, "solve_asks_for_one_to_four_schedules"),
    (AlternativeFactory, {"chosen_at": CREATED_AT}, "alternative_chosen_says_by_whom"),
    (CoverFactory, {"ends_at": datetime(2026, 7, 1, tzinfo=UTC)}, "cover_ends_after_it_starts"),
    (cover_of_oneself, {}, "cover_is_for_somebody_else"),
    (CoverFactory, {"settled_at": CREATED_AT}, "cover_settled_says_by_whom"),
    (CoverFactory, {"state": "repaid"}, "cover_settled_says_by_whom"),
    (ExportFactory, {"file": None}, "export_that_is_ready_has_its_file"),
    (DemandChangeFactory, {"more": 0}, "demand_change_changes_something"),
    (DemandChangeFactory, {"more": 10}, "demand_change_changes_something"),
    (DemandChangeFactory, {"ends_on": date(2026, 7, 17)}, "demand_change_ends_after_it_starts"),
    (DemandChangeFactory, {"reason": ""}, "demand_change_has_a_reason"),
    (DemandChangeFactory, {"activity": ActivityFactory}, "demand_change_is_of_one_thing"),
    (DemandChangeFactory, {"slot": "AM"}, "demand_change_is_of_one_thing"),
    (DemandChangeFactory, {"withdrawn_at": CREATED_AT}, "demand_change_withdrawn_by_somebody"),
    (repair_run, {"stage": "rotations"}, "rotations_are_repaired_after_an_absence"),
    (
        MoonlightingPermissionFactory,
        {"ends_on": date(2026, 6, 30)},
        "moonlighting_permission_ends_after_it_starts",
    ),
    (
        MoonlightingPermissionFactory,
        {"revoked_at": CREATED_AT},
        "moonlighting_permission_revoked_by_somebody",
    ),
    (remembered, {"code": "LV"}, "name_of_a_person_has_no_code"),
    (
        PreferenceRoundFactory,
        {"closes_at": datetime(2026, 4, 1, 12, tzinfo=UTC)},
        "preference_round_closes_after_opening",
    ),
    (PreferenceRoundFactory, {"asks": []}, "preference_round_asks_for_something"),
    (PreferenceRoundFactory, {"most": 13}, "preference_round_takes_some_wishes"),
    (RolloverFactory, {"applied_at": CREATED_AT}, "rollover_applied_by_somebody"),
    (
        RolloverFactory,
        {"status": "undone", "applied_at": CREATED_AT, "applied_by": UserFactory},
        "rollover_undone_by_somebody",
    ),
    (sheet, {"decided_at": CREATED_AT}, "sheet_import_decided_by_somebody"),
    (sheet, {"subject": "schedule"}, "sheet_of_a_schedule_names_its_version"),
    (repair_run, {"assignment": None}, "repair_is_of_one_thing"),
    (repair_run, {"absence": AbsenceFactory}, "repair_is_of_one_thing"),
    (repair_run, {"status": "applied"}, USED),
    (repair_run, {"applied_way": 0}, USED),
    (repair_run, {"applied_by": UserFactory}, USED),
    (repair_run, {"applied_at": CREATED_AT}, USED),
    (repair_run, {"applied_to": ScheduleVersionFactory}, USED),
    (used_repair, {"status": "found"}, USED),
    (used_repair, {"applied_way": None}, USED),
    (used_repair, {"applied_by": None}, USED),
    (used_repair, {"applied_at": None}, USED),
    (used_repair, {"applied_to": None}, USED),
    (program_import, {"status": "applied"}, DECIDED),
    (program_import, {"status": "applied", "decided_at": CREATED_AT}, DECIDED),
    (program_import, {"status": "discarded", "decided_by": UserFactory}, DECIDED),
    (program_import, {"decided_at": CREATED_AT}, DECIDED),
    (program_import, {"decided_by": UserFactory}, DECIDED),
]

TWINS = [
    (AcademicYearFactory, {}, "academic_year_once_per_program"),
    (BlockFactory, {"starts_on": date(2026, 7, 2)}, "block_number_once_per_year"),
    (SpecialDayFactory, {"kind": "closed"}, "special_day_once_per_date"),
    (PlaceFactory, {"name": "Another"}, "place_code_once_per_program"),
    (ActivityFactory, {"name": "Another"}, "activity_code_once_per_program"),
    (
        lambda: ActivityFactory(kind="leave"),
        {"code": "LV2"},
        "one_activity_for_leave_and_for_holidays",
    ),
    (
        lambda: ActivityFactory(kind="holiday"),
        {"code": "H2"},
        "one_activity_for_leave_and_for_holidays",
    ),
    (CallTypeFactory, {"name": "Another"}, "call_type_code_once_per_program"),
    (CallHistoryFactory, {"nights": 5}, "call_history_once_per_year"),
    (RotationFactory, {"name": "Another"}, "rotation_code_once_per_program"),
    (RotationDemandFactory, {"minimum": 0}, "rotation_demand_once_per_pgy"),
    (lambda: RotationDemandFactory(pgy=2), {}, "rotation_demand_once_per_pgy"),
    (PatternCellFactory, {}, "pattern_cell_names_an_activity_once"),
    (lambda: PatternCellFactory(week=3, pgy=1), {}, "pattern_cell_names_an_activity_once"),
    (WeeklyShareFactory, {"maximum": None}, "weekly_share_once_per_activity"),
    (lambda: RotationFactory(every_weeks=5), {"code": "AMB"}, "one_rotation_of_clinic_weeks"),
    (SessionDemandFactory, {"minimum": 0}, "session_demand_once_per_half_day"),
    (RequirementFactory, {"name": "Another"}, "requirement_code_once_per_program"),
    (CreditFactory, {"amount": 9}, "credit_once_a_year"),
    (CurriculumItemFactory, {"minimum_halves": 1}, "curriculum_names_a_rotation_once"),
    (AttendingShareFactory, {"maximum": 50}, "attending_share_once_per_role"),
    (CallDayWishFactory, {"rank": 1}, "call_day_wish_once"),
    (lambda: ProgramFactory().pack_choices.get(position=0), {"position": 9}, "pack_chosen_once"),
    (RuleSettingFactory, {"parameters": {}}, "rule_set_once_per_date"),
    (LoggedWorkFactory, {"kind": "called_in"}, "logged_work_never_overlaps"),
    (SupervisionLevelFactory, {"level": "direct"}, "supervision_level_once_from_a_day"),
    (ScheduleVersionFactory, {"number": 2}, "schedule_has_one_draft"),
    (
        lambda: freeze(ScheduleVersionFactory()),
        {"status": "draft", "published_at": None},
        "version_number_once_per_schedule",
    ),
    (lambda: freeze(ScheduleVersionFactory()), {"number": 2}, "schedule_has_one_published_version"),
    (AlternativeFactory, {}, "alternative_once_per_number"),
    (remembered, {}, "name_is_remembered_once"),
    (look, {}, "one_look_of_a_person_at_a_program"),
    (answer, {}, "preference_answer_once"),
    (PreferenceRoundFactory, {"most": 4}, "preference_round_named_once"),
    (RolloverFactory, {}, "rollover_planned_once"),
    (chosen_alternative, {"number": 2}, "one_alternative_of_a_run_is_chosen"),
    (AssignmentFactory, {"activity": ActivityFactory}, "one_activity_per_half_day"),
    (RotationAssignmentFactory, {"rotation": RotationFactory}, "one_rotation_starts_on_a_day"),
    (CallAssignmentFactory, {}, "one_call_of_a_type_per_night"),
    (LeaveAssignmentFactory, {"ends_on": date(2027, 1, 3)}, "one_leave_starts_on_a_day"),
    (SolverRunFactory, {"scope": "call"}, "one_solve_at_a_time_for_a_day"),
    (change_of_a_cell, {"before": {}}, "cell_changes_once_in_a_change_set"),
]


@pytest.mark.parametrize(("build", "changes", "constraint"), CHECKS)
def test_row_is_refused_by_validation_and_by_the_database(build, changes, constraint):
    assert refused_by_both(changed(build(), changes)) == constraint


@pytest.mark.parametrize(("build", "changes", "constraint"), TWINS)
def test_twin_is_refused_by_validation_and_by_the_database(build, changes, constraint):
    assert refused_by_both(twin_of(build(), **changes)) == constraint


def test_year_has_one_schedule():
    constraint = refused_by_both(twin_of(ScheduleFactory()))

    assert constraint == "scheduling_schedule_academic_year_id_key"


def test_every_constraint_is_tested_here():
    models = apps.get_app_config("scheduling").get_models()
    named = {constraint.name for model in models for constraint in model._meta.constraints}

    assert {constraint for _, _, constraint in CHECKS + TWINS} == named


@pytest.mark.parametrize(
    ("build", "changes"),
    [
        (ActivityFactory, {"am_starts": None, "am_ends": None}),
        (ActivityFactory, {"pm_starts": None, "pm_ends": None}),
        # A night that ends on the next day.
        (ActivityFactory, {"pm_starts": time(19), "pm_ends": time(7)}),
        (CallTypeFactory, {"staff": "faculty", "pgys": []}),
        (RotationFactory, {"kind": "faculty", "pgys": [], "faculty_roles": ["core"]}),
        (RotationFactory, {"first_half": half_rotation, "second_half": half_rotation}),
        (RotationFactory, {"first_block": 5}),
        (RotationFactory, {"last_block": 0}),
        (RotationFactory, {"first_block": 5, "last_block": 5}),
        (RotationDemandFactory, {"maximum": 1}),
        (RotationDemandFactory, {"maximum": None}),
        (RequestFactory, {"kind": "clinic", "starts_on": None, "ends_on": None, "weekday": 7}),
        (RequestFactory, {"kind": "rotation", "rotation": RotationFactory}),
        (RuleSettingFactory, {"effective_until": date(2026, 7, 1)}),
        (AssignmentFactory, {"locked": True, "lock_reason": "Promised."}),
        (SolverRunFactory, {"scope": "block", "block": BlockFactory}),
        (CallTypeFactory, {"newcomer_percent": 1}),
        (CallTypeFactory, {"newcomer_percent": 100}),
        (AttendingWeekFactory, {"starts_weekday": 7}),
        (AttendingShareFactory, {"minimum": 8, "target": 8, "maximum": 8}),
        (CallDayWishFactory, {"weekday": 7, "rank": 1}),
        (repair_run, {"assignment": None, "absence": AbsenceFactory}),
        (used_repair, {}),
        (
            program_import,
            {"status": "applied", "decided_at": CREATED_AT, "decided_by": UserFactory},
        ),
    ],
)
def test_row_at_the_limit_is_taken(build, changes):
    row = changed(build(), changes)

    row.full_clean()
    row.save()


@pytest.mark.parametrize(
    ("build", "changes"),
    [
        (AcademicYearFactory, {"program": ProgramFactory}),
        (AcademicYearFactory, {"year": 2027}),
        (BlockFactory, {"number": 0}),
        (SpecialDayFactory, {"program": ProgramFactory}),
        (ActivityFactory, {"program": ProgramFactory}),
        (ActivityFactory, {"code": "C-2"}),
        (lambda: ActivityFactory(kind="leave"), {"code": "HOL", "kind": "holiday"}),
        (lambda: ActivityFactory(kind="leave"), {"program": ProgramFactory}),
        (CallHistoryFactory, {"academic_year": 2027}),
        (RotationFactory, {"program": ProgramFactory}),
        (RotationDemandFactory, {"pgy": 1}),
        (PatternCellFactory, {"week": 1}),
        (PatternCellFactory, {"pgy": 1}),
        (PatternCellFactory, {"slot": "PM"}),
        (CurriculumItemFactory, {"track": "rural"}),
        (RuleSettingFactory, {"effective_from": date(2027, 1, 1)}),
        (lambda: freeze(ScheduleVersionFactory()), {"number": 2, "status": "withdrawn"}),
        (AssignmentFactory, {"slot": "PM"}),
        (AssignmentFactory, {"person": PersonFactory}),
        (AssignmentFactory, {"version": ScheduleVersionFactory}),
        (RotationAssignmentFactory, {"person": PersonFactory}),
        # Two lines of the call roster in one night: whether that may be is a matter of the rules.
        (CallAssignmentFactory, {"call_type": CallTypeFactory}),
        (LeaveAssignmentFactory, {"version": ScheduleVersionFactory}),
    ],
)
def test_neighbor_is_taken(build, changes):
    row = twin_of(build(), **changes)

    row.full_clean()
    row.save()


def test_one_person_has_rotation_half_day_and_call_on_one_day():
    """The block, the clinic of its morning and the night after it stand beside each other."""
    half_day = AssignmentFactory()
    same = {"version": half_day.version, "person": half_day.person, "starts_on": half_day.starts_on}

    for build in (RotationAssignmentFactory, CallAssignmentFactory, LeaveAssignmentFactory):
        build(**same).full_clean()

    assert half_day.version.assignments.count() == 4


@pytest.mark.parametrize(
    ("first", "last", "taken"),
    [
        (-9, -1, True),
        (-9, 0, False),
        (3, 4, False),
        (-9, 99, False),
        (27, 40, False),
        (28, 40, True),
    ],
)
def test_active_runs_of_a_version_share_no_day(first, last, taken):
    run = SolverRunFactory(ends_on=date(2026, 7, 28))
    start = run.starts_on
    second = twin_of(
        run, starts_on=start + timedelta(days=first), ends_on=start + timedelta(days=last)
    )

    if taken:
        second.full_clean()
        second.save()
    else:
        assert refused_by_both(second) == "one_solve_at_a_time_for_a_day"


@pytest.mark.parametrize("status", [s for s in SolverRun.Status if s not in SolverRun.ACTIVE])
def test_run_that_is_over_leaves_its_days_free(status):
    run = SolverRunFactory(status=status)

    SolverRunFactory(version=run.version).full_clean()

    assert [r.status for r in SolverRun.objects.active()] == [SolverRun.Status.QUEUED]
    assert not run.is_active


def test_run_of_another_version_is_taken():
    SolverRunFactory()
    SolverRunFactory().full_clean()

    assert SolverRun.objects.active().count() == 2


def test_run_that_is_over_does_not_come_back_to_days_that_are_being_solved():
    over = SolverRunFactory(status=SolverRun.Status.FAILED)
    SolverRunFactory(version=over.version, status=SolverRun.Status.SOLVING)

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        SolverRun.objects.filter(pk=over.pk).update(status=SolverRun.Status.QUEUED)

    assert refusal.value.__cause__.diag.constraint_name == "one_solve_at_a_time_for_a_day"
