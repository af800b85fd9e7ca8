"""The grids of a block and of a year: what they count, what clashes, and what a menu narrows."""

from datetime import date

import pytest

from scheduling.queries.block_grid import BlockGrid, block_grid
from scheduling.queries.year_grid import year_grid
from scheduling.queries.year_shown import YearGrid
from tests.factories.scheduling import (
    ActivityFactory,
    AssignmentFactory,
    CurriculumItemFactory,
    SessionDemandFactory,
)
from tests.pages.world import World, add_absence, build_world

DAY = date(2026, 7, 6)  # a Monday of week 1
LAST = date(2026, 7, 8)


@pytest.fixture
def world(db) -> World:
    """PGY-1 is on FMIT, PGY-2 in the clinic, PGY-3 on nights; both of the faculty supervise."""
    return build_world(residents=3, faculty=2, publish=False, until=LAST)


def block(world: World, **asked: str) -> BlockGrid:
    grid = block_grid(world.year, 1, world.version, faults=(), today=DAY, asked=asked)
    assert grid is not None
    return grid


def counted(grid: BlockGrid, title: str) -> list[tuple[str, bool]]:
    """A line of the footer on Monday and Tuesday, with whether each half-day is short."""
    row = next(row for row in grid.footer if row.title == title)
    first = 2 * [day.on for day in grid.days].index(DAY)
    return [(cell.text, "is-hard" in cell.style) for cell in row.cells[first : first + 4]]


def names(grid: BlockGrid | YearGrid) -> list[str]:
    return [row.name for group in grid.groups for row in group.rows]


def test_footer_counts_clinic_by_type_and_attendings_needed_and_assigned(world):
    needs = [world.activities[code] for code in ("C", "CV")]
    for activity in needs:
        activity.supervision_needed, activity.room_units = "by-level", 1
        activity.save()
    world.activities["AT"].supervises = True
    world.activities["AT"].save()
    world.activities["C"].place.rooms = 1
    world.activities["C"].place.save()

    grid = block(world)

    # Monday: the PGY-2 has clinic, then virtual clinic; on Tuesday the PGY-1 comes in the afternoon.
    assert counted(grid, "In clinic") == [("1", False), ("1", False), ("1", False), ("2", False)]
    assert counted(grid, "CV") == [("", False), ("1", False), ("", False), ("", False)]
    assert counted(grid, "Interns in clinic")[3] == ("1", False)
    assert counted(grid, "Residents in clinic")[3] == ("1", False)
    assert counted(grid, "Attendings needed") == [("1", False)] * 4
    # On Tuesday afternoon the faculty has administration.
    assert counted(grid, "Attendings assigned") == [("2", False)] * 3 + [("0", True)]
    assert counted(grid, "Rooms, FMC (of 1)")[2:] == [("1", False), ("2", True)]
    assert grid.footer[0].cells[10].title == "Cedarholm"

    # Whoever is away by an absence approved since neither has clinic nor needs an attending.
    add_absence(world, world.residents[1], DAY, DAY, "sick")
    assert counted(block(world), "In clinic")[:2] == [("", False)] * 2
    assert counted(block(world), "Attendings needed")[:2] == [("", False)] * 2


def test_procedures_clash_by_session_room_and_company(world):
    procedure = ActivityFactory(
        program=world.program, code="PR", kind="procedure", place=world.activities["C"].place
    )
    taken = world.version.assignments.filter(kind="half-day", starts_on=DAY, slot="AM")
    taken.filter(person__in=world.residents[:2]).delete()
    for person in world.residents[:2]:
        AssignmentFactory(version=world.version, person=person, activity=procedure, starts_on=DAY)
    SessionDemandFactory(
        program=world.program, activity=procedure, staff="resident", weekday=1, slot="AM", maximum=1
    )

    row = next(row for row in block(world).footer if row.title == "PR")
    monday = row.cells[2 * 5]

    assert (monday.text, "is-hard" in monday.style) == ("2", True)
    assert monday.title.splitlines()[0] == "Brightwater, Cedarholm"
    assert "PR, resident, on Mon 06 Jul 2026 AM: 2; at most 1 fit." in monday.title


def test_menus_narrow_people_and_weeks_and_leave_the_counts(world):
    everybody = block(world)

    assert names(block(world, pgy="2")) == ["Cedarholm T."]
    assert names(block(world, pgy="faculty")) == ["Eastmere E.", "Fernhollow N."]
    assert names(block(world, rotation="FMIT")) == ["Brightwater A."]
    assert names(block(world, site="HOSP")) == ["Dovecote P.", "Brightwater A."]
    week = block(world, pgy="1", week="0")
    assert [day.on.day for day in week.days] == [1]
    assert week.footer[0].cells == everybody.footer[0].cells[:2]
    # What is not there is said, and hides nothing.
    unknown = block(world, rotation="ICU")
    assert [menu.unknown for menu in unknown.menus] == ["", "ICU", "", ""]
    assert names(unknown) == names(everybody)


def test_year_tells_what_the_curriculum_still_misses(world):
    """FMIT comes in blocks 1, 6, 8 and 13 of the first resident's year."""
    for code, least, most in (("FMIT", 4, 10), ("NF", 5, 6), ("CARD", 0, 2)):
        CurriculumItemFactory(
            rotation=world.rotations[code], pgy=1, minimum_halves=least, maximum_halves=most
        )

    grid = year_grid(world.year, world.version, faults=(), today=DAY, asked={"pgy": "1"})

    assert names(grid) == ["Brightwater A."]
    row = grid.groups[0].rows[0]
    assert [tally.text for tally in row.tallies.wrong] == ["CARD 3/1", "NF 2/2½"]
    assert row.tallies.words.splitlines()[1] == "FMIT: 4 of 2 to 5 blocks"
    assert row.leave_weeks == 1
