"""Addresses of the pages of swaps."""

from django.urls import path

from swaps import views

app_name = "swaps"
urlpatterns = [
    path("", views.board, name="board"),
    path("history/", views.history, name="history"),
    path("favors/", views.favors, name="favors"),
    path("favors/<int:pk>/forgive/", views.forgive_favor, name="forgive_favor"),
    path("plan/", views.plan, name="plan"),
    path("plan/days/", views.plan_days, name="plan_days"),
    path("plan/weekends/", views.plan_weekends, name="plan_weekends"),
    path("new/<int:pk>/", views.new_offer, name="new_offer"),
    path("offers/<int:pk>/", views.offer, name="offer"),
    path("offers/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("offers/<int:pk>/take/", views.take, name="take"),
    path("offers/<int:pk>/propose/", views.propose, name="propose"),
    path("<int:pk>/", views.trade, name="trade"),
    path("<int:pk>/answer/", views.answer, name="answer"),
    path("<int:pk>/withdraw/", views.withdraw_proposal, name="withdraw_proposal"),
    path("<int:pk>/undo/", views.undo, name="undo"),
]
