"""One row of every kind, all of one program, for the addresses that name one."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django_celery_beat import models as beat

from people.models import Token
from scheduling.models import ProgramImport
from tests.casting import AT, Stage
from tests.factories import people, scheduling

# How to make a row of a model that has pages in the admin site: one line each.
ROWS: dict[str, Callable[[Stage], Model]] = {
    "account.emailaddress": lambda s: EmailAddress.objects.create(
        user=people.UserFactory(), email="second@example.org"
    ),
    "auth.group": lambda s: Group.objects.create(name="Nobody's"),
    "django_celery_beat.clockedschedule": lambda s: beat.ClockedSchedule.objects.create(
        clocked_time=datetime(2027, 1, 1, tzinfo=UTC)
    ),
    "django_celery_beat.crontabschedule": lambda s: beat.CrontabSchedule.objects.create(),
    "django_celery_beat.intervalschedule": lambda s: _interval(),
    "django_celery_beat.periodictask": lambda s: beat.PeriodicTask.objects.create(
        name="A task", task="config.tasks.note_beat", interval=_interval()
    ),
    "django_celery_beat.solarschedule": lambda s: beat.SolarSchedule.objects.create(
        event="sunrise", latitude=1, longitude=1
    ),
    "people.absence": lambda s: people.AbsenceFactory(program=s.program, person=s.resident),
    "people.credential": lambda s: people.CredentialFactory(program=s.program, person=s.resident),
    "people.credentialkind": lambda s: people.CredentialKindFactory(program=s.program),
    "people.enrolment": lambda s: people.EnrolmentFactory(program=s.program, academic_year=2025),
    "people.leaveallotment": lambda s: people.LeaveAllotmentFactory(program=s.program),
    "people.person": lambda s: s.resident,
    "people.program": lambda s: s.program,
    "people.role": lambda s: people.RoleFactory(program=s.program),
    "people.token": lambda s: people.TokenFactory(),
    "people.user": lambda s: people.RoleFactory(program=s.program).user,
    "scheduling.academicyear": lambda s: s.year,
    "scheduling.activity": lambda s: scheduling.ActivityFactory(program=s.program),
    "scheduling.assignment": lambda s: s.planned,
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
    "scheduling.loggedwork": lambda s: scheduling.LoggedWorkFactory(
        program=s.program, person=s.resident
    ),
    "scheduling.patterncell": lambda s: scheduling.PatternCellFactory(rotation=s.placed.rotation),
    "scheduling.place": lambda s: scheduling.PlaceFactory(program=s.program),
    "scheduling.programimport": lambda s: _put_aside(s),
    "scheduling.repairrun": lambda s: scheduling.RepairRunFactory(
        version=s.published, assignment=s.on_call, status="nothing"
    ),
    "scheduling.request": lambda s: scheduling.RequestFactory(program=s.program, person=s.resident),
    "scheduling.requirement": lambda s: scheduling.RequirementFactory(program=s.program),
    "scheduling.rotation": lambda s: s.placed.rotation,
    "scheduling.rulesetting": lambda s: scheduling.RuleSettingFactory(program=s.program),
    "scheduling.schedule": lambda s: s.published.schedule,
    "scheduling.scheduleversion": lambda s: s.draft,
    "scheduling.sessiondemand": lambda s: scheduling.SessionDemandFactory(program=s.program),
    "scheduling.solverrun": lambda s: s.run,
    "scheduling.supervisionlevel": lambda s: scheduling.SupervisionLevelFactory(
        program=s.program, person=s.resident
    ),
    "scheduling.waiver": lambda s: scheduling.WaiverFactory(program=s.program, person=s.resident),
    "scheduling.specialday": lambda s: scheduling.SpecialDayFactory(program=s.program),
}


def _interval() -> beat.IntervalSchedule:
    return beat.IntervalSchedule.objects.create(every=1, period="days")


def _put_aside(stage: Stage) -> ProgramImport:
    user = people.UserFactory()
    return ProgramImport.objects.create(
        program=stage.program,
        file_name="program.xlsx",
        status=ProgramImport.Status.DISCARDED,
        uploaded_by=user,
        uploaded_at=AT,
        decided_by=user,
        decided_at=AT,
    )


class Things:
    """The rows of a stage, made when an address first names one."""

    def __init__(self, stage: Stage, coordinator_token: Token) -> None:
        self.stage = stage
        self.token = coordinator_token
        self.feed = people.TokenFactory(
            user=coordinator_token.user, secret="feed", scope=Token.Scope.FEED
        )
        self.rows: dict[str, Model] = {}

    def row(self, label: str) -> Model:
        if label not in self.rows:
            self.rows[label] = ROWS[label](self.stage)
        return self.rows[label]

    def value(self, route: str, parameter: str) -> Any:
        """What fills a parameter of a route; by the route where the same name means several."""
        stage = self.stage
        if parameter in ("object_id", "id") and route != "admin:view_on_site":
            return self.row(self._label(route)).pk
        if route == "people:revoke_token":
            return self.token.pk
        if route == "scheduling:solve_progress":
            return stage.run.pk
        if route.startswith("admin:scheduling_rule_book"):
            return stage.program.pk
        if route == "admin:scheduling_repair_of_absence":
            return self.row("people.absence").pk
        if route == "scheduling:why":
            return stage.planned.pk
        if route in ("admin:scheduling_scheduleversion_found", "api:version-violation"):
            return stage.draft.pk if parameter == "pk" else 0
        by_route = {
            "api:academic-year": stage.year,
            "api:assignment": stage.planned,
            "api:block": stage.block,
            "api:logged-work": self.row("scheduling.loggedwork"),
            "api:person": stage.resident,
            "api:repair": self.row("scheduling.repairrun"),
            "api:solve": stage.run,
            "api:version": stage.draft,
        }
        if parameter == "pk" and route.startswith("api:"):
            return by_route[route.rpartition("-")[0]].pk
        if parameter == "pk":
            return self.row(self._label(route)).pk
        return {
            "app_label": "people",
            "content_type_id": ContentType.objects.get_for_model(type(stage.resident)).pk,
            "key": "key",
            "number": stage.block.number,
            "object_id": stage.resident.pk,
            "secret": "feed",
            "slug": stage.program.slug,
            "uidb36": "1",
        }[parameter]

    def query(self, route: str) -> str:
        """What an address asks for, where it answers nothing without."""
        return {
            "admin:autocomplete": "?app_label=people&model_name=enrolment&field_name=person",
            "api:assignment-list": "?version=published",
        }.get(route, "")

    def _label(self, route: str) -> str:
        """The model of admin:app_model_page; a page of ours may be called anything after it."""
        name = route.removeprefix("admin:").replace("auth_user", "people_user")
        return next(
            label
            for label in sorted(ROWS, key=len)
            if name.startswith(label.replace(".", "_") + "_")
        )
