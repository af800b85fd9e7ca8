"""Invented programs are whole, plausible, always the same, and nobody real."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import combinations

import pytest
from ortools.sat.python import cp_model

from scheduling.engine.academic_year import Span, rotation_periods, year_span
from scheduling.engine.rules.leave_at_once import LeaveAtOnce
from scheduling.program_file.arithmetic import shortages
from scheduling.program_file.reading import read_program
from scheduling.program_file.sample import KINDS, make
from scheduling.program_file.twin import write_json

YEAR = 2026
SIZES = {"tiny": ([2, 2, 2], 4), "fm24": ([8, 8, 8], 12), "im80": ([27, 27, 26], 30)}


@pytest.fixture(scope="module", params=KINDS)
def program(request):
    return make(request.param, 1, YEAR)


@pytest.fixture(scope="module")
def fm24():
    return make("fm24", 1, YEAR)


@pytest.mark.parametrize("kind", KINDS)
def test_a_program_has_its_size(kind):
    program = make(kind, 3, YEAR)
    pgys = Counter(enrolment.pgy for enrolment in program.enrolments)

    assert ([pgys[1], pgys[2], pgys[3]], pgys[None]) == SIZES[kind]
    assert len(program.people) == len(program.enrolments)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_program_and_another_another(kind):
    assert make(kind, 5, YEAR) == make(kind, 5, YEAR)
    assert make(kind, 5, YEAR).people != make(kind, 6, YEAR).people


@pytest.mark.parametrize("year", [2025, 2027, 2028])
@pytest.mark.parametrize(
    ("kind", "seed"), [("tiny", 1), ("tiny", 2), ("fm24", 1), ("fm24", 2), ("im80", 1)]
)
def test_any_seed_and_year_gives_a_program_without_a_problem(kind, year, seed):
    """Years with blocks 0 of two days, of none, and of five."""
    program = make(kind, seed, year)

    assert shortages(program) == []
    assert read_program(write_json(program)).problems == ()


def test_people_are_invented_and_told_apart(program):
    emails = {person.email for person in program.people}

    assert len(emails) == len({p.last_name for p in program.people}) == len(program.people)
    assert {email.partition("@")[2] for email in emails} == {f"{program.program.slug}.example.org"}
    assert all(
        person.phone.startswith("555-01") or person.phone.startswith("555-02")
        for person in program.people
    )


def test_nobody_is_in_two_invented_programs():
    people = [person.email for kind in KINDS for person in make(kind, 1, YEAR).people]

    assert len(set(people)) == len(people)


def test_credentials_run_out_as_they_should(program):
    on = year_span(YEAR).starts_on
    left = [(credential.expires_on - on).days for credential in program.credentials]

    assert sum(days < 0 for days in left) == 1
    assert sum(0 <= days < 30 for days in left) == 5


def test_credentials_run_out_as_seen_on_a_day():
    on = date(2026, 11, 1)
    left = [(c.expires_on - on).days for c in make("fm24", 1, YEAR, on=on).credentials]

    assert sum(days < 0 for days in left) == 1
    assert sum(0 <= days < 30 for days in left) == 5


def test_balances_of_call_add_up_to_nothing(program):
    for call in program.call_types:
        rows = [row for row in program.call_history if row.call_type == call.code]
        assert (sum(row.nights for row in rows), sum(row.sundays for row in rows)) == (0, 0)


def leave_of(program):
    by_person = {}
    for request in program.requests:
        if request.kind == "leave":
            by_person.setdefault(request.person, []).append(request)
    return by_person


def test_every_resident_ranks_weeks_of_leave_from_monday_to_sunday(program):
    residents = {e.person for e in program.enrolments if e.pgy}
    ranked = leave_of(program)

    assert set(ranked) == residents
    for requests in ranked.values():
        assert [request.rank for request in requests] == list(range(1, len(requests) + 1))
        assert {request.starts_on.isoweekday() for request in requests} == {1}
        assert {request.ends_on - request.starts_on for request in requests} == {timedelta(days=6)}
        assert len({request.starts_on for request in requests}) == len(requests)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(1, 4))
def test_everybody_can_have_their_weeks_with_few_of_a_pgy_away_at_once(kind, seed):
    """As many of the weeks they ask for as are due, one in a block, absences counted."""
    program = make(kind, seed, YEAR)
    periods = rotation_periods(YEAR, program.program.block_calendar)
    pgy = {e.person: e.pgy for e in program.enrolments if e.pgy}
    sizes, due = Counter(pgy.values()), program.program.leave_weeks_per_year
    model = cp_model.CpModel()
    in_week, in_block = defaultdict(list), defaultdict(list)
    for person, requests in leave_of(program).items():
        given = {request: model.new_bool_var("") for request in requests}
        model.add(sum(given.values()) == due)
        for request, is_given in given.items():
            in_week[pgy[person], request.starts_on].append(is_given)
            for number in blocks_touched(periods, request):
                in_block[person, number].append(is_given)
    for (level, monday), several in in_week.items():
        room = max(1, sizes[level] * LeaveAtOnce().percent // 100)
        days = Span(monday, monday + timedelta(days=6))
        model.add(sum(several) <= room - most_away(program, pgy, level, days))
    for several in in_block.values():
        model.add_at_most_one(several)

    assert cp_model.CpSolver().solve(model) == cp_model.OPTIMAL


def most_away(program, pgy, level, days):
    """How many of a PGY have an approved absence on the same day."""
    away = [a for a in program.absences if pgy.get(a.person) == level and a.status == "approved"]
    return max(sum(a.starts_on <= day <= a.ends_on for a in away) for day in days.days())


def test_more_ask_for_thanksgiving_than_can_have_it(fm24):
    pgy = {e.person: e.pgy for e in fm24.enrolments}
    asked = Counter(
        pgy[request.person]
        for requests in leave_of(fm24).values()
        for request in requests
        if request.starts_on == date(2026, 11, 23)
    )

    assert max(asked.values()) > 2


def blocks_touched(periods, request):
    return {
        block.number
        for block in periods
        if block.starts_on <= request.ends_on and request.starts_on <= block.ends_on
    }


def test_enough_weeks_of_leave_lie_in_blocks_of_their_own(program):
    periods = rotation_periods(YEAR, program.program.block_calendar)
    due = program.program.leave_weeks_per_year

    for requests in leave_of(program).values():
        blocks = [blocks_touched(periods, request) for request in requests]
        assert any(
            all(not one & other for one, other in combinations(chosen, 2))
            for chosen in combinations(blocks, due)
        )


def test_the_holidays_are_wished_for_most(fm24):
    weeks = Counter(r.starts_on for requests in leave_of(fm24).values() for r in requests)

    assert {week for week, _ in weeks.most_common(3)} & {
        date(2026, 12, 21),
        date(2026, 12, 28),
        date(2026, 11, 23),
    }


def test_nobody_is_away_while_wishing_for_leave(program):
    for requests in leave_of(program).values():
        for request in requests:
            assert not [
                absence
                for absence in program.absences
                if absence.person == request.person
                and absence.starts_on <= request.ends_on
                and request.starts_on <= absence.ends_on
            ]


def test_some_absences_are_not_approved_and_two_are_long(fm24):
    statuses = Counter(absence.status for absence in fm24.absences)
    lengths = sorted((a.ends_on - a.starts_on).days + 1 for a in fm24.absences)

    assert 1 <= statuses["requested"] + statuses["denied"] <= 0.2 * len(fm24.absences)
    assert lengths[-2:] == [26, 123]


def test_family_medicine_has_the_services_and_calls_it_needs(fm24):
    assert [call.code for call in fm24.call_types] == ["RC-S", "RC-J", "FC"]
    assert sum(rotation.kind == "faculty" for rotation in fm24.rotations) == 3
    assert sum(bool(rotation.first_half) for rotation in fm24.rotations) == 1
    assert sum(item.after is not None for item in fm24.curriculum) == 3
    assert {item.first_block for item in fm24.curriculum} == {None, 3}
