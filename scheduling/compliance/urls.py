"""Addresses of the pages of hours."""

from django.urls import path

from scheduling.compliance import views

app_name = "compliance"
urlpatterns = [
    path("", views.hours, name="hours"),
    path("confirm/", views.confirm, name="confirm"),
    path("take-back/", views.take_back_day, name="take_back"),
    path("log/", views.log, name="log"),
    path("interruption/", views.interruption, name="interruption"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
