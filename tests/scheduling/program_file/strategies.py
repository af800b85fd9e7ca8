"""Random small programs without a problem, with whatever text people may type."""

import unicodedata
from datetime import date, time, timedelta

from hypothesis import strategies as st

from scheduling.engine.academic_year import Style, year_span
from scheduling.program_file import program as rows
from scheduling.program_file.call_layout import CALL_TYPES
from scheduling.program_file.people_layout import ABSENCES
from scheduling.program_file.program_layout import ACTIVITIES, ROTATIONS, SPECIAL_DAYS
from scheduling.program_file.shared_columns import FACULTY_ROLE

LETTERS = st.characters(exclude_categories=("C", "Z", "M")).filter(
    lambda letter: unicodedata.normalize("NFC", letter) == letter
)
WORDS = st.text(LETTERS, min_size=1, max_size=10).map(lambda text: " ".join(text.split()))
TEXT = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
PHRASES = TEXT | st.sampled_from(
    ["=1+1", "+1", "-", "@home", "'quoted", "01", "1E5", "TRUE", "#N/A"]
)
CODES = st.text(LETTERS.filter(lambda c: c not in ",;/"), min_size=1, max_size=6)
NAME_PARTS = WORDS.filter(lambda text: "," not in text)
CLOCKS = st.times().map(lambda t: t.replace(second=0, microsecond=0))
COLORS = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)
MOST = 4


def choices(sheet, field):
    return st.sampled_from(sheet.column(field).kind.options)


def unique(values, least=1):
    return st.lists(values, min_size=least, max_size=MOST, unique=True)


def maybe(values):
    return st.none() | st.sampled_from(values) if values else st.none()


@st.composite
def spans(draw, year):
    whole = year_span(year)
    first = whole.starts_on + timedelta(days=draw(st.integers(0, 360)))
    last = min(first + timedelta(days=draw(st.integers(0, 30))), whole.ends_on)
    return first, last


@st.composite
def activities(draw, codes, places, kinds):
    result = []
    for code in codes:
        am = draw(st.none() | st.just((time(6, 30), time(12))))
        pm = draw(st.none() | st.tuples(CLOCKS, CLOCKS))
        result.append(
            rows.Activity(
                code, draw(PHRASES), draw(choices(ACTIVITIES, "kind")), *(am or (None, None)),
                *(pm or (None, None)), draw(maybe(places)), draw(st.integers(0, 3)),
                draw(choices(ACTIVITIES, "supervision_needed")), draw(st.booleans()),
                draw(maybe(kinds)), draw(COLORS), *(draw(st.booleans()) for _ in range(3)),
                draw(maybe(codes)),
            )
        )  # fmt: skip
    return result


@st.composite
def rotations(draw, codes, places):
    kinds = [
        kind
        for kind in ROTATIONS.column("kind").kind.options
        if kind not in ("faculty", "attending")
    ]
    return [
        rows.Rotation(
            code, draw(PHRASES), draw(st.sampled_from(kinds)), "half", draw(maybe(places)), (1, 2),
            (), draw(st.none() | st.integers(1, 3)), draw(st.none() | st.integers(4, 12)),
            draw(st.booleans()), draw(st.booleans()), None, None, draw(COLORS),
            draw(st.none() | st.just(5)) if code == codes[0] else None,
        )
        for code in codes
    ]  # fmt: skip


@st.composite
def pattern_weeks(draw, codes, dictionary):
    """Each half-day holds only codes that have times in it, or none at all."""
    result = []
    for week, pgy in draw(unique(st.tuples(st.none() | st.integers(1, 4), st.none() | st.just(2)))):
        cells = {}
        for name, (_, slot) in rows.PATTERN_SLOTS.items():
            open_codes = [
                a.code for a in dictionary if a.times(slot)[0] or not (a.am_starts or a.pm_starts)
            ]
            found = draw(unique(st.sampled_from(open_codes), least=0)) if open_codes else []
            cells[name] = tuple(found)
        result.append(rows.PatternWeek(draw(st.sampled_from(codes)), week, pgy, **cells))
    return result


CALL_TIMES = st.tuples(CLOCKS, CLOCKS, CLOCKS, CLOCKS, st.just(0)) | st.tuples(
    st.just(time(17)), st.just(time(7)), st.just(time(7)), st.just(time(7)), st.integers(0, 240)
)


@st.composite
def call_types(draw, codes, after):
    return [
        rows.CallType(
            code, draw(PHRASES), draw(choices(CALL_TYPES, "kind")), *draw(
                st.sampled_from([("resident", (1, 2), ()), ("faculty", (), ("adjunct", "core"))])
            ),
            tuple(sorted(draw(unique(st.integers(1, 7))))), 0, 0, *draw(CALL_TIMES),
            draw(maybe(after)), draw(maybe(after)), draw(st.integers(0, 5)), draw(st.integers(0, 9)),
        )
        for code in codes
    ]  # fmt: skip


@st.composite
def enrolments(draw, people, year):
    result = []
    for person in people:
        place = draw(
            st.sampled_from([("resident", 1, None), ("resident", 2, None)])
            | FACULTY_ROLES.map(lambda role: ("faculty", None, role))
        )
        starts, ends = draw(st.sampled_from([(None, None), (date(year, 9, 1), None)]))
        result.append(
            rows.Enrolment(
                person, *place, draw(st.integers(1, 100)), "", 1, draw(st.integers(1, 14)), 0,
                draw(st.integers(0, 14)), draw(st.booleans()), starts, ends,
                draw(st.none() | st.integers(0, 60)), draw(st.sampled_from([(), (1, 3)])),
                draw(st.none() | st.integers(1, 5)) if place[0] == "resident" else None,
            )
        )  # fmt: skip
    return result


FACULTY_ROLES = st.sampled_from(FACULTY_ROLE.options)


ROOMS = st.sampled_from([(None, None), (0, 0), (8, 6), (9, None)])


@st.composite
def sessions(draw, codes):
    """At most one for each activity, so that none is there twice."""
    return [
        rows.SessionDemand(
            code, draw(st.sampled_from(["resident", "faculty"])), draw(st.none() | st.integers(1, 4)),
            draw(st.integers(1, 7)), draw(st.sampled_from(["AM", "PM"])), draw(st.integers(0, 3)),
            draw(st.none() | st.integers(3, 9)), draw(st.booleans()),
        )
        for code in draw(unique(st.sampled_from(codes), least=0))
    ]  # fmt: skip


@st.composite
def requirements(draw, rotations, activities):
    what = [("weeks", True, False), ("half-days", False, True), ("hours", False, True)]
    result = []
    for code in draw(unique(CODES)):
        unit, of_rotation, of_activity = draw(st.sampled_from(what))
        result.append(
            rows.Requirement(
                code, draw(PHRASES), draw(st.none() | st.integers(1, 3)), draw(st.just("") | PHRASES),
                rotations[0] if of_rotation else None, activities[0] if of_activity else None, unit,
                draw(st.integers(1, 2000)), draw(st.booleans()), draw(st.just("") | PHRASES),
            )
        )  # fmt: skip
    return result


@st.composite
def requests(draw, people, codes, year):
    first, last = draw(spans(year))
    details = [
        ("leave", None, first, last, None),
        ("rotation", draw(st.sampled_from(codes)), first, last, None),
        ("rotation", draw(st.sampled_from(codes)), None, None, None),
        ("call", None, first, first, None),
        ("call", None, None, None, draw(st.integers(1, 7))),
        ("clinic", None, None, None, draw(st.integers(1, 7))),
    ]
    return [
        rows.Request(
            draw(st.sampled_from(people)), kind, draw(st.sampled_from(["prefer", "avoid"])),
            draw(st.integers(1, 9)), *rest,
        )
        for kind, *rest in draw(st.lists(st.sampled_from(details), max_size=MOST))
    ]  # fmt: skip


@st.composite
def absences(draw, people, year):
    """One for each person at most, so that none overlap."""
    found = []
    for person in draw(unique(st.sampled_from(people), least=0)):
        first, last = draw(spans(year))
        halves = draw(st.sampled_from([("AM", "PM"), ("AM", "AM"), ("PM", "PM")]))
        found.append(
            rows.Absence(
                person, draw(choices(ABSENCES, "kind")), first, halves[0], last, halves[1],
                draw(choices(ABSENCES, "status")),
            )
        )  # fmt: skip
    return found


@st.composite
def program_files(draw):
    year = draw(st.integers(2020, 2040))
    whole = year_span(year)
    places, kinds, codes = draw(unique(CODES)), draw(unique(CODES)), draw(unique(CODES))
    dictionary = draw(activities(draw(unique(CODES)), places, kinds))
    after = [activity.code for activity in dictionary]
    calls = draw(call_types(draw(unique(CODES)), after))
    names = draw(unique(st.tuples(NAME_PARTS, NAME_PARTS).map(", ".join)))
    days = draw(unique(st.integers(0, 364), least=0))
    plain = dict.fromkeys
    asked = draw(requirements(codes, after))
    return rows.ProgramFile(
        program=rows.Program(
            draw(PHRASES), draw(st.from_regex(r"[a-z0-9-]{1,9}", fullmatch=True)), draw(PHRASES),
            draw(st.sampled_from(["Pacific/Honolulu", "UTC", "America/New_York"])), year,
            draw(st.sampled_from([style.value for style in Style])), draw(st.integers(0, 8)),
            draw(st.booleans()), draw(st.booleans()), draw(st.integers(1, 20)),
        ),
        special_days=tuple(
            rows.SpecialDay(
                whole.starts_on + timedelta(days=day), draw(choices(SPECIAL_DAYS, "kind")),
                draw(PHRASES),
            )
            for day in days
        ),
        places=tuple(
            rows.Place(code, draw(PHRASES), *draw(ROOMS)) for code in places
        ),
        credential_kinds=tuple(rows.CredentialKind(code, draw(PHRASES)) for code in kinds),
        activities=tuple(dictionary),
        rotations=tuple(draw(rotations(codes, places))),
        demands=tuple(rows.RotationDemand(code, None, 0, draw(st.integers(99, 120))) for code in codes),
        patterns=tuple(draw(pattern_weeks(codes, dictionary))),
        weekly_shares=tuple(
            rows.WeeklyShare(code, after[0], 1, draw(st.none() | st.integers(1, 14)))
            for code in codes
        ),
        session_demands=tuple(draw(sessions(after))),
        requirements=tuple(asked),
        credits=tuple(
            rows.Credit(name, asked[0].code, draw(st.integers(0, 900))) for name in names
        ),
        curriculum=tuple(
            rows.CurriculumItem(pgy, draw(st.sampled_from(["", "Rural"])), code, 0, 106, None, None, None, 0)
            for code in codes
            for pgy in (1, 2)
        ),
        call_types=tuple(calls),
        people=tuple(
            rows.Person(name, f"person{n}@example.org", draw(st.just("") | PHRASES))
            for n, name in enumerate(names)
        ),
        enrolments=tuple(draw(enrolments(names, year))),
        credentials=tuple(
            rows.Credential(name, kinds[0], date(year, 1, 1), draw(st.none() | st.just(date(year, 8, 1))))
            for name in names
        ),
        supervision_levels=tuple(
            rows.SupervisionLevel(
                name, draw(st.none() | st.sampled_from(after)),
                draw(st.sampled_from(["direct", "indirect", "oversight"])), date(year, 9, 1),
                draw(st.none() | st.just(date(year, 9, 1))),
            )
            for name in names
        ),
        absences=tuple(draw(absences(names, year))),
        requests=tuple(draw(requests(names, codes, year))),
        call_history=tuple(
            rows.CallBalance(name, calls[0].code, draw(st.integers(-9, 9)), 0) for name in names
        ),
        rules=tuple(
            rows.RuleSetting(
                code, draw(st.dictionaries(WORDS, st.integers() | st.booleans() | WORDS, max_size=3)),
                draw(st.none() | st.integers(1, 99)), draw(st.booleans()), date(year, 7, 1), None,
                draw(st.just("") | PHRASES),
            )
            for code in plain(draw(unique(CODES, least=0)))
        ),
    )  # fmt: skip
