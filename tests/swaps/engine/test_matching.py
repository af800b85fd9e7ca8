"""Whom to ask: what could be traded, what follows from it, and in which order it is offered."""

import pytest

from scheduling.engine.problem import Preference, Quota, Roster
from scheduling.engine.rules import Eligibility, OneThing, Placement
from swaps.engine.cycles import rings_through
from swaps.engine.floor import Floor
from swaps.engine.judge import Judge
from swaps.engine.matching import Matchmaker, Question
from swaps.engine.ranking import Past, Scene, Weights
from swaps.engine.trade import Leg, Manner, Trade
from tests.scheduling.engine.builders import away, problem, resident, roster, rotation

from .ward import RULES, floor, half, night

ADA, BEA, CY, DOT = (resident(name) for name in ("ada", "bea", "cy", "dot"))
EVERYBODY = (ADA, BEA, CY, DOT)


def judged(ward, *legs):
    trade = Trade(tuple(Leg(giver.id, taker.id, duty.id) for giver, taker, duty in legs))
    judge = Judge(ward, RULES, [trade])
    return judge.measured(judge.judge(trade))


def matches(ward, holding, *, others=None, scene=None, **asked):
    """Of a question that lets everybody else be asked, for any of their calls."""
    asker, duty = holding
    held = [(p, d) for p, calls in ward.calls.items() for d in calls if p != asker.id]
    question = Question(
        (asker.id, duty.id),
        tuple(held if others is None else others),
        frozenset(p.id for p in ward.problem.people if p != asker),
        **asked,
    )
    return Matchmaker(ward, RULES, question, scene or Scene(ward.problem)).find()


def shape(match):
    return [(leg.giver, leg.taker, leg.duty) for leg in match.trade.legs]


def test_whoever_takes_a_call_is_free_after_it_and_whoever_gives_it_works_again():
    ward = floor(EVERYBODY, {0: ADA, 3: BEA})

    found = judged(ward, (ADA, BEA, night(0)), (BEA, ADA, night(3)))

    assert found.allowed, [broken.message for broken in found.against]
    gone = {(n, code, who) for n, code, who in _half_days(found.way.remove)}
    come = {(n, code, who) for n, code, who in _half_days(found.way.add)}
    assert gone == {(1, "PC", "ada"), (1, "C", "bea"), (4, "PC", "bea"), (4, "C", "ada")}
    assert come == {(1, "C", "ada"), (1, "PC", "bea"), (4, "C", "bea"), (4, "PC", "ada")}


def _half_days(pairs):
    for person, duty in pairs:
        code, number, *_ = duty.split("-")
        if code != "call":
            yield int(number), code, person


def test_what_gets_worse_for_anybody_is_said_with_the_sum_it_comes_to():
    ward = floor(EVERYBODY, {0: ADA, 2: BEA, 4: CY}, gap=2)

    found = judged(ward, (ADA, BEA, night(0)))

    assert not found.allowed
    assert [broken.person for broken in found.against] == ["bea"]
    hours = {m.person: (m.before, m.after) for m in found.arithmetic if m.rule == "weekly-hours"}
    # A night of 14 hours is traded for a day of clinic of 8.
    assert hours["ada"][1] - hours["ada"][0] == -360
    assert hours["bea"][1] - hours["bea"][0] == 360


def test_half_days_are_exchanged_where_both_patterns_allow_it():
    ward = floor(EVERYBODY, {}, admin=frozenset({"ada"}))

    given = judged(ward, (ADA, BEA, half(1, "AM")))

    assert ("ada", "ADM-1-AM") in given.way.add
    assert ("ada", "C-1-AM") in given.way.remove


def test_rotations_are_exchanged_with_what_is_done_in_their_blocks():
    """Ada does ICU first and Bea second: who takes the other's gives what they had at that time."""
    icu, elective = (
        {n: rotation(code, 28 * n, 28 * n + 27) for n in (0, 1)} for code in ("ICU", "ELEC")
    )
    halves = [*icu.values(), *elective.values()]
    asked = problem(
        [ADA, BEA],
        halves,
        candidates=frozenset(),
        fixed=roster((ADA, icu[0]), (ADA, elective[1]), (BEA, elective[0]), (BEA, icu[1])).pairs,
        quotas=[
            Quota("placement", p.id, {icu[n].id: 1, elective[n].id: 1}, 1, 1, f"block {n}")
            for p in (ADA, BEA)
            for n in (0, 1)
        ],
    )
    question = Question(("ada", icu[0].id), (("bea", icu[1].id),), frozenset({"bea"}), gifts=False)

    rules = [Eligibility(), OneThing(), Placement()]
    [match] = Matchmaker(Floor(asked), rules, question, Scene(asked)).find().found

    after = Roster(asked.fixed).changed(add=match.judged.way.add, remove=match.judged.way.remove)
    assert after == roster((ADA, elective[0]), (ADA, icu[1]), (BEA, icu[0]), (BEA, elective[1]))
    assert match.trade.manner == Manner.EXCHANGE


def test_a_duty_is_matched_with_gifts_exchanges_and_rings():
    """Cy is away in the night that Ada gives; Dot's call is too near to it for her."""
    ward = floor(EVERYBODY, {0: ADA, 5: BEA, 8: CY, 1: DOT}, away=[away(CY, 0, 0)])

    found = matches(ward, (ADA, night(0)))

    manners = {match.trade.manner for match in found.found}
    takers = {leg.taker for m in found.found for leg in m.trade.legs if leg.giver == "ada"}
    assert manners == {Manner.GIFT, Manner.EXCHANGE, Manner.CYCLE}
    assert takers == {"bea", "dot"}
    assert [("dot", "ada", "call-1"), ("ada", "dot", "call-0")] in [
        sorted(shape(m), reverse=True) for m in found.found if len(m.trade.legs) == 2
    ]
    assert found.cannot == {}
    nobody_else = matches(ward, (ADA, night(0)), others=[], longest=2)
    assert nobody_else.cannot["cy"].startswith("Cy is on leave")
    assert "Dot" in nobody_else.cannot["dot"]


def test_whose_calls_are_too_close_already_may_trade_for_one_that_is_less_close():
    """Ada's calls lie two nights apart, and three are asked for; a third night is better."""
    ward = floor((ADA, BEA), {0: ADA, 2: ADA, 3: BEA}, gap=3)

    found = matches(ward, (ADA, night(2))).found

    assert [("bea", "ada", "call-3"), ("ada", "bea", "call-2")] in [
        sorted(shape(match), reverse=True) for match in found
    ]
    assert matches(ward, (BEA, night(3)), others=[]).cannot["ada"]


def test_rings_are_found_where_no_two_suit_each_other():
    """Bea could take Ada's night, and Ada could take Cy's, but nobody the other way round."""
    ward = floor(
        (ADA, BEA, CY),
        {0: ADA, 4: BEA, 8: CY},
        away=[away(ADA, 4, 5), away(BEA, 8, 9), away(CY, 0, 1)],
    )

    found = matches(ward, (ADA, night(0)), gifts=False)

    assert [sorted(shape(match)) for match in found.found] == [
        [("ada", "bea", "call-0"), ("bea", "cy", "call-4"), ("cy", "ada", "call-8")]
    ]


def test_those_who_want_what_they_would_get_are_asked_first():
    wishes = [
        Preference("bea", (night(0).id,), 5, label="no call"),
        Preference("cy", (night(7).id,), 5, label="no call"),
    ]
    ward = floor(EVERYBODY, {0: ADA, 6: BEA, 7: CY, 9: DOT}, preferences=wishes)

    scene = Scene(ward.problem, unwanted=frozenset({("dot", night(9).id)}))
    found = matches(ward, (ADA, night(0)), scene=scene, gifts=False, longest=2)

    assert [match.trade.legs[0].giver for match in found.found] == ["dot", "cy", "bea"]
    wish = {f.name: f for f in found.found[0].score.factors}["wishes"]
    assert (wish.value, wish.reason) == (1.0, "Dot has offered what they would give.")
    assert sum(f.weight for f in found.found[0].score.factors) == 100


def test_refusals_of_before_count_against_and_favors_owed_count_for():
    ward = floor(EVERYBODY, {0: ADA, 6: BEA, 7: CY, 9: DOT})
    past = {("ada", "bea"): Past(declined=2), ("ada", "cy"): Past(owed=1)}

    found = matches(ward, (ADA, night(0)), scene=Scene(ward.problem, past=past), others=[])

    points = {m.trade.legs[0].taker: m.score.points for m in found.found}
    assert sorted(points, key=points.get) == ["bea", "dot", "cy"]
    owed = next(m for m in found.found if m.trade.legs[0].taker == "cy").score.factors[3]
    assert owed.reason == "Cy owes you a favor."


def test_a_gift_that_evens_the_counts_out_is_fair():
    ward = floor((ADA, BEA, CY), {0: ADA, 4: ADA, 8: ADA, 11: BEA})

    [bea, cy] = sorted(
        matches(ward, (ADA, night(4)), others=[]).found, key=lambda m: m.trade.legs[0].taker
    )

    fairness = [{f.name: f for f in m.score.factors}["fairness"] for m in (bea, cy)]
    assert [f.reason for f in fairness] == ["It evens out nights."] * 2


@pytest.mark.parametrize(
    ("takes", "expected"),
    [
        ({"a": "b", "b": "a"}, ["ab"]),
        ({"a": "b", "b": "c", "c": "a"}, ["abc"]),
        ({"a": "bc", "b": "cd", "c": "d", "d": "a"}, ["abd", "acd", "abcd"]),
        ({"a": "b", "b": "c", "c": "d", "d": "e", "e": "a"}, []),
        ({"a": "", "b": "a"}, []),
    ],
)
def test_rings_are_found_once_the_shortest_first(takes, expected):
    graph = {node: dict.fromkeys(others) for node, others in takes.items()}

    assert ["".join(ring) for ring in rings_through("a", graph)] == expected


def test_trades_that_are_none_are_refused():
    with pytest.raises(ValueError, match="trades with themselves"):
        Trade((Leg("ada", "ada", "call-0"),))
    with pytest.raises(ValueError, match="to one person only"):
        Trade((Leg("ada", "bea", "call-0"), Leg("ada", "cy", "call-0")))
    with pytest.raises(ValueError, match="not a hundred"):
        Weights(wishes=90)
