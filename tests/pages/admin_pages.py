"""The pages of the admin that are ours, read off its addresses: a new one cannot be forgotten."""

from collections.abc import Iterator

from django.contrib import admin
from django.contrib.admin import ModelAdmin

from scheduling.models import SolverRun
from tests.casting import Stage
from tests.doors.answers import SUPERUSER
from tests.doors.areas import EXPECTED
from tests.doors.routes import Route, routes
from tests.doors.things import Things
from tests.factories.scheduling import (
    RotationAssignmentFactory,
    ScheduleVersionFactory,
    SolverRunFactory,
)
from tests.pages.world import World

OURS = ("compliance", "people", "scheduling", "swaps")
OF_THE_SITE = {"admin:index", "admin:find", "admin:password_change_done"}
FILES = {
    "admin:compliance_evidencepack_download",
    "admin:scheduling_export_download",
    "admin:scheduling_academicyear_blockwall",
    "admin:scheduling_academicyear_blockworkbook",
    "admin:scheduling_academicyear_callwall",
    "admin:scheduling_academicyear_list",
    "admin:scheduling_academicyear_program",
    "admin:scheduling_academicyear_wall",
    "admin:scheduling_academicyear_workbook",
    "admin:scheduling_colors",
    "admin:scheduling_programimport_template",
}
PARTS = {
    "admin:scheduling_academicyear_block_news",
    "admin:scheduling_academicyear_grid_news",
}
# Unfold makes these alike for every model: those of one are read.
ALIKE = {"add": "people_enrolment", "delete": "scheduling_requirement", "history": "people_person"}


def admin_pages(things: Things) -> Iterator[str]:
    """Addresses that show a page to whoever may open everything."""
    for route in routes().values():
        if _is_page(route) and not _is_alike(route.name):
            yield route.address(things)


def _is_page(route: Route) -> bool:
    name = route.name
    ours = name in OF_THE_SITE or name.startswith(tuple(f"admin:{app}_" for app in OURS))
    shown = EXPECTED[name].get("get", {}).get(SUPERUSER) == "200"
    return ours and shown and name not in FILES | PARTS


def _is_alike(name: str) -> bool:
    label, _, kind = name.removeprefix("admin:").rpartition("_")
    if label == ALIKE.get(kind, label):
        return False
    return kind != "add" or _is_plain(label)


def _is_plain(label: str) -> bool:
    """Whether a new row has the form that rows have."""
    owner = next(
        each
        for model, each in admin.site._registry.items()
        if label == model._meta.label_lower.replace(".", "_")
    )
    return type(owner).add_view is ModelAdmin.add_view and owner.add_form_template is None


def staged(world: World) -> Stage:
    """The world as a stage: beside what is published, a draft with a solve that failed."""
    resident, block = world.residents[0], world.blocks[1]
    placed = world.version.assignments.filter(person=resident, kind="rotation").first()
    on_call = world.version.assignments.filter(kind="call").first()
    assert placed is not None
    assert on_call is not None
    draft = ScheduleVersionFactory(
        schedule=world.version.schedule, number=2, based_on=world.version
    )
    planned = RotationAssignmentFactory(
        version=draft, person=resident, rotation=placed.rotation, locked=True, lock_reason="Visa",
        starts_on=block.starts_on, ends_on=block.ends_on,
    )  # fmt: skip
    return Stage(
        program=world.program,
        year=world.year,
        block=block,
        resident=resident,
        published=world.version,
        placed=placed,
        on_call=on_call,
        draft=draft,
        planned=planned,
        run=SolverRunFactory(version=draft, status=SolverRun.Status.FAILED, message="No worker."),
    )
