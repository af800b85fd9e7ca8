"""The tools of scheduling, called as an assistant calls them."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine

from people.models import Role
from scheduling.engine.rules import ALL, BY_CODE
from scheduling.models import ScheduleVersion, SolverRun
from scheduling.services import validate
from scheduling.services.check import check_and_store
from scheduling.services.progress import client as redis_client
from scheduling.services.rule_packs import store_packs
from tests.assistants import answer, ask, refusal, tools
from tests.casting import account, set_stage
from tests.factories.people import (
    AbsenceFactory,
    EnrolmentFactory,
    PersonFactory,
    ProgramFactory,
    RoleFactory,
    UserFactory,
)
from tests.factories.scheduling import (
    AcademicYearFactory,
    AssignmentFactory,
    CallAssignmentFactory,
    CallTypeFactory,
    PreferenceRoundFactory,
    RotationAssignmentFactory,
    RuleSettingFactory,
    ScheduleFactory,
    ScheduleVersionFactory,
    SolverRunFactory,
    freeze,
)

# Tools run on threads, which see only what is committed.
pytestmark = pytest.mark.django_db(transaction=True)

VALIDATE, GENERATE = "validate_schedule_tool", "generate_schedule_tool"
PROPOSE, REPAIR, USE = "propose_repairs_tool", "repair_status_tool", "use_repair_tool"
TIERS, REORDER = "tier_order_tool", "set_tier_order_tool"
WHY, FINDING = "explain_assignment_tool", "explain_finding_tool"
PREFLIGHT, COMPARE, CHOOSE = "preflight_tool", "compare_solves_tool", "choose_schedule_tool"
STATUS, CANCEL, ON_CALL = "solve_status_tool", "cancel_solve_tool", "who_is_on_call_tool"
# Local, and off until a program says how many weeks and months its review committee allows.
OFF = {"night-float"}
BLOCK_1 = {"start_date": "2026-07-01", "end_date": "2026-07-28"}


@pytest.fixture
def program():
    return ProgramFactory(name="Cedar Family Medicine", slug="cedar")


@pytest.fixture
def chief(program):
    return account(Role.Kind.CHIEF, program)


@pytest.fixture
def resident(program):
    return account(Role.Kind.RESIDENT, program)


@pytest.fixture
def stage(program):
    return set_stage(program)


def empty_version(program, year=2026):
    academic_year = AcademicYearFactory(program=program, year=year)
    return ScheduleVersionFactory(schedule=ScheduleFactory(academic_year=academic_year))


def keep_only(program, *codes):
    """Without the packs of requirements, whose rules must hold, every rule can be switched off."""
    store_packs(program, ["program-local"])
    for rule in ALL:
        if rule.code not in codes:
            RuleSettingFactory(program=program, code=rule.code, parameters={}, active=False)


def test_tools_say_what_they_do_take_and_give():
    listed = {tool.name: tool for tool in tools().tools}

    for tool in listed.values():
        assert tool.title
        assert tool.description
        assert not tool.description.startswith(" ")
        assert tool.output_schema["type"] == "object"
    # What is not listed here writes nothing, and tells assistants so.
    writers = {name for name, tool in listed.items() if not tool.annotations.read_only_hint}
    assert writers == {
        *(GENERATE, CANCEL, CHOOSE, PROPOSE, USE, REORDER),
        *("choose_packs_tool", "grant_waiver_tool", "revoke_waiver_tool"),
        *("log_work_tool", "withdraw_logged_work_tool", "confirm_hours_tool"),
        *("change_demand_tool", "withdraw_demand_tool", "request_leave_tool"),
        *("change_draft_tool", "undo_change_tool", "open_scenario_tool", "submit_draft_tool"),
        *("offer_swap_tool", "propose_swap_tool", "answer_preferences_tool"),
    }
    assert "never publishes" in listed[GENERATE].description


# Validating


def test_nothing_published_is_unknown_and_not_valid(program, chief):
    found = answer(chief, VALIDATE, **BLOCK_1)

    assert (found["state"], found["is_valid"], found["findings"]) == ("unknown", None, [])
    assert found["summary"] == (
        "Nothing is published for these days, so it is unknown whether the rules hold."
    )
    assert found["unknown_days"] == [{"starts_on": "2026-07-01", "ends_on": "2026-07-28"}]


def test_schedule_without_anybody_in_it_is_unknown(program, chief):
    freeze(empty_version(program))

    assert answer(chief, VALIDATE, **BLOCK_1)["state"] == "unknown"


def test_findings_carry_rule_clause_person_and_dates(program, chief):
    """A call from Monday 07:00 to Tuesday 07:00, and clinic from 08:00 to 12:00."""
    draft = empty_version(program)
    person = PersonFactory(first_name="Ada", last_name="Rowan")
    EnrolmentFactory(program=program, person=person, academic_year=2026)
    RotationAssignmentFactory(version=draft, person=person)
    call_type = CallTypeFactory(program=program, weekday_starts=time(7), weekday_ends=time(7))
    CallAssignmentFactory(
        version=draft,
        person=person,
        call_type=call_type,
        starts_on=date(2026, 7, 6),
        starts_at=datetime(2026, 7, 6, 12, tzinfo=UTC),
        ends_at=datetime(2026, 7, 7, 12, tzinfo=UTC),
    )
    AssignmentFactory(version=draft, person=person, starts_on=date(2026, 7, 7))
    freeze(draft)

    found = answer(chief, VALIDATE, **BLOCK_1)

    finding = next(f for f in found["findings"] if f["rule"] == "continuous-duty")
    assert finding == {
        "rule": "continuous-duty",
        "title": "Twenty-four hours at a stretch",
        "source": "ACGME Common Program Requirements 6.22 (2025), VI.F.3.a (2023)",
        "force": "must",
        "must_hold": True,
        "person_id": person.pk,
        "roster_name": "Rowan A.",
        "first_day": "2026-07-06",
        "last_day": "2026-07-07",
        "message": finding["message"],
    }
    assert "Rowan A." in finding["message"]
    assert (found["state"], found["is_valid"]) == ("checked", False)
    assert found["assignments"] == {"call": 1, "half-day": 1, "rotation": 1}
    assert found["versions"] == [draft.pk]
    assert found["rules_checked"] == [rule.code for rule in ALL if rule.code not in OFF]
    forces = [f["force"] for f in found["findings"]]
    assert [found[force] for force in ("must", "should", "local")] == [
        forces.count(force) for force in ("must", "should", "local")
    ]

    without = answer(chief, VALIDATE, **BLOCK_1, check_consecutive_duty=False)
    assert "continuous-duty" not in {f["rule"] for f in without["findings"]}


@pytest.mark.parametrize(
    ("flag", "rules"),
    [
        ("check_work_hours", validate.WORK_HOURS),
        ("check_supervision", validate.SUPERVISION),
        ("check_rest_periods", validate.REST_PERIODS),
        ("check_consecutive_duty", validate.CONSECUTIVE_DUTY),
    ],
)
def test_flag_leaves_out_its_rules_and_no_other(flag, rules, stage, chief):
    found = answer(chief, VALIDATE, **BLOCK_1, **{flag: False})

    left_out = {rule.code for rule in ALL} - set(found["rules_checked"])
    assert left_out == rules | OFF


def test_every_rule_of_a_group_is_in_the_book():
    groups = (
        validate.WORK_HOURS,
        validate.SUPERVISION,
        validate.REST_PERIODS,
        validate.CONSECUTIVE_DUTY,
    )

    assert frozenset().union(*groups) <= set(BY_CODE)
    assert sum(map(len, groups)) == len(frozenset().union(*groups))


@pytest.mark.parametrize(
    ("setting", "limit"),
    [
        ({"weight": 5}, "it cannot be given a weight."),
        ({"active": False}, "it cannot be switched off."),
    ],
)
def test_accreditation_rule_that_was_given_up_is_told_and_not_worked_around(
    setting, limit, stage, program, chief
):
    RuleSettingFactory(program=program, code="weekly-hours", parameters={}, **setting)

    assert refusal(chief, VALIDATE, **BLOCK_1) == (
        "The rules of Cedar Family Medicine cannot be used as they are set. Eighty "
        "hours a week (ACGME Common Program Requirements 6.20 (2025), VI.F.1 (2023)) must "
        f"hold; {limit}"
    )


def test_only_what_touches_the_range_is_reported(stage, chief):
    inside = answer(chief, VALIDATE, start_date="2026-07-06", end_date="2026-07-06")
    outside = answer(chief, VALIDATE, start_date="2026-07-08", end_date="2026-07-08")

    def dated(found):
        return {(f["first_day"], f["last_day"]) for f in found["findings"] if f["first_day"]}

    # The stage's call is not allowed on its rotation; the other nights are empty.
    assert dated(inside) == {("2026-07-06", "2026-07-06")}
    assert dated(outside) == {("2026-07-08", "2026-07-08")}


def test_days_beyond_what_is_assigned_are_unknown(stage, program, chief):
    keep_only(program)

    found = answer(chief, VALIDATE, start_date="2026-06-20", end_date="2026-08-31")

    assert (found["state"], found["is_valid"]) == ("partly unknown", None)
    assert found["unknown_days"] == [
        {"starts_on": "2026-06-20", "ends_on": "2026-06-30"},
        {"starts_on": "2026-07-29", "ends_on": "2026-08-31"},
    ]
    assert found["summary"] == (
        "No faults were found. Nothing is published for 2026-06-20 to 2026-06-30 and "
        "2026-07-29 to 2026-08-31: unknown there."
    )


def test_schedule_without_faults_is_valid(stage, program, chief):
    keep_only(program, "one-thing")

    found = answer(chief, VALIDATE, **BLOCK_1)

    assert (found["state"], found["is_valid"]) == ("checked", True)
    assert found["summary"] == "No faults were found."


def test_draft_is_validated_when_asked_for(stage, chief):
    assert answer(chief, VALIDATE, **BLOCK_1)["versions"] == [stage.published.pk]
    assert answer(chief, VALIDATE, **BLOCK_1, draft=True)["versions"] == [stage.draft.pk]


def test_validation_finds_what_the_check_finds(stage, chief):
    found = answer(chief, VALIDATE, start_date="2026-07-01", end_date="2027-06-30")

    stored = check_and_store(stage.published, at=datetime.now(UTC))
    assert found["findings_left_out"] == len(stored) - 200
    assert {f["message"] for f in found["findings"]} <= {f.message for f in stored}


def test_range_that_ends_before_it_starts_is_refused(stage, chief):
    assert refusal(chief, VALIDATE, start_date="2026-07-02", end_date="2026-07-01") == (
        "The range ends on 2026-07-01, before it starts on 2026-07-02."
    )


def test_validating_is_not_for_residents(stage, resident):
    assert refusal(resident, VALIDATE, **BLOCK_1) == (
        "You may not see the violations of rules in Cedar Family Medicine."
    )


# Which program


def test_program_may_be_left_out_only_by_those_who_have_one(program, chief):
    harbor = ProgramFactory(name="Harbor Surgery", slug="harbor")
    RoleFactory(user=chief, kind=Role.Kind.CHIEF, program=harbor)

    assert refusal(chief, VALIDATE, **BLOCK_1) == (
        "Say which program. There is cedar (Cedar Family Medicine), harbor (Harbor Surgery)."
    )
    for name in ("harbor", "Harbor Surgery", "harbor surgery "):
        assert answer(chief, VALIDATE, **BLOCK_1, program=name)["program"] == "harbor"


def test_program_of_others_is_as_unknown_as_none(program, chief):
    ProgramFactory(name="Harbor Surgery", slug="harbor")

    for name in ("harbor", "nowhere"):
        assert refusal(chief, VALIDATE, **BLOCK_1, program=name) == (
            f"You have no program “{name}”. There is cedar (Cedar Family Medicine)."
        )


def test_account_without_a_role_is_told_so(program):
    assert refusal(UserFactory(), VALIDATE, **BLOCK_1) == "You have no role in a program."


def test_refusal_names_ten_programs_at_most():
    ProgramFactory.create_batch(12)
    superuser = UserFactory(is_superuser=True)

    assert refusal(superuser, VALIDATE, **BLOCK_1).endswith(", and 2 more.")


# Generating


def test_generating_solves_into_a_draft_and_publishes_nothing(stage, chief):
    """The task runs at once in tests; one resident and one rotation have no roster."""
    asked = answer(chief, GENERATE, scope="year", academic_year=2026, seconds=1)

    assert (asked["status"], asked["version_id"]) == ("queued", stage.draft.pk)
    assert (
        asked["next_step"] == f"Ask solve_status_tool for run {asked['run_id']} in a few seconds."
    )
    ended = answer(chief, STATUS, run_id=asked["run_id"])
    assert ended["status"] == "infeasible"
    assert ended["message"].startswith("Rowan A. has no rotation")
    assert ended["next_step"] == "Nothing was changed; the message says why."
    assert ended["result"]["status"] == "infeasible"
    assert list(ScheduleVersion.objects.published()) == [stage.published]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"academic_year": 2030}, "Cedar Family Medicine has no academic year 2030; it has 2026."),
        ({"scope": "block", "block": 9}, "2026-27 has no block 9; it has 1."),
        ({"scope": "block"}, "Name a block to solve its half-days, and only then."),
        ({"seconds": 4000}, "4000 seconds were asked for; a solve may take 1 to 3600."),
    ],
)
def test_generating_what_makes_no_sense_is_refused_in_words(asked, words, stage, chief):
    assert refusal(chief, GENERATE, **{"scope": "year", "academic_year": 2026, **asked}) == words
    assert not SolverRun.objects.active().exists()


def test_unknown_scope_is_refused_with_the_choices(stage, chief):
    words = refusal(chief, GENERATE, scope="weekly", academic_year=2026)

    assert "'year', 'call' or 'block'" in words


def test_generating_is_not_for_residents(stage, resident):
    assert refusal(resident, GENERATE, scope="year", academic_year=2026) == (
        "You may not generate a schedule in Cedar Family Medicine."
    )


def test_solve_tells_its_news(stage, chief):
    run = SolverRunFactory(version=stage.draft, status=SolverRun.Status.SOLVING)
    tier = '{"tier": "Education", "best": 10, "bound": 8, "gap": 20.0, "done": false}'
    redis_client().set(f"solve:{run.pk}:latest", f'{{"seconds": 2.5, "tiers": [{tier}]}}')

    news = answer(chief, STATUS, run_id=run.pk)

    assert (news["status"], news["seconds"]) == ("solving", 2.5)
    assert news["tiers"] == [
        {"tier": "Education", "best": 10, "bound": 8, "gap": 20.0, "done": False}
    ]


def test_solve_is_cancelled_once(stage, chief):
    run = SolverRunFactory(version=stage.draft)

    assert answer(chief, CANCEL, run_id=run.pk)["status"] == "cancelled"
    assert refusal(chief, CANCEL, run_id=run.pk) == "This solve is over: cancelled."


@pytest.mark.parametrize("tool", [STATUS, CANCEL])
def test_solve_elsewhere_is_not_there(tool, stage, resident):
    neighbor = account(Role.Kind.COORDINATOR, ProgramFactory())

    for user in (neighbor, resident):
        assert refusal(user, tool, run_id=stage.run.pk) == (
            f"There is no solve {stage.run.pk} for you to see."
        )


# On call


def test_on_call_in_the_night_is_who_began_yesterday(stage, resident):
    stage.resident.phone = "555 0100"
    stage.resident.save()

    found = answer(resident, ON_CALL, at="2026-07-07T03:00:00")

    assert (found["at"], found["known"]) == ("2026-07-07T03:00:00-05:00", True)
    assert found["uncovered"] == 0
    [call] = found["calls"]
    assert (call["roster_name"], call["phone"], call["night"]) == (
        "Rowan A.",
        "555 0100",
        "2026-07-06",
    )


def test_on_call_is_now_unless_asked_for_another_moment(stage, resident):
    with time_machine.travel(datetime(2026, 7, 7, 8, tzinfo=UTC)):
        [call] = answer(resident, ON_CALL)["calls"]

    assert call["person_id"] == stage.resident.pk


def test_call_that_nobody_covers_is_counted(stage, resident):
    found = answer(resident, ON_CALL, at="2026-07-09T03:00:00-05:00")

    assert (found["uncovered"], found["calls"][0]["person_id"]) == (1, None)


def test_somebody_away_is_marked(stage, resident, program):
    AbsenceFactory(
        program=program,
        person=stage.resident,
        starts_on=date(2026, 7, 6),
        ends_on=date(2026, 7, 7),
        approved=True,
        reason="Surgery",
    )

    result = ask(resident, ON_CALL, at="2026-07-07T03:00:00")

    assert result.structured_content["calls"][0]["away"] is True
    assert "Surgery" not in str(result)


def test_on_call_is_unknown_where_nothing_is_published(program, resident):
    CallTypeFactory(program=program)

    found = answer(resident, ON_CALL, at="2026-07-09T03:00:00")

    assert (found["known"], found["calls"], found["uncovered"]) == (False, [], 0)


def test_assistant_says_what_its_user_would_like(program, stage, resident):
    round_ = PreferenceRoundFactory(program=program, asks=["leave", "rotation"])
    week = {"kind": "leave", "starts_on": "2026-12-21", "ends_on": "2026-12-27"}

    answer(resident, "answer_preferences_tool", round_id=round_.pk, wishes=[week])

    [mine] = answer(resident, "my_preferences_tool")["result"]
    assert (mine["round_id"], mine["answered"], mine["wishes"][0]["starts_on"]) == (
        round_.pk,
        True,
        "2026-12-21",
    )
    words = refusal(
        resident,
        "answer_preferences_tool",
        round_id=round_.pk,
        wishes=[{"kind": "rotation", "rotation": "NOPE"}],
    )
    assert "cannot wish for the rotation “NOPE” in “Wishes" in words
