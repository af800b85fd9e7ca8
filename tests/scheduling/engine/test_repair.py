"""Repairs of small rosters whose best answer can be seen by eye."""

from dataclasses import replace
from random import Random

import pytest

from scheduling.engine.check import compare
from scheduling.engine.hole import Hole, lost_to_absence
from scheduling.engine.options import Options
from scheduling.engine.problem import Demand, Pool, Preference, Quota, Work
from scheduling.engine.repair import repair
from scheduling.engine.repair_words import Teller
from scheduling.engine.rules import Tier, defaults
from scheduling.engine.ways import Manner
from tests.scheduling.engine.builders import (
    away,
    call,
    clinic,
    duty,
    moment,
    problem,
    resident,
    roster,
    span,
)

ANN, BEA, CAM, DEE = (resident(name) for name in ("ann", "bea", "cam", "dee"))
QUICK = Options(seconds=10, workers=1)


def hole(asked, standing, *, lost=None, now=0, frozen=0, notice=0, **fields):
    """Somebody is away, or something is lost outright."""
    asks = replace(asked, published=standing.pairs)
    return Hole(
        problem=asks,
        lost=lost_to_absence(asks) if lost is None else lost,
        now=moment(now, 0),
        frozen_until=moment(frozen, 0),
        notice_until=moment(notice, 0),
        **fields,
    )


def needs(*duties, low=1):
    return [Demand((each.id,), low, low, label=each.label) for each in duties]


def mended(asks, **kwargs):
    return repair(asks, defaults(), QUICK, **kwargs)


def one_night(people=(ANN, BEA, CAM), **fields):
    night = call(0)
    asked = problem(people, [night], demands=needs(night), **fields)
    return hole(asked, roster((ANN, night)), lost=frozenset({(ANN.id, night.id)}))


def test_lost_duty_is_taken_by_somebody_else():
    found = mended(one_night())

    first = found.ways[0]
    assert first.add == {("bea", "call-0")} or first.add == {("cam", "call-0")}
    assert first.remove == {("ann", "call-0")}
    assert (first.manner, first.shortage, len(first.touched), first.changes) == (
        Manner.DIRECT,
        0,
        1,
        1,
    )


def test_each_way_is_by_other_people():
    found = mended(one_night())

    assert {way.touched for way in found.ways} == {("bea",), ("cam",)}
    assert found.proven


def test_nobody_left_is_said_and_not_infeasible():
    """T1: with both of the two who can do it gone, one stays open."""
    found = mended(one_night(people=(ANN,)))

    assert [way.manner for way in found.ways] == [Manner.NOTHING]
    assert found.ways[0].shortage == found.least_shortage == 100
    assert found.proven


def test_slot_shared_by_two_is_lost_only_with_both():
    """T2: A and B share a slot, C and D each have one that nobody else can do."""
    slots = [clinic(number) for number in range(3)]
    can = frozenset([("ann", "C-0-AM"), ("bea", "C-0-AM"), ("cam", "C-1-AM"), ("dee", "C-2-AM")])
    asked = problem((ANN, BEA, CAM, DEE), slots, candidates=can, demands=needs(*slots))
    standing = roster((ANN, slots[0]), (CAM, slots[1]), (DEE, slots[2]))

    def shortage(*gone):
        absent = replace(asked, away=tuple(away(p, 0, 6, planned=False) for p in gone))
        asks = replace(absent, published=standing.pairs)
        if not lost_to_absence(asks):
            return 0
        return mended(hole(absent, standing)).least_shortage // 100

    assert [shortage(p) for p in (ANN, BEA, CAM, DEE)] == [0, 0, 1, 1]
    pairs = [(ANN, BEA), (ANN, CAM), (ANN, DEE), (BEA, CAM), (BEA, DEE), (CAM, DEE)]
    assert [shortage(*pair) for pair in pairs] == [1, 1, 1, 1, 1, 2]


@pytest.mark.parametrize("gone", [ANN, BEA, CAM])
def test_three_for_three_leaves_one_open(gone):
    """T3: X, Y and Z need one each; P1 can X, P2 X and Y, P3 Y and Z."""
    x, y, z = (clinic(0, code=code) for code in "XYZ")
    can = frozenset((p.id, d.id) for p, d in ((ANN, x), (BEA, x), (BEA, y), (CAM, y), (CAM, z)))
    asked = problem(
        (ANN, BEA, CAM), (x, y, z), candidates=can, demands=needs(x, y, z), away=[away(gone, 0, 0)]
    )

    found = mended(hole(asked, roster((ANN, x), (BEA, y), (CAM, z))))

    assert found.least_shortage == 100


def test_chain_where_nobody_can_take_over_directly():
    """T4: P1 on X, P2 on Y, P3 idle; only P2 can X, and P3 can Y."""
    x, y = clinic(0, code="X"), clinic(0, code="Y")
    can = frozenset((p.id, d.id) for p, d in ((ANN, x), (BEA, x), (BEA, y), (CAM, y)))
    asked = problem((ANN, BEA, CAM), (x, y), candidates=can, demands=needs(x, y))
    asked = replace(asked, away=(away(ANN, 0, 0),))

    found = mended(hole(asked, roster((ANN, x), (BEA, y))))

    first = found.ways[0]
    assert (first.shortage, first.touched, first.manner) == (0, ("bea", "cam"), Manner.CHAIN)
    assert first.add == {("bea", x.id), ("cam", y.id)}
    assert first.remove == {("ann", x.id), ("bea", y.id)}


@pytest.mark.parametrize(("with_rest", "shortage"), [(True, 100), (False, 0)])
def test_rest_keeps_the_only_substitute_from_helping(with_rest, shortage):
    """T5: who could take over works the night before."""
    before, lost = call(0), duty("day-1", "day", 1, 8, 20)
    asked = problem((ANN, BEA), (before, lost), demands=needs(lost))
    rules = [r for r in defaults() if with_rest or r.code in ("coverage", "one-thing")]
    asks = hole(asked, roster((BEA, before), (ANN, lost)), lost=frozenset({("ann", "day-1")}))
    asks = replace(asks, problem=replace(asks.problem, fixed=frozenset({("bea", "call-0")})))

    found = repair(asks, rules, QUICK)

    assert found.least_shortage == shortage


@pytest.mark.parametrize(("gone", "shortage"), [((ANN,), 2), ((ANN, BEA), 8)])
def test_six_days_each_are_not_enough_for_two_a_day(gone, shortage):
    """T6: two a day for a week, at most six days each, three people."""
    days = [duty(f"w-{number}", "w", number, 8, 17) for number in range(7)]
    asked = problem(
        (ANN, BEA, CAM),
        days,
        demands=needs(*days, low=2),
        quotas=[
            Quota("weekly-share", p.id, {d.id: 1 for d in days}, 0, 6) for p in (ANN, BEA, CAM)
        ],
        away=[away(p, 0, 6, planned=False) for p in gone],
    )
    off = {ANN: (0, 1), BEA: (2, 3, 4), CAM: (5, 6)}
    standing = roster(
        *((p, d) for p, free in off.items() for n, d in enumerate(days) if n not in free)
    )
    rules = [replace(r, weight=None) if r.code == "weekly-share" else r for r in defaults()]

    found = repair(hole(asked, standing), rules, QUICK)

    assert found.least_shortage == 100 * shortage


def test_frozen_cell_of_another_does_not_move():
    """The chain of T4, with the cell that it moves in the frozen days."""
    x, y = clinic(0, code="X"), clinic(0, code="Y")
    can = frozenset((p.id, d.id) for p, d in ((ANN, x), (BEA, x), (BEA, y), (CAM, y)))
    asked = problem((ANN, BEA, CAM), (x, y), candidates=can, demands=needs(x, y))
    asked = replace(asked, away=(away(ANN, 0, 0),))

    found = mended(hole(asked, roster((ANN, x), (BEA, y)), frozen=3))

    assert [way.manner for way in found.ways] == [Manner.NOTHING]


def test_lost_cell_in_the_frozen_days_is_filled():
    night = call(0)
    asked = problem((ANN, BEA), [night], demands=needs(night), away=[away(ANN, 0, 0)])

    found = mended(hole(asked, roster((ANN, night)), frozen=3, notice=7))

    assert found.ways[0].add == {("bea", "call-0")}
    assert found.ways[0].late == 1


def test_locked_cell_never_moves():
    x, y = clinic(0, code="X"), clinic(0, code="Y")
    asked = problem(
        (ANN, BEA, CAM),
        (x, y),
        candidates=frozenset((p.id, d.id) for p, d in ((ANN, x), (BEA, x), (BEA, y), (CAM, y))),
        fixed=frozenset({("bea", y.id)}),
        demands=needs(x, y),
        away=[away(ANN, 0, 0)],
    )

    found = mended(hole(asked, roster((ANN, x), (BEA, y))))

    assert [way.manner for way in found.ways] == [Manner.NOTHING]


def test_past_does_not_change():
    night = call(0)
    asked = problem((ANN, BEA), [night], demands=needs(night), away=[away(ANN, 0, 0)])

    found = mended(hole(asked, roster((ANN, night)), now=2))

    assert found.ways[0].manner == Manner.NOTHING


def test_changes_at_short_notice_count_more_than_people():
    """Bea could take over if her clinic of tomorrow moves; a chain of three later days is kinder."""
    lost, soon = clinic(5, code="X"), clinic(1, code="S")
    later = clinic(5, code="Y")
    can = {("bea", "X-5-AM"), ("bea", "S-1-AM"), ("cam", "S-1-AM"), ("cam", "X-5-AM")}
    asked = problem(
        (ANN, BEA, CAM, DEE),
        (lost, soon, later),
        candidates=frozenset(can | {("cam", "Y-5-AM"), ("dee", "Y-5-AM")}),
        demands=needs(lost, soon, later),
        quotas=[Quota("weekly-share", "bea", {"X-5-AM": 1, "S-1-AM": 1}, 0, 1)],
        away=[away(ANN, 5, 5)],
    )

    rules = [replace(r, weight=None) if r.code == "weekly-share" else r for r in defaults()]
    standing = roster((ANN, lost), (BEA, soon), (CAM, later))
    found = repair(hole(asked, standing, notice=3), rules, QUICK)

    assert (found.ways[0].late, found.ways[0].touched) == (0, ("cam", "dee"))


def test_who_is_on_backup_is_named_so():
    night = call(0)
    backup = call(0, name="backup", work=Work.NONE)
    asked = problem((ANN, BEA), [night, backup], demands=needs(night), away=[away(ANN, 0, 0)])

    found = mended(hole(asked, roster((ANN, night), (BEA, backup))))

    assert found.ways[0].manner == Manner.BACKUP


def test_swap_keeps_everybodys_count_of_calls():
    nights = [call(number) for number in (0, 10)]
    asked = problem((ANN, BEA), nights, demands=needs(*nights), away=[away(ANN, 0, 0)])

    found = mended(hole(asked, roster((ANN, nights[0]), (BEA, nights[1]))))

    swap = next(way for way in found.ways if way.manner == Manner.SWAP)
    assert swap.add == {("bea", "call-0"), ("ann", "call-10")}
    assert swap.remove == {("ann", "call-0"), ("bea", "call-10")}


@pytest.mark.parametrize("seed", range(4))
def test_exchange_is_as_good_as_with_everything_open(seed, monkeypatch):
    """Further away only the loser takes calls, which loses no exchange with one other person."""
    people, random = (ANN, BEA, CAM, DEE), Random(seed)
    nights = [call(number) for number in range(0, 28, 2)]
    gone = [away(who, day, day) for who in people for day in random.sample(range(4, 28), 6)]
    asked = problem(people, nights, demands=needs(*nights), away=[away(ANN, 0, 0), *gone])
    asks = hole(asked, roster((ANN, nights[0]), *((random.choice(people), n) for n in nights[1:])))
    asks = replace(asks, lost=frozenset({(ANN.id, nights[0].id)}))

    def exchange():
        return next((way for way in mended(asks).ways if way.manner == Manner.SWAP), None)

    found = exchange()
    monkeypatch.setattr(Hole, "traded", lambda self, _, reach: self.within(reach))
    best = exchange()

    assert found.rank[:4] == best.rank[:4]
    assert len(best.touched) == 1


def test_next_way_is_found_though_it_is_worse_in_what_counts_most():
    """Bea can do both alone; without her each of two takes one; then something stays open."""
    x, y = clinic(0, code="X"), clinic(0, "PM", code="Y")
    can = [(BEA, x), (BEA, y), (CAM, x), (DEE, y), (ANN, x), (ANN, y)]
    asked = problem(
        (ANN, BEA, CAM, DEE),
        (x, y),
        candidates=frozenset((who.id, what.id) for who, what in can),
        demands=needs(x, y),
        away=[away(ANN, 0, 0)],
    )

    found = mended(hole(asked, roster((ANN, x), (ANN, y))))

    assert [(way.touched, way.shortage, way.proven) for way in found.ways] == [
        (("bea",), 0, True),
        (("cam", "dee"), 0, True),
        (("dee",), 100, True),
    ]


def test_old_fault_is_neither_mended_nor_in_the_way():
    """Dee has two clinics at once already; that is not what was asked."""
    night, x, y = call(3), clinic(0, code="X", cell="0 AM"), clinic(0, code="Y", cell="0 AM")
    asked = problem((ANN, BEA, DEE), [night, x, y], demands=needs(night), away=[away(ANN, 3, 3)])
    standing = roster((ANN, night), (DEE, x), (DEE, y))

    found = mended(hole(asked, standing))

    assert found.ways[0].changes == 1
    assert not any(duty in (x.id, y.id) for _, duty in found.ways[0].remove)


@pytest.mark.parametrize(("hours", "shortage"), [(4, 0), (5, 100)])
def test_an_old_fault_may_be_made_up_of_other_duties_and_not_grow(hours, shortage):
    """Bea works a morning after call; what Ann loses may take its place if it is no longer."""
    night = call(0, frees_until=moment(1, 17))
    lost, other = duty("lost", "X", 1, 8, 8 + hours), clinic(1)
    can = frozenset((p.id, d.id) for p, d in ((BEA, lost), (BEA, other), (CAM, other)))
    asked = problem(
        (ANN, BEA, CAM), (night, lost, other), candidates=can, fixed=frozenset({("bea", "call-0")}),
        demands=needs(lost, other),
    )  # fmt: skip
    standing = roster((ANN, lost), (BEA, night), (BEA, other))

    found = mended(hole(asked, standing, lost=frozenset({("ann", "lost")})))

    assert found.ways[0].shortage == shortage
    if not shortage:
        assert found.ways[0].add == {("bea", "lost"), ("cam", other.id)}


def test_grown_demand_finds_a_second_person():
    night = call(0)
    asked = problem((ANN, BEA), [night], demands=needs(night, low=2))
    asks = hole(asked, roster((ANN, night)), lost=frozenset(), wanted=frozenset({"call-0"}))

    found = mended(asks)

    assert found.ways[0].add == {("bea", "call-0")}
    assert found.ways[0].remove == frozenset()


def test_wishes_decide_between_equals():
    asks = one_night(preferences=[Preference("bea", ("call-0",), 5, label="no call")])

    found = mended(asks)

    assert [way.touched for way in found.ways] == [("cam",), ("bea",)]
    assert found.ways[0].costs[Tier.PREFERENCES] < found.ways[1].costs[Tier.PREFERENCES]


def test_every_way_breaks_nothing_new():
    nights = [call(number) for number in range(8)]
    asked = problem(
        (ANN, BEA, CAM, DEE),
        nights,
        demands=needs(*nights),
        spans=[span(p, 0, 27) for p in (ANN, BEA, CAM, DEE)],
        away=[away(ANN, 0, 4, planned=False)],
    )
    standing = roster(
        *((p, nights[2 * i + n]) for i, p in enumerate((ANN, BEA, CAM, DEE)) for n in (0,))
    )
    asks = hole(asked, standing)

    found = mended(asks)

    assert found.ways
    for way in found.ways:
        after = asks.before.changed(add=way.add, remove=way.remove)
        verdict = compare(asks.problem, asks.kept, after, defaults())
        assert verdict.allowed


def test_hole_without_a_loss_is_refused():
    asked = problem((ANN,), [call(0)])

    with pytest.raises(ValueError, match="there is no hole"):
        hole(asked, roster(), lost=frozenset())


def test_loss_of_what_nobody_had_is_refused():
    asked = problem((ANN,), [call(0)])

    with pytest.raises(ValueError, match="was not in the roster"):
        hole(asked, roster(), lost=frozenset({("ann", "call-0")}))


def told(asks, found):
    teller = Teller(asks, defaults(), found.ways)
    return teller, [teller.tell(way) for way in found.ways]


def test_words_name_the_change_and_both_counts():
    nights = tuple(call(number) for number in (0, 10))
    pool = Pool("nights", tuple(n.id for n in nights), 2, {"ann": 1, "bea": 1}, {"bea": 3})
    asked = problem(
        (ANN, BEA), nights, demands=needs(*nights), pools=[pool], away=[away(ANN, 0, 0)]
    )
    asked = replace(asked, spans=(span(BEA, 0, 27),))
    asks = hole(asked, roster((ANN, nights[0]), (BEA, nights[1])))

    _, words = told(asks, mended(asks, ways=1))

    assert words[0].changes == ("Bea takes call-0 from Ann.",)
    assert words[0].effects == (
        "Bea: 3.5 to 7.0 hours a week on average in the rotation.",
        "nights: Ann 1 to 0, Bea 1 to 2.",
    )
    assert words[0].open == ()


def test_words_say_what_stays_open_and_why_nobody_can():
    night = call(0)
    asked = problem((ANN, BEA), [night], demands=needs(night))
    asked = replace(asked, away=(away(ANN, 0, 0), away(BEA, 0, 0)))
    asks = hole(asked, roster((ANN, night)))

    teller, words = told(asks, mended(asks))

    assert words[0].open == ("call-0: 0 of the 1 needed.",)
    assert [reason.name for reason in teller.who_cannot()] == ["Bea"]
    assert "is on leave" in teller.who_cannot()[0].message
