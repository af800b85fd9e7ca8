"""Short ways to write problems down, and a generator of small odd ones."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from scheduling.engine.check import check
from scheduling.engine.problem import (
    Away,
    Bar,
    Burden,
    Company,
    Demand,
    Duty,
    Expectation,
    Gap,
    Kind,
    Level,
    Person,
    Pool,
    Precedence,
    Preference,
    Problem,
    Quota,
    Rhythm,
    Rooms,
    Roster,
    Span,
    Staffing,
    Succession,
    Supervised,
    Supervision,
    Waiver,
    Window,
    Work,
)
from scheduling.engine.rules import ALL, Rule
from scheduling.engine.rules.quota import QuotaRule
from scheduling.engine.rules.spacing import SpacingRule

ZONE = "America/Los_Angeles"
FIRST = date(2027, 3, 8)
"""A Monday; the clocks go forward in the night to Sunday 14 March 2027."""


def day(number: int) -> date:
    """Day 0 is Monday 8 March 2027."""
    return FIRST + timedelta(days=number)


def moment(number: int, hour: float) -> datetime:
    """An hour of a day on the program's clock; hours beyond 24 fall on the days after."""
    extra, hour = divmod(hour, 24)
    at = time(int(hour), round(hour % 1 * 60))
    return datetime.combine(day(number + int(extra)), at, ZoneInfo(ZONE))


def resident(name: str, *, pgy: int = 2) -> Person:
    return Person(name, name.title(), frozenset({"resident", f"PGY-{pgy}"}))


def attending(name: str) -> Person:
    return Person(name, name.title(), frozenset({"faculty"}))


def clinic(number: int, slot: str = "AM", code: str = "C", **fields: object) -> Duty:
    starts, ends = (8, 12) if slot == "AM" else (13, 17)
    return duty(f"{code}-{number}-{slot}", code, number, starts, ends, **fields)


def duty(name: str, code: str, number: int, starts: float, ends: float, **fields: object) -> Duty:
    """In-house work with patients unless `fields` say otherwise; hours of day `number`."""
    values = {"kind": Kind.HALF_DAY, "work": Work.CARE, "label": name} | fields
    return Duty(
        name, code, starts_at=moment(number, starts), ends_at=moment(number, ends), **values
    )


def call(
    number: int, *, starts: float = 17, ends: float = 31, name: str = "call", **fields: object
) -> Duty:
    """In-house call, from the evening of a day to the next morning."""
    values = {"kind": Kind.CALL, "work": Work.CALL} | fields
    return duty(f"{name}-{number}", name, number, starts, ends, **values)


def logged(name: str, work: Work, number: int, starts: float, ends: float) -> Duty:
    """Work beside the schedule."""
    return duty(name, name, number, starts, ends, kind=Kind.LOGGED, work=work)


def night(number: int) -> Duty:
    return duty(f"NF-{number}", "NF", number, 18, 30)


def rotation(code: str, first: int, last: int, **fields: object) -> Duty:
    """A rotation over days `first` to `last`."""
    return duty(
        f"{code}-{first}",
        code,
        first,
        0,
        24 * (last - first + 1),
        **({"kind": Kind.ROTATION, "work": Work.NONE} | fields),
    )


def span(person: Person, first: int, last: int) -> Span:
    return Span(person.id, day(first), day(last), "the rotation")


def away(person: Person, first: int, last: int, *, planned: bool = True) -> Away:
    """Whole days, both included."""
    return Away(person.id, moment(first, 0), moment(last + 1, 0), planned)


def problem(people: Iterable[Person], duties: Iterable[Duty], **fields: object) -> Problem:
    """Everybody may be asked to do everything, unless `candidates` are given."""
    people, duties = tuple(people), tuple(duties)
    everything = frozenset((p.id, d.id) for p in people for d in duties)
    return Problem(ZONE, people, duties, **({"candidates": everything} | fields))


def roster(*pairs: tuple[Person, Duty]) -> Roster:
    return Roster.of((person.id, duty.id) for person, duty in pairs)


def told(rule: Rule, asked: Problem, answer: Roster | None = None) -> list[str]:
    """What a rule says of a roster, or else of everybody doing everything that is asked about."""
    whole = answer or Roster(asked.candidates | asked.fixed)
    return [broken.message for broken in check(asked, whole, [rule]).broken]


def long_problem(people: int = 20, nights: int = 120, seed: int = 1) -> Problem:
    """Call for everybody, in which every night has its price: good answers come soon, proofs late."""
    dice = Random(seed)
    who = [resident(f"r{number:02}") for number in range(people)]
    calls = [call(number) for number in range(nights)]
    ids = tuple(each.id for each in calls)
    return problem(
        who,
        calls,
        demands=[Demand((each,), 1, 1, label=each) for each in ids],
        gaps=[Gap(person.id, ids, 3, "calls too close") for person in who],
        preferences=[
            Preference(person.id, (each,), dice.randint(20, 60)) for person in who for each in ids
        ],
        pools=[Pool("nights", ids, nights, {person.id: 1 for person in who})],
    )


HARD = frozenset({"heavy", "night"})

WAIVED: dict[str, dict[str, int]] = {
    "weekly-hours": {"hours": 22},
    "night-run": {"nights": 2},
    "sequence": {},
    "night-float": {"weeks_in_a_row": 2},
    "post-call": {},
}
"""What waivers of generated problems change."""

DAYS = 9
"""Length of the generated problems: over a week, with the change of clocks inside."""


def _some_duties() -> list[Duty]:
    """At least two ways to fill each half-day, nights, calls of all kinds, rotations, leave."""
    found = [
        rotation("FMIT", 0, 3, leave_ok=False, place="north", traits=HARD),
        rotation("ELEC", 0, 3, place="south", traits=frozenset({"continuity"})),
        rotation("AMB", 1, 2, place="south"),
        rotation("AMB", 8, 8, place="main"),
        rotation("FMIT", 4, 8, leave_ok=False, place="north", traits=HARD),
        rotation("ELEC", 4, 8, place="south", traits=frozenset({"continuity"})),
        duty("leave", "LV", 2, 0, 48, kind=Kind.LEAVE, work=Work.NONE),
        duty("more leave", "LV", 6, 0, 48, kind=Kind.LEAVE, work=Work.NONE),
    ]
    for number in range(DAYS):
        for slot in ("AM", "PM"):
            cell = f"{number} {slot}"
            found += [
                clinic(
                    number,
                    slot,
                    cell=cell,
                    place="main",
                    room_units=1,
                    supervision=Supervision.BY_LEVEL,
                    traits=frozenset({"in-person"}),
                ),
                clinic(
                    number, slot, "AT", cell=cell, place="main", supervision=Supervision.SUPPLIES
                ),
                clinic(number, slot, "LEC", cell=cell, work=Work.EDUCATION),
                clinic(
                    number,
                    slot,
                    "SMC",
                    cell=cell,
                    place="main",
                    room_units=1,
                    room_once=True,
                    traits=frozenset({"virtual"}),
                ),
            ]
        found += [
            night(number),
            call(number, frees_until=moment(number + 2, 0)),
            duty(f"long-{number}", "long", number, 7, 31, kind=Kind.CALL, work=Work.CALL),
            duty(f"home-{number}", "home", number, 17, 31, kind=Kind.CALL, work=Work.HOME_CALL),
            logged(f"in-{number}", Work.CALLED_IN, number, 20, 31),
            logged(f"stay-{number}", Work.STAYED, number, 31, 33),
            logged(f"moon-{number}", Work.MOONLIGHTING, number, 18, 23),
        ]
    return found


PEOPLE = (resident("ada", pgy=1), resident("bea"), attending("gray"))
DUTIES = tuple(_some_duties())
QUOTA_RULES = sorted(rule.code for rule in ALL if issubclass(rule, QuotaRule))
WINDOW_RULES = sorted(rule.code for rule in ALL if issubclass(rule, SpacingRule))
_ids = [duty.id for duty in DUTIES]
_everything = [(person.id, duty) for person in PEOPLE for duty in _ids]


def situation(seed: int) -> tuple[Problem, Roster]:
    """A problem and a roster that keeps what is fixed, at random and mostly bad.

    Rosters are dense: several duties overlap, so that each kind of fact is exercised. Everything
    follows from one number, which is far quicker than drawing each choice from Hypothesis.
    """
    dice = Random(seed)
    busy = {person.id for person in dice.sample(PEOPLE, dice.randint(1, 3))}
    possible = [pair for pair in _everything if pair[0] in busy]
    asked = frozenset(dice.sample(possible, dice.randint(1, 70)))
    fixed = frozenset(dice.sample(sorted(asked), dice.randint(0, min(3, len(asked)))))
    done = dice.sample(sorted(asked), dice.randint(0, len(asked)))
    tags = dice.choice([frozenset(), frozenset({"resident"})])
    duties = tuple(replace(d, open_to=tags) if d.code == "C" else d for d in DUTIES)
    asks = Problem(ZONE, PEOPLE, duties, asked, fixed, **_fields(dice))
    return asks, Roster.of(fixed.union(done))


QUOTA_RULES = (
    "placement", "rotation-quota", "leave-share", "weekly-share", "block-share", "graduation",
    "exposure", "clinic-equity", "totals",
)  # fmt: skip


def _fields(dice: Random) -> dict:
    """Whatever rules read of a problem."""

    def several(build: Callable[[], object], most: int = 3) -> tuple:
        """A few of them, each with a name of its own where they have one."""
        made = [build() for _ in range(dice.randint(0, most))]
        return tuple(
            replace(one, label=f"{type(one).__name__} {i}") if hasattr(one, "label") else one
            for i, one in enumerate(made)
        )

    def person() -> str:
        return dice.choice(PEOPLE).id

    def some(most: int) -> tuple[str, ...]:
        return tuple(dice.sample(_ids, dice.randint(1, most)))

    def bounds() -> dict:
        low, high = sorted([dice.randint(0, 3), dice.randint(0, 3)])
        return {"low": low, "high": high}

    def absence() -> Away:
        first, halves = dice.randrange(DAYS), dice.randint(1, 4)
        return Away(person(), moment(first, 0), moment(first, 12 * halves), dice.random() < 0.5)

    def segment() -> Span:
        first = dice.randint(0, 3)
        return Span(person(), day(first), day(first + dice.choice([1, 6, 7, 10])), "span")

    def demand() -> Demand:
        who = dice.choice([frozenset(), frozenset({"resident"}), frozenset({"PGY-1"})])
        return Demand(some(3), who=who, **bounds())

    def quota() -> Quota:
        rule = dice.choice(QUOTA_RULES)
        weights = {d: dice.choice([-1, 1, 1, 2]) for d in some(4)}
        return Quota(rule, person(), weights, **bounds())

    def window() -> Window:
        rule, days = dice.choice(WINDOW_RULES), dice.randint(1, 5)
        return Window(rule, person(), some(8), days, dice.randint(0, 2), dice.randint(1, 3))

    def company() -> Company:
        tags = [frozenset(), frozenset({"resident"}), frozenset({"faculty"})]
        return Company(some(4), some(4), dice.choice(tags), dice.choice(tags))

    def pool() -> Pool:
        names = dice.sample([p.id for p in PEOPLE], dice.randint(1, 3))
        weights = {name: dice.randint(1, 4) for name in names}
        return Pool(
            "pool",
            some(6),
            dice.randint(0, 6),
            weights,
            {name: dice.randint(-2, 2) for name in names},
        )

    def bar() -> Bar:
        first, kind = dice.randrange(DAYS), dice.choice(list(Kind))
        return Bar(person(), moment(first, 0), moment(first + dice.randint(1, 3), 0), kind)

    def rhythm() -> Rhythm:
        first, most = dice.randint(0, 3), dice.randint(1, 3)
        return Rhythm(
            person(),
            day(first),
            day(first + dice.choice([0, 4, 6])),
            dice.choice([None, most]),
            dice.randint(1, most),
            dice.randint(1, 3),
            dice.choice([None, 0, 1]),
        )

    def succession() -> Succession:
        codes = sorted({each.code for each in DUTIES})
        first, then = (frozenset(dice.sample(codes, dice.randint(1, 3))) for _ in range(2))
        return Succession(
            first, then, dice.randint(1, 2), dice.choice([frozenset({"PGY-1"}), frozenset()])
        )

    def staffing() -> Staffing:
        who = dice.choice([frozenset(), frozenset({"resident"})])
        return Staffing(some(3), dice.randint(0, 3), dice.randint(0, 3), dice.randint(0, 3), who)

    def level() -> Supervised:
        first = dice.choice([None, day(dice.randrange(DAYS))])
        return Supervised(person(), dice.choice(list(Level)), dice.choice(["", "C", "NF"]), first)

    def waiver() -> Waiver:
        first = dice.randrange(DAYS)
        rule, name = dice.choice([*WAIVED]), dice.choice(["", person()])
        return Waiver(rule, day(first), day(first + dice.randint(0, 9)), name, WAIVED[rule])

    return {
        "levels": several(level),
        "waivers": several(waiver),
        "away": several(absence),
        "bars": several(bar),
        "spans": several(segment),
        "demands": several(demand),
        "rooms": several(lambda: Rooms("main", dice.randint(0, 3), dice.randint(0, 2)), 1),
        "quotas": several(quota, 8),
        "precedences": several(lambda: Precedence(person(), some(3), some(3))),
        "gaps": several(lambda: Gap(person(), some(4), dice.randint(0, 4))),
        "companies": several(company),
        "windows": several(window, 6),
        "expectations": several(lambda: Expectation(person(), some(3), dice.choice([(), some(2)]))),
        "preferences": several(
            lambda: Preference(person(), some(3), dice.randint(1, 4), dice.random() < 0.5)
        ),
        "pools": several(pool),
        "rhythms": several(rhythm),
        "successions": several(succession, 2),
        "staffings": several(staffing),
        "burdens": several(
            lambda: Burden(person(), dice.randint(0, 2), dice.randint(0, 3), dice.randint(0, 3))
        ),
        "today": dice.choice([None, day(-5), day(0)]),
        "published": frozenset(dice.sample(_everything, dice.randint(0, 4))),
    }
