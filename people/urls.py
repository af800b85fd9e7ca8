"""Addresses of one's own account and notices."""

from django.urls import path

from people import live, views

app_name = "people"
urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/language/", views.language, name="choose_language"),
    path("account/sessions/", views.sessions, name="sessions"),
    path("account/sessions/others/end/", views.end_others, name="end_other_sessions"),
    path("account/sessions/<int:pk>/end/", views.end_one, name="end_session"),
    path("account/tokens/", views.issue, name="issue_token"),
    path("account/tokens/<int:pk>/revoke/", views.revoke, name="revoke_token"),
    path("live/", live.news, name="news"),
    path("notices/", views.inbox, name="inbox"),
    path("notices/read/", views.read_all, name="read_notices"),
    path("notices/preferences/", views.notice_preferences, name="notice_preferences"),
    path("notices/<int:pk>/", views.notice, name="notice"),
    path("notices/<int:pk>/acknowledge/", views.acknowledge, name="acknowledge_notice"),
]
