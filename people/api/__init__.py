"""The REST door of people, notices, what waits, and webhooks."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from people.api.finding import SearchView
from people.api.history import RecordViewSet
from people.api.joint_changes import JointChangeViewSet
from people.api.notices import NoticePreferencesView, NoticeViewSet
from people.api.people import PersonViewSet, ProgramViewSet
from people.api.waiting import WaitingView
from people.api.webhooks import WebhookCallViewSet, WebhookViewSet

router = SimpleRouter()
router.register("programs", ProgramViewSet, "program")
router.register("people", PersonViewSet, "person")
router.register("history", RecordViewSet, "history")
router.register("joint-changes", JointChangeViewSet, "joint-change")
router.register("notices", NoticeViewSet, "notice")
router.register("webhooks", WebhookViewSet, "webhook")
router.register("webhook-calls", WebhookCallViewSet, "webhook-call")

urlpatterns = [
    path("search/", SearchView.as_view(), name="search"),
    path("waiting/", WaitingView.as_view(), name="waiting"),
    path("notice-preferences/", NoticePreferencesView.as_view(), name="notice-preferences"),
    *router.urls,
]
