"""A block of a whole program: 28 days of 18 residents and 12 faculty, with all that is asked of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from scheduling.engine.problem import (
    Demand,
    Duty,
    Expectation,
    Person,
    Pool,
    Preference,
    Problem,
    Quota,
    Rooms,
    Supervision,
    Work,
)

from .builders import attending, away, call, clinic, moment, problem, resident, rotation, span

WEEKS = 4
DAYS = 7 * WEEKS
WEDNESDAY = 2

RESIDENTS = tuple(resident(f"r{n:02}", pgy=1 + n % 3) for n in range(18))
FACULTY = tuple(attending(f"f{n:02}") for n in range(12))
WARD, OFFICE = RESIDENTS[:5], RESIDENTS[5:]
AWAY = (away(OFFICE[0], 7, 13), away(OFFICE[7], 21, 27), away(FACULTY[3], 14, 20))

VISITS = {"place": "office", "room_units": 1, "traits": frozenset({"in-person"})}
ACTIVITIES: dict[str, dict] = {
    "C": VISITS | {"supervision": Supervision.BY_LEVEL},
    "TELE": {
        "place": "office",
        "supervision": Supervision.BY_LEVEL,
        "traits": frozenset({"virtual"}),
    },
    "ELEC": {"place": "hospital"},
    "OWN": VISITS,
    "AT": {"place": "office", "supervision": Supervision.SUPPLIES},
    "ADM": {"work": Work.EDUCATION},
    "LEC": {"work": Work.EDUCATION},
    "WARD": {"place": "hospital"},
}
IN_A_WEEK = {"C": (2, 4), "TELE": (1, 2), "ELEC": (2, 6), "OWN": (1, 4), "AT": (1, 5)}

NIGHTS = tuple(
    call(n, frees_until=moment(n + 1, 17), open_to=frozenset({"resident"})) for n in range(DAYS)
)
ROUNDS = tuple(clinic(n, "AM", "ROUNDS", place="hospital") for n in range(DAYS) if n % 7 > 4)
ON_WARD, IN_OFFICE = (rotation(code, 0, DAYS - 1) for code in ("MEDICINE", "AMBULATORY"))


def _half_day(day: int, slot: str, code: str) -> Duty:
    return clinic(day, slot, code, cell=f"{day} {slot}", **ACTIVITIES[code])


HALF_DAYS = {
    (day, slot, code): _half_day(day, slot, code)
    for day in range(DAYS)
    if day % 7 < 5
    for slot in ("AM", "PM")
    for code in ACTIVITIES
}


@dataclass(frozen=True)
class _Cell:
    """A half-day of somebody, and what may fill it."""

    person: Person
    day: int
    duties: tuple[Duty, ...]

    @property
    def expected(self) -> Expectation:
        """The day after call is free."""
        nights = tuple(night.id for night in NIGHTS[max(0, self.day - 1) : self.day])
        return Expectation(self.person.id, _ids(self.duties), nights, self.duties[0].cell)


def whole_block() -> Problem:
    """Nights, half-days and weekend rounds are open; only the rotations are not."""
    cells = [cell for person in (*RESIDENTS, *FACULTY) for cell in _cells(person)]
    sundays = NIGHTS[6::7]
    return problem(
        [*RESIDENTS, *FACULTY],
        [ON_WARD, IN_OFFICE, *HALF_DAYS.values(), *NIGHTS, *ROUNDS],
        candidates=frozenset(
            [(cell.person.id, duty.id) for cell in cells for duty in cell.duties]
            + [(person.id, night.id) for person in RESIDENTS for night in NIGHTS]
            + [(person.id, rounds.id) for person in WARD for rounds in ROUNDS]
        ),
        fixed=frozenset(
            [(person.id, ON_WARD.id) for person in WARD]
            + [(person.id, IN_OFFICE.id) for person in OFFICE]
        ),
        away=AWAY,
        spans=[span(person, 0, DAYS - 1) for person in RESIDENTS],
        demands=[
            *(Demand((night.id,), 1, 1, label=night.id) for night in NIGHTS),
            *(Demand((rounds.id,), 2, 2, label=rounds.id) for rounds in ROUNDS),
        ],
        rooms=[Rooms("office", 12, 10)],
        expectations=[cell.expected for cell in cells],
        quotas=[quota for person in (*OFFICE, *FACULTY) for quota in _shares(person, cells)],
        pools=[
            Pool(label, _ids(nights), len(nights), {person.id: 1 for person in RESIDENTS})
            for label, nights in (("nights", NIGHTS), ("Sundays", sundays))
        ],
        preferences=[
            Preference(person.id, (night.id,), 1 + (n + number) % 6, label="no call")
            for n, person in enumerate(RESIDENTS)
            for number, night in enumerate(NIGHTS)
            if (n + number) % 3
        ],
    )


def _cells(person: Person) -> Iterator[_Cell]:
    """Every half-day of the working days on which the person is there."""
    for day, slot in dict.fromkeys((day, slot) for day, slot, _ in HALF_DAYS):
        cell = [HALF_DAYS[day, slot, code] for code in _choice(person, day, slot)]
        if not any(
            a.person == person.id and a.starts_at <= cell[0].starts_at < a.ends_at for a in AWAY
        ):
            yield _Cell(person, day, tuple(cell))


def _choice(person: Person, day: int, slot: str) -> tuple[str, ...]:
    if person in FACULTY:
        return ("OWN", "AT", "ADM")
    if day % 7 == WEDNESDAY and slot == "PM":
        return ("LEC",)
    return ("WARD",) if person in WARD else ("C", "TELE", "ELEC")


def _shares(person: Person, cells: list[_Cell]) -> Iterator[Quota]:
    """How many half-days of each activity in a week; at most, where the person is away in it."""
    for week in range(WEEKS):
        mine = [c.duties for c in cells if c.person == person and c.day // 7 == week]
        for code in dict.fromkeys(duty.code for duties in mine for duty in duties):
            low, high = IN_A_WEEK.get(code, (0, None))
            weights = {duty.id: 1 for duties in mine for duty in duties if duty.code == code}
            yield Quota("weekly-share", person.id, weights, low, high, f"{code}, week {week}")


def _ids(duties: tuple[Duty, ...]) -> tuple[str, ...]:
    return tuple(duty.id for duty in duties)
