"""The REST door of scheduling."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from scheduling.api.absences import AbsenceViewSet, LeaveStandingView, LostClinicsView
from scheduling.api.calendar import AcademicYearViewSet, BlockViewSet
from scheduling.api.calendar_feeds import CalendarFeedViewSet
from scheduling.api.changes import ChangeSetViewSet
from scheduling.api.covers import CoverViewSet
from scheduling.api.credentials import RunningOutView
from scheduling.api.demand import DemandChangeViewSet
from scheduling.api.exports import ExportViewSet
from scheduling.api.fairness import MyNumbersView
from scheduling.api.lists import ListViewSet
from scheduling.api.logged_work import LoggedWorkViewSet
from scheduling.api.moonlighting import MoonlightingPermissionViewSet
from scheduling.api.news import ScheduleNewsView
from scheduling.api.preferences import PreferenceRoundViewSet
from scheduling.api.readings import ReadingViewSet
from scheduling.api.repairs import RepairViewSet
from scheduling.api.rollovers import RolloverViewSet
from scheduling.api.rotations import ActivityViewSet, CallTypeViewSet, RotationViewSet
from scheduling.api.rule_settings import RuleSettingViewSet
from scheduling.api.rules import PacksView, RuleBookView, RuleEffectView, WaiverViewSet
from scheduling.api.sheets import SheetViewSet
from scheduling.api.solves import SolveViewSet
from scheduling.api.standing import OnCallView
from scheduling.api.training import MyTrainingView
from scheduling.api.versions import AssignmentViewSet, VersionViewSet
from scheduling.api.whereabouts import CallRosterView, ManifestView

router = SimpleRouter()
router.register("academic-years", AcademicYearViewSet, "academic-year")
router.register("blocks", BlockViewSet, "block")
router.register("rotations", RotationViewSet, "rotation")
router.register("activities", ActivityViewSet, "activity")
router.register("call-types", CallTypeViewSet, "call-type")
router.register("versions", VersionViewSet, "version")
router.register("changes", ChangeSetViewSet, "change")
router.register("assignments", AssignmentViewSet, "assignment")
router.register("absences", AbsenceViewSet, "absence")
router.register("covers", CoverViewSet, "cover")
router.register("repairs", RepairViewSet, "repair")
router.register("demand-changes", DemandChangeViewSet, "demand-change")
router.register("logged-work", LoggedWorkViewSet, "logged-work")
router.register(
    "moonlighting-permissions", MoonlightingPermissionViewSet, "moonlighting-permission"
)
router.register("calendar-feeds", CalendarFeedViewSet, "calendar-feed")
router.register("preference-rounds", PreferenceRoundViewSet, "preference-round")
router.register("waivers", WaiverViewSet, "waiver")
router.register("lists", ListViewSet, "list")
router.register("sheets", SheetViewSet, "sheet")
router.register("exports", ExportViewSet, "export")
router.register("readings", ReadingViewSet, "reading")
router.register("rule-settings", RuleSettingViewSet, "rule-setting")
router.register("rollovers", RolloverViewSet, "rollover")
router.register("solves", SolveViewSet, "solve")

urlpatterns = [
    *router.urls,
    path("leave/", LeaveStandingView.as_view(), name="leave-standing"),
    path("lost-clinics/", LostClinicsView.as_view(), name="lost-clinics"),
    path("schedule-news/", ScheduleNewsView.as_view(), name="schedule-news"),
    path("on-call/", OnCallView.as_view(), name="on-call"),
    path("my-numbers/", MyNumbersView.as_view(), name="my-numbers"),
    path("my-training/", MyTrainingView.as_view(), name="my-training"),
    path("packs/", PacksView.as_view(), name="pack-list"),
    path("manifest/", ManifestView.as_view(), name="manifest"),
    path("call-roster/", CallRosterView.as_view(), name="call-roster"),
    path("credentials/running-out/", RunningOutView.as_view(), name="credential-running-out"),
    path("rules/effect/", RuleEffectView.as_view(), name="rule-effect"),
    path("rules/", RuleBookView.as_view(), name="rule-list"),
]
