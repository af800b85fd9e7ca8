"""Several schedules to choose from: nothing is in the draft until one is chosen."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from people.models import Role
from scheduling.engine.files import roster_from_json
from scheduling.models import SolverRun
from scheduling.queries.comparison import compare
from scheduling.services.alternatives import choose_alternative
from scheduling.services.solve import request_solve
from tests.factories.people import AbsenceFactory
from tests.factories.scheduling import (
    AlternativeFactory,
    CurriculumItemFactory,
    RotationFactory,
    SolverRunFactory,
)
from tests.scheduling.small_program import AT

YEAR = SolverRun.Scope.YEAR


def done(version):
    return {(row.person_id, row.code, row.starts_on) for row in version.assignments.rotations()}


def written(alternative):
    """What the schedule would put in the draft."""
    found = (duty.split("|") for _, duty in roster_from_json(alternative.pairs).pairs)
    return sorted((code, day) for _, code, day in found)


def test_several_are_found_compared_and_one_after_the_other_chosen(small, chief, solve):
    wards = RotationFactory(program=small.program, code="WARD", pgys=[1])
    CurriculumItemFactory(rotation=wards, minimum_halves=0)

    run = solve(YEAR, schedules=2, apart_percent=30, seconds=6)

    assert (run.status, run.message) == (
        "solved",
        "2 schedules were found. None is in the draft until one is chosen.",
    )
    assert done(run.version) == set()
    found = compare([run], 4)
    assert [column.title for column in found.columns] == ["Schedule 1", "Schedule 2"]
    lines = {line.name: line for section in found.sections for line in section.lines}
    assert {value.text for value in lines["Rules that must hold and do not"].values} == {"0"}
    first, second = lines["Done by others than in schedule 1, percent"].values
    assert first.text == "itself"
    assert int(second.text) >= 30

    for number in (2, 1):
        choose_alternative(run, number, by=chief, at=AT)
        chosen = run.alternatives.get(chosen_at__isnull=False)
        assert (chosen.number, chosen.chosen_by) == (number, chief)
        assert sorted((c, str(d)) for _, c, d in done(run.version)) == written(chosen)

    away = date(2026, 9, 7)
    AbsenceFactory(
        program=small.program,
        person=small.residents[0],
        approved=True,
        starts_on=away,
        ends_on=away,
    )
    with pytest.raises(ValidationError) as refusal:
        choose_alternative(run, 2, by=chief, at=AT)
    assert refusal.value.code == "changed"


def test_where_there_is_no_other_that_is_said(small, solve):
    run = solve(YEAR, schedules=3, seconds=6)

    assert run.message == (
        "1 schedule was found; no further one is as good and as different. None is in the draft "
        "until one is chosen."
    )


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"schedules": 5}, "5 schedules were asked for; it may be 1 to 4."),
        ({"apart_percent": 0}, "0 percent apart was asked for; it may be 1 to 100."),
        ({"slack_percent": 101}, "101 percent dearer was allowed; it may be 0 to 100."),
    ],
)
def test_what_cannot_be_asked_of_several_is_refused(small, chief, asked, words):
    with pytest.raises(ValidationError) as refusal:
        request_solve(small.year, YEAR, by=chief, at=AT, **asked)

    assert refusal.value.messages == [words]


def test_only_what_is_there_is_chosen_and_only_by_those_who_plan(small, draft, chief):
    run = SolverRunFactory(version=draft)

    assert refusal_of(run, 1, chief) == "This solve has no schedules to choose from."
    AlternativeFactory(run=run)
    assert refusal_of(run, 2, chief) == "There is no schedule 2; there are 1."
    with pytest.raises(PermissionDenied):
        choose_alternative(run, 1, by=small.user(Role.Kind.RESIDENT), at=AT)


def refusal_of(run, number, by):
    with pytest.raises(ValidationError) as refusal:
        choose_alternative(run, number, by=by, at=AT)
    return " ".join(refusal.value.messages)
