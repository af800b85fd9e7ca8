"""Several rows are changed alike: looked at, all or nothing, and taken back as a whole."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from people.models import Enrolment, JointChange
from people.services.joint_changes import change_together, preview_together, undo_together
from tests.factories.people import EnrolmentFactory, ProgramFactory, RoleFactory

pytestmark = pytest.mark.django_db

AT = datetime(2025, 12, 1, 12, tzinfo=UTC)
KIND = "people.enrolment"


@pytest.fixture
def program():
    return ProgramFactory(name="Cedar")


@pytest.fixture
def coordinator(program):
    return RoleFactory(program=program, kind="coordinator").user


@pytest.fixture
def rows(program):
    return [EnrolmentFactory(program=program, clinic_max=n) for n in (2, 3, 4)]


def held() -> list[tuple[int, date | None]]:
    return list(Enrolment.objects.order_by("pk").values_list("clinic_max", "ends_on"))


def test_rows_are_looked_at_changed_and_taken_back(rows, coordinator):
    values = {"clinic_max": "4", "ends_on": "2026-03-31"}
    before = held()

    preview = preview_together(KIND, rows, values, by=coordinator, at=AT)
    first = preview.changes[0]
    assert [(d.name, d.before, d.after) for d in first.differences] == [
        ("clinic max", "2", "4"), ("ends on", "–", "2026-03-31"),  # noqa: RUF001
    ]  # fmt: skip
    assert held() == before

    made = change_together(KIND, rows, values, by=coordinator, at=AT)
    assert held() == [(4, date(2026, 3, 31))] * 3
    undo_together(made, by=coordinator, at=AT)
    assert held() == before
    with pytest.raises(ValidationError, match="taken back already"):
        undo_together(made, by=coordinator, at=AT)


def test_one_row_that_may_not_be_so_keeps_all_as_they_are(rows, coordinator):
    rows[2].clinic_min = 3
    rows[2].save()
    before = held()

    preview = preview_together(KIND, rows, {"clinic_max": 2}, by=coordinator, at=AT)
    with pytest.raises(ValidationError, match="cannot exceed the most"):
        change_together(KIND, rows, {"clinic_max": 2}, by=coordinator, at=AT)

    assert (len(preview.changes), len(preview.refused), preview.unchanged) == (2, 1, 1)
    assert held() == before
    assert not JointChange.objects.exists()


def test_what_was_changed_since_is_named_and_nothing_is_taken_back(rows, coordinator):
    made = change_together(KIND, rows, {"clinic_max": 6}, by=coordinator, at=AT)
    Enrolment.objects.filter(pk=rows[0].pk).update(clinic_max=5)

    with pytest.raises(ValidationError) as refusal:
        undo_together(made, by=coordinator, at=AT)

    assert refusal.value.messages == [f"Changed since, so that nothing is taken back: {rows[0]}."]
    assert [most for most, _ in held()] == [5, 6, 6]


def test_refusals_name_the_field_the_program_and_the_limit(rows, coordinator):
    elsewhere = EnrolmentFactory()

    def refusal(chosen: object, **values: object) -> str:
        with pytest.raises((ValidationError, PermissionDenied)) as heard:
            change_together(KIND, chosen, values, by=coordinator, at=AT)
        return " ".join(getattr(heard.value, "messages", [str(heard.value)]))

    assert refusal(rows, pgy=2).endswith("not pgy.")
    assert refusal(rows, ends_on="soon").startswith("ends on: “soon” value has an invalid date")
    assert refusal([], clinic_max=1) == "Choose 1 to 500 rows; these are 0."
    assert refusal([*rows, elsewhere], clinic_max=1).startswith("You may not change the people")
