"""Addresses of the schedule's pages and feeds."""

from django.urls import path

from scheduling import calendar, live, views

app_name = "scheduling"
urlpatterns = [
    path("", views.home, name="home"),
    path("my/", views.my_day, name="my_day"),
    path("my/seen/", views.see_news, name="see_news"),
    path("my/week/", views.my_week, name="my_week"),
    path("my/block/", views.my_block, name="my_block"),
    path("my/year/", views.my_year, name="my_year"),
    path("my/numbers/", views.my_numbers_page, name="my_numbers"),
    path("preferences/", views.preferences, name="preferences"),
    path("preferences/<int:pk>/", views.preferences_round, name="preferences_round"),
    path("preferences/wish/<int:pk>/", views.wish_why, name="wish_why"),
    path("leave/", views.leave, name="leave"),
    path("leave/<int:pk>/take-back/", views.take_back, name="leave_take_back"),
    path("sick-call/", views.sick_call, name="sick_call"),
    path("cover/<int:pk>/", views.cover, name="cover"),
    path("cover/<int:pk>/search/", views.search_cover, name="cover_search"),
    path("cover/<int:pk>/use/", views.use, name="cover_use"),
    path("cover/<int:pk>/undo/", views.undo, name="cover_undo"),
    path("on-call/", views.on_call, name="on_call"),
    path("on-call/<slug:slug>/", views.on_call_of_program, name="on_call_of_program"),
    path("schedule/<slug:slug>/colors.css", views.colors, name="colors"),
    path("rules/", views.rules, name="rules"),
    path("rules/<slug:slug>/", views.rules_of_program, name="rules_of_program"),
    path("why/<int:pk>/", views.why, name="why"),
    path("calendars/", views.calendars, name="calendars"),
    path("calendars/make/", views.make_calendar, name="make_calendar"),
    path("calendars/<int:pk>/rotate/", views.rotate_calendar, name="rotate_calendar"),
    path("calendars/<int:pk>/revoke/", views.revoke_calendar, name="revoke_calendar"),
    path("feeds/<str:secret>.ics", calendar.feed, name="feed"),
    path("solves/<int:pk>/progress/", live.solve_progress, name="solve_progress"),
]
