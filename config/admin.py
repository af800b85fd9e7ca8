"""The admin site as a whole: its sidebar and its first page."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

from people.admin.scoped import Scope
from scheduling.admin.overview import cards

admin.site.index_template = "admin/scheduling/overview.html"
admin.site.index_title = "Overview"

Item = tuple[str, str, str, str | None]
"""A title, an icon, the name of a page, and the action that opens it; None: everybody."""

GROUPS: dict[str, tuple[Item, ...]] = {
    "": (("Overview", "space_dashboard", "index", None),),
    "Schedule": (
        ("Year grid", "calendar_view_month", "scheduling_grid_now", "view_draft"),
        ("Block grid", "view_week", "scheduling_block_now", "view_draft"),
        ("Generate", "bolt", "scheduling_generate_now", "generate_schedule"),
        ("Repairs", "healing", "scheduling_repairrun_hits", "view_draft"),
        ("Schedules", "event_note", "scheduling_schedule_changelist", "view_published_schedule"),
        ("Versions", "history", "scheduling_scheduleversion_changelist", "view_draft"),
        ("Assignments", "assignment_ind", "scheduling_assignment_changelist", "view_draft"),
    ),
    "Program": (
        ("Programs", "local_hospital", "people_program_changelist", "view_people"),
        ("Academic years", "date_range", "scheduling_academicyear_changelist", "view_calendar"),
        ("Special days", "celebration", "scheduling_specialday_changelist", "view_calendar"),
        ("Rotations", "sync", "scheduling_rotation_changelist", "view_calendar"),
        ("Activities", "palette", "scheduling_activity_changelist", "view_calendar"),
        ("Places", "location_on", "scheduling_place_changelist", "view_calendar"),
        ("Curriculum", "school", "scheduling_curriculumitem_changelist", "view_calendar"),
        ("Call types", "call", "scheduling_calltype_changelist", "view_calendar"),
    ),
    "People": (
        ("People", "group", "people_person_changelist", "view_people"),
        ("Enrollments", "badge", "people_enrolment_changelist", "view_people"),
        ("Absences", "beach_access", "people_absence_changelist", "view_absences"),
        ("Leave allotments", "savings", "people_leaveallotment_changelist", "view_absences"),
        ("Requests", "favorite", "scheduling_request_changelist", "view_preferences"),
        ("Credentials", "verified", "people_credential_changelist", "view_credentials"),
        (
            "Credential kinds",
            "workspace_premium",
            "people_credentialkind_changelist",
            "view_credentials",
        ),
        (
            "Supervision levels",
            "supervisor_account",
            "scheduling_supervisionlevel_changelist",
            "view_credentials",
        ),
        ("Logged work", "more_time", "scheduling_loggedwork_changelist", "view_hours"),
        ("Call history", "phone_callback", "scheduling_callhistory_changelist", "view_preferences"),
    ),
    "Rules": (
        ("Rule book", "menu_book", "scheduling_rule_book_now", "view_rules"),
        ("Rule settings", "rule", "scheduling_rulesetting_changelist", "view_rules"),
        ("Waivers", "approval", "scheduling_waiver_changelist", "view_violations"),
    ),
    "Operations": (
        ("Solves", "memory", "scheduling_solverrun_changelist", "view_draft"),
        (
            "Import a program",
            "upload_file",
            "scheduling_programimport_changelist",
            "import_program",
        ),
        ("Accounts", "account_circle", "people_user_changelist", "view_roles"),
        ("Roles", "key", "people_role_changelist", "view_roles"),
    ),
}


def mark(request: HttpRequest) -> str:
    """The sign of the site, which browsers show beside its name too."""
    return static("img/mark.svg")


# Pages that belong to an item other than that of the model below whose address they are.
BELONG_TO = {
    "scheduling_rule_book": "scheduling_rule_book_now",
    "scheduling_academicyear_grid": "scheduling_grid_now",
    "scheduling_academicyear_block": "scheduling_block_now",
    "scheduling_academicyear_generate": "scheduling_generate_now",
    "scheduling_repairrun_changelist": "scheduling_repairrun_hits",
    "scheduling_repairrun_change": "scheduling_repairrun_hits",
}


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The sidebar's groups, for Unfold; nobody sees what they may not open."""
    return [
        {
            "title": title,
            "separator": False,
            "items": [
                {
                    "title": words,
                    "icon": icon,
                    "link": reverse(f"admin:{name}"),
                    "permission": opens(action),
                    "active": leads_to(name),
                }
                for words, icon, name, action in items
            ],
        }
        for title, items in GROUPS.items()
    ]


def opens(action: str | None) -> Callable[[HttpRequest], bool]:
    """Whether some program lets the user do the action."""

    def may(request: HttpRequest) -> bool:
        scope = Scope.of(request)
        return action is None or scope.is_unlimited or bool(scope.programs(action))

    return may


def leads_to(name: str) -> Callable[[HttpRequest], bool]:
    """Whether the page that is shown is the item's own, or one of the same model's."""

    def shown(request: HttpRequest) -> bool:
        here = request.resolver_match.url_name if request.resolver_match else None
        if here is None:
            return False
        if here in BELONG_TO:
            return BELONG_TO[here] == name
        return (
            here.rpartition("_")[0] == name.rpartition("_")[0] and name.endswith("changelist")
        ) or here == name

    return shown


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What the first page shows, for Unfold."""
    return context | {"cards": cards(request)}
