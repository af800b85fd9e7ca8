"""Programs whose residents take turns in the clinic, 4+1 and 6+2: invented, solved and checked."""

from collections import defaultdict

import pytest

from scheduling.bridge.clinic_weeks import ClinicWeeks, weeks_of
from scheduling.bridge.problems import version_parts, year_parts
from scheduling.bridge.rows import rows_of
from scheduling.bridge.rules import rules_of
from scheduling.bridge.source import Source
from scheduling.bridge.timeline import Timeline
from scheduling.engine.academic_year import Span, year_span
from scheduling.engine.check import check
from scheduling.engine.options import Options
from scheduling.engine.problem import Kind, Roster
from scheduling.engine.rules import to_solve
from scheduling.engine.solve import solve
from scheduling.models import AcademicYear, Assignment
from scheduling.program_file.arithmetic import shortages
from scheduling.program_file.reading import read_program
from scheduling.program_file.sample import make
from scheduling.program_file.sample.make import GROUPS
from scheduling.program_file.twin import write_json
from scheduling.services.load_program import load_program
from scheduling.services.versions import open_draft
from tests.factories.people import UserFactory
from tests.scheduling.small_program import AT

ONE = Options(workers=1, seconds=60, deterministic=2)
KINDS = (Kind.ROTATION, Kind.LEAVE)
YEAR = 2026
OF_THE_YEAR = {"coverage", "capacity", "placement", "rotation-quota", "leave", "leave-share"}


@pytest.mark.parametrize("kind", GROUPS)
def test_its_workbook_has_no_problem_and_groups_are_alike(kind):
    program = make(kind, 1, YEAR)
    groups = defaultdict(set)
    for enrolment in program.enrolments:
        if enrolment.pgy:
            groups[enrolment.clinic_group].add(enrolment.pgy)

    assert shortages(program) == []
    assert read_program(write_json(program)).problems == ()
    assert list(groups.values()) == [{1, 2, 3}] * {"im4+1": 5, "im6+2": 4}[kind]


@pytest.mark.parametrize("kind", GROUPS)
def test_its_year_is_solved_with_every_group_in_the_clinic_in_its_weeks(db, kind):
    owner = UserFactory(is_superuser=True, is_staff=True)
    load_program(make(kind, 1, YEAR), by=owner, at=AT)
    draft = open_draft(AcademicYear.objects.get(), by=owner, at=AT)
    days = year_span(YEAR)
    parts, source = _solved(draft, days)

    broken = check(parts.problem(), Roster(parts.fixed), rules_of(source.program, AT.date()))

    # Nobody has planned call yet.
    told = [b.message for b in broken.violations if b.rule.code in OF_THE_YEAR]
    assert [message for message in told if not message.startswith("RC on ")] == []
    clinic = _in_clinic(source)
    weeks = list(weeks_of(source, days))
    assert all(len(clinic[week]) <= 1 for week in weeks)
    groups = {enrolment.clinic_group for enrolment in source.residents}
    assert set().union(*clinic.values()) == groups


def _solved(draft, days: Span):
    source = Source(draft)
    parts = year_parts(source, days)
    result = solve(parts.problem(), to_solve(rules_of(source.program, AT.date()), KINDS), ONE)
    assert result.roster is not None
    Assignment.objects.bulk_create(rows_of(parts, result.roster, draft, KINDS, days))
    again = Source(draft)
    return version_parts(again), again


def _in_clinic(source: Source) -> dict[Span, set[int | None]]:
    """Of each week, the groups of which somebody is in the clinic."""
    timeline, weeks = Timeline(source), ClinicWeeks(source)
    found = defaultdict(set)
    for enrolment in source.residents:
        for week in weeks.of(enrolment):
            segment = timeline.on(enrolment.person_id, week.starts_on)
            assert segment is not None
            if segment.rotation == weeks.rotation:
                found[week].add(enrolment.clinic_group)
            else:
                assert segment.rotation.kind == "night"
    return found
