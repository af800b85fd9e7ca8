"""Every kind of cell reads back what it writes, and says in words what it cannot read."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.program_file.compound_kinds import Settings, Several
from scheduling.program_file.kinds import (
    COLOR,
    EMAIL,
    SLUG,
    Blocks,
    Choice,
    PersonName,
    Text,
    Unreadable,
    Whole,
    YesNo,
    code,
    shown,
)
from scheduling.program_file.time_kinds import Clock, Day, Weekday

PRINTABLE = st.characters(exclude_categories=("C", "Z", "M"))
WORD = st.text(PRINTABLE, min_size=1, max_size=8)
CODE_WORD = WORD.filter(lambda text: not set(text) & set(",;/"))
NAME_PART = WORD.filter(lambda text: "," not in text)

KINDS = [
    (Text(80), st.lists(WORD, min_size=1, max_size=5).map(" ".join)),
    (code(12), CODE_WORD),
    (PersonName(), st.tuples(NAME_PART, NAME_PART).map(", ".join)),
    (Whole(-5, 500), st.integers(-5, 500)),
    (Blocks(), st.integers(0, 106)),
    (Day(), st.dates(date(1901, 1, 1))),
    (Clock(), st.times().map(lambda t: t.replace(second=0, microsecond=0))),
    (YesNo(), st.booleans()),
    (Choice(("in-house", "home")), st.sampled_from(["in-house", "home"])),
    (Weekday(), st.integers(1, 7)),
    (Several(code(12), "/"), st.lists(CODE_WORD, min_size=1, max_size=4, unique=True).map(tuple)),
    (
        Several(Whole(1, 8)),
        st.lists(st.integers(1, 8), min_size=1, max_size=4, unique=True).map(tuple),
    ),
    (Settings(), st.dictionaries(WORD, st.integers() | st.booleans() | WORD, max_size=4)),
]


@pytest.mark.parametrize(("kind", "values"), KINDS, ids=lambda part: type(part).__name__)
@given(data=st.data())
def test_kind_reads_back_what_it_writes(kind, values, data):
    value = kind.from_json(kind.to_json(data.draw(values)))

    assert kind.read(kind.cell(value)) == value
    assert kind.from_json(kind.to_json(value)) == value


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (Text(20), "  two   words\u00a0", "two words"),
        (Text(20), 12, "12"),
        (Text(20), 12.0, "12"),
        (Text(20), "e\u0301", "é"),
        (EMAIL, "ada@example.org", "ada@example.org"),
        (SLUG, "harbor-fm", "harbor-fm"),
        (COLOR, "#FFc000", "#FFc000"),
        (PersonName(), "Okafor ,  Amara", "Okafor, Amara"),
        (Whole(1, 8), "3", 3),
        (Whole(1, 8), 3.0, 3),
        (Blocks(), 1.5, 3),
        (Blocks(), "2", 4),
        (Day(), datetime(2026, 7, 1), date(2026, 7, 1)),  # noqa: DTZ001 -- workbooks know no zones
        (Clock(), "8:05", time(8, 5)),
        (Clock(), time(16, 59, 59, 999999), time(17)),
        (Clock(), timedelta(hours=7), time(7)),
        (YesNo(), "Yes", True),
        (YesNo(), False, False),
        (Choice(("AM", "PM")), " pm ", "PM"),
        (Weekday(), "tue", 2),
        (Several(Whole(1, 8)), 2, (2,)),
        (Several(Whole(1, 8)), "1, 2", (1, 2)),
        (Settings(), '{"nights": 6}', {"nights": 6}),
    ],
)
def test_kind_reads_what_people_type(kind, raw, value):
    assert kind.read(raw) == value


@pytest.mark.parametrize(
    ("kind", "raw", "reason"),
    [
        (Text(3), "four", "is longer than 3 characters."),
        (Text(9), "a\x07b", "has characters that cannot be printed."),
        (Text(9), 1.5, "is not text."),
        (Text(9), True, "is not text."),
        (Text(9), date(2026, 7, 1), "is not text."),
        (code(9), "C/SPEC", "is not a code: no blanks, commas or slashes."),
        (EMAIL, "ada at example", "is not an e-mail address."),
        (PersonName(), "Amara Okafor", 'is not a name like "Okafor, Amara".'),
        (PersonName(), "Okafor,", 'is not a name like "Okafor, Amara".'),
        (PersonName(), f"{'o' * 81}, A", "has a part longer than 80 characters."),
        (Whole(1, 8), "two", "is not a whole number."),
        (Whole(1, 8), 1.5, "is not a whole number."),
        (Whole(1, 8), True, "is not a whole number."),
        (Whole(1, 8), 9, "is not from 1 to 8."),
        (Blocks(), 1.25, "is not in steps of half a block."),
        (Blocks(), "some", "is not a number."),
        (Blocks(), -1, "is not from 0 to 53 blocks."),
        (Blocks(), float("nan"), "is not from 0 to 53 blocks."),
        (Day(), "7/8/2026", "is text, not a date. Enter it as a date."),
        (Day(), "2026-07-08", "is text, not a date. Enter it as a date."),
        (Day(), 46000, "is not a date."),
        (Day(), datetime(2026, 7, 1, 8), "has a time of day; only the date is needed."),  # noqa: DTZ001 -- workbooks know no zones
        (Clock(), "24:00", "is not a time like 08:00."),
        (Clock(), 8, "is not a time like 08:00."),
        (Clock(), timedelta(days=1), "is not a time like 08:00."),
        (YesNo(), "maybe", "is neither yes nor no."),
        (YesNo(), 1, "is neither yes nor no."),
        (Choice(("AM", "PM")), "noon", "is not one of AM, PM."),
        (Weekday(), "Th", "is not a day of the week."),
        (Several(Whole(1, 8)), "1,1", "names something twice."),
        (Several(Whole(1, 60)), ",".join(map(str, range(1, 51))), "has more than 40 entries."),
        (Several(code(9), "/"), "C/", "is not a code: no blanks, commas or slashes."),
        (Settings(), "nights: 6", 'is not named values like {"nights": 6}.'),
        (Settings(), "[6]", 'is not named values like {"nights": 6}.'),
        (Settings(), '{"nights": NaN}', 'is not named values like {"nights": 6}.'),
        (Settings(), '{"nights": 1e999}', 'is not named values like {"nights": 6}.'),
        (Settings(), '{"a": {"b": 1}}', 'is not named values like {"nights": 6}.'),
        (Settings(), '{"a": "\\u0000"}', 'is not named values like {"nights": 6}.'),
        (Settings(), "[" * 1999, 'is not named values like {"nights": 6}.'),
    ],
)
def test_kind_says_what_it_cannot_read(kind, raw, reason):
    with pytest.raises(Unreadable) as refusal:
        kind.read(raw)

    assert str(refusal.value) == reason


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (Day(), "2026-02-30"),
        (Day(), 5),
        (Whole(0, 9), None),
        (Several(Whole(1, 8)), "1,2"),
        (Settings(), []),
        (Settings(), {"a": "x" * 2000}),
        (Weekday(), "Monday"),
    ],
)
def test_kind_refuses_json_of_another_type(kind, raw):
    with pytest.raises(Unreadable):
        kind.from_json(raw)


def test_a_long_value_is_cut_in_a_sentence():
    assert shown("x" * 50) == f"'{'x' * 40}…'"
