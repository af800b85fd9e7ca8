"""What can be done about a clash: forms that are filled in, for those who may use them."""

from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from scheduling.engine.clash import (
    Change,
    Clash,
    Explanation,
    Member,
    Price,
    explanation_to_json,
)
from scheduling.queries.ways_out import ways_out
from tests.factories.scheduling import ScheduleFactory, ScheduleVersionFactory, SolverRunFactory
from tests.scheduling.small_program import small_program

DAYS = (date(2026, 7, 2), date(2026, 7, 29))


def member(rule: str, *, person: str | None = None, message: str = "", bound: int = 0) -> Member:
    price = Price((Change("", bound, bound + 1, is_least=False),), enough=True)
    return Member(
        rule, rule, "Program policy", person, "Rowan A." if person else "", *DAYS, (), (1,),
        message, price, needed=True,
    )  # fmt: skip


@pytest.fixture
def small(db):
    return small_program()


@pytest.fixture
def run(small):
    ada = str(small.residents[0].pk)
    clash = Clash(
        (
            member("coverage", message="FM: too few people."),
            member("night-run", person=ada, bound=6),
            member("day-off", person=ada),
        )
    )
    version = ScheduleVersionFactory(
        schedule=ScheduleFactory(program=small.program, academic_year=small.year)
    )
    told = explanation_to_json(Explanation((clash,), complete=True))
    return SolverRunFactory(
        version=version, status="infeasible", result={"explanation": told},
        finished_at=datetime(2026, 7, 1, tzinfo=UTC),
    )  # fmt: skip


def test_each_member_leads_to_what_relaxes_it(small, run):
    found = ways_out(run, lambda action: True)[0].members

    told = [[way.words for way in each.ways] for each in found]
    assert told == [["Change FM", "Waive it"], ["Change the rule", "Waive it"], []]
    waiver = urlparse(found[1].ways[1].url)
    assert parse_qs(waiver.query) == {
        "program": [str(small.program.pk)],
        "code": ["night-run"],
        "person": [str(small.residents[0].pk)],
        "parameters": ['{"nights": 7}'],
        "starts_on": ["2026-07-02"],
        "ends_on": ["2026-07-29"],
    }
    assert ways_out(run, lambda action: False)[0].members[0].ways == ()


def test_forms_are_filled_in_for_those_who_may(small, run, client):
    page = f"/admin/scheduling/solverrun/{run.pk}/change/"
    client.force_login(small.user("chief"))
    assert b"Change the rule" not in client.get(page).content

    client.force_login(small.user("director"))
    shown: Any = client.get(page).context["clashes"][0].members[1].ways
    waiver = client.get(shown[1].url).context["adminform"].form
    assert waiver.initial["parameters"] == {"nights": 7}
    assert waiver.initial["code"] == "night-run"
    chosen = {"program": small.program.pk, "code": "night-run", "effective_from": "2026-07-01"}
    rule = client.post(shown[0].url, chosen, follow=True).context["adminform"].form
    assert rule.fields["parameter_nights"].initial == "7"
