"""The REST door of scheduling."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from scheduling.api.calendar import AcademicYearViewSet, BlockViewSet
from scheduling.api.logged_work import LoggedWorkViewSet
from scheduling.api.repairs import RepairViewSet
from scheduling.api.solves import SolveViewSet
from scheduling.api.standing import OnCallView, RuleBookView
from scheduling.api.versions import AssignmentViewSet, VersionViewSet
from scheduling.api.whereabouts import CallRosterView, ManifestView

router = SimpleRouter()
router.register("academic-years", AcademicYearViewSet, "academic-year")
router.register("blocks", BlockViewSet, "block")
router.register("versions", VersionViewSet, "version")
router.register("assignments", AssignmentViewSet, "assignment")
router.register("repairs", RepairViewSet, "repair")
router.register("logged-work", LoggedWorkViewSet, "logged-work")
router.register("solves", SolveViewSet, "solve")

urlpatterns = [
    *router.urls,
    path("on-call/", OnCallView.as_view(), name="on-call"),
    path("manifest/", ManifestView.as_view(), name="manifest"),
    path("call-roster/", CallRosterView.as_view(), name="call-roster"),
    path("rules/", RuleBookView.as_view(), name="rule-list"),
]
