"""The REST door of compliance."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from scheduling.compliance.api.cases import CaseViewSet
from scheduling.compliance.api.confirmed_days import ConfirmedDayViewSet
from scheduling.compliance.api.interruptions import InterruptionView
from scheduling.compliance.api.ledgers import (
    ForecastView,
    OverviewView,
    PersonHoursView,
    ReconciledView,
)
from scheduling.compliance.api.packs import EvidencePackViewSet

router = SimpleRouter()
router.register("evidence-packs", EvidencePackViewSet, "evidence-pack")
router.register("confirmed-days", ConfirmedDayViewSet, "confirmed-day")
router.register("compliance-cases", CaseViewSet, "compliance-case")

urlpatterns = [
    *router.urls,
    path("home-call-interruptions/", InterruptionView.as_view(), name="home-call-interruption"),
    path("compliance/", OverviewView.as_view(), name="compliance"),
    path("compliance/forecast/", ForecastView.as_view(), name="compliance-forecast"),
    path("compliance/reconciled/", ReconciledView.as_view(), name="compliance-reconciled"),
    path("compliance/people/<int:pk>/", PersonHoursView.as_view(), name="compliance-person"),
]
