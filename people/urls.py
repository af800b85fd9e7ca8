"""Addresses of one's own account."""

from django.urls import path

from people import views

app_name = "people"
urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/tokens/", views.issue, name="issue_token"),
    path("account/feeds/", views.issue_feed, name="issue_feed"),
    path("account/tokens/<int:pk>/revoke/", views.revoke, name="revoke_token"),
]
