"""The layout allows what the tables hold: the same choices, no longer texts."""

import pytest
from django.db import models

from people.models import Absence, Enrolment
from scheduling.program_file.compound_kinds import Several
from scheduling.program_file.kinds import Choice, PersonName, Text
from scheduling.program_file.layout import BY_FIELD, SHEETS
from scheduling.program_file.shared_columns import FACULTY_ROLE
from scheduling.services.program_sheets import tables

CELLS = [
    pytest.param(table, column, id=f"{table.name}-{column.field}")
    for table in tables()
    if table.name not in ("patterns", "people")
    for column in table.sheet.columns
    # Reading fills in the first day of the year.
    if column.field != "effective_from"
]


@pytest.mark.parametrize(("table", "column"), CELLS)
def test_a_column_fits_its_field(table, column):
    field = table.model._meta.get_field(column.field)
    kind = column.kind.of if isinstance(column.kind, Several) else column.kind
    stored = getattr(field, "base_field", field)

    if column.refers:
        assert stored.is_relation
    elif isinstance(kind, Choice) and stored.choices:
        assert set(kind.options) == {value for value, _ in stored.choices}
    elif isinstance(kind, Text):
        assert kind.max_length <= stored.max_length
    if not column.required and column.default is None and not isinstance(column.kind, Several):
        assert field.null or isinstance(field, models.CharField)


def test_faculty_roles_and_slots_are_those_of_people():
    assert set(FACULTY_ROLE.options) == set(Enrolment.FacultyRole.values)
    assert set(BY_FIELD["absences"].column("starts_at_slot").kind.options) == {"AM", "PM"}
    assert set(BY_FIELD["absences"].column("status").kind.options) == set(Absence.Status.values)


def test_names_fit_into_both_parts():
    person = BY_FIELD["people"].columns[0].kind

    assert isinstance(person, PersonName)
    assert person.longest_part == 80


def test_there_is_a_table_for_each_sheet_in_order():
    assert [table.name for table in tables()] == [sheet.field for sheet in SHEETS[1:]]
