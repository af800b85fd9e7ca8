"""The JSON twin is refused in the same words as the workbook, field by field."""

import json
from copy import deepcopy

import pytest

from scheduling.program_file.container import LARGEST_FILE
from scheduling.program_file.layout import SHEETS
from scheduling.program_file.reading import read_program
from scheduling.program_file.twin import MOST_PROBLEMS, dump_program, read_document, read_json

from .spoiling import tiny


def changed(change):
    document = deepcopy(dump_program(tiny()))
    change(document)
    return document


def sentences(document):
    return [str(problem) for problem in read_document(document).problems]


def test_the_document_is_plain_json():
    assert json.loads(json.dumps(dump_program(tiny()))) == dump_program(tiny())


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"{", "This is not JSON: Expecting property name enclosed in double quotes: line 1 column "
               "2 (char 1)."),
        (b'{"format": NaN}', "This is not JSON: NaN is not a number."),
        (b'{"format": ' + b"[" * 100_000, "This is not JSON that can be read: it is nested too "
                                          "deeply."),
        (b"{" + bytes(LARGEST_FILE), "The file has 5.0 MB; the limit is 5 MB."),
        (b"{\xff}", "This is not JSON: it is not written in UTF-8."),
    ],
    ids=["cut", "nan", "deep", "large", "not utf-8"],
)  # fmt: skip
def test_what_is_no_json_is_refused(data, sentence):
    assert [str(problem) for problem in read_program(data).problems] == [sentence]


@pytest.mark.parametrize("document", [[], "x", None, 5])
def test_a_document_is_an_object(document):
    assert len(read_document(document).problems) == 1
    assert read_json(json.dumps(document).encode()).program is None


def test_an_empty_document_misses_everything():
    problems = sentences({})

    assert problems[0] == "'format' is missing."
    assert len(problems) == len(("format", "version", *SHEETS)) == 28


def test_another_format_or_version_is_refused():
    assert sentences(changed(lambda d: d.update(version=2))) == ["version: '2' is not '1'."]
    assert sentences(changed(lambda d: d.update(format="xml"))) == [
        "format: 'xml' is not 'rounds-program'."
    ]


def test_an_unknown_part_is_refused():
    assert sentences(changed(lambda d: d.update(wards=[]))) == [
        "Additional properties are not allowed ('wards' was unexpected)."
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda d: d["enrolments"][0].update(pgy="two"),
            "Enrolments, row 1, column PGY: 'two' is not a whole number from 1 to 8.",
        ),
        (
            lambda d: d["enrolments"][0].update(pgy=9),
            "Enrolments, row 1, column PGY: '9' is not a whole number from 1 to 8.",
        ),
        (
            lambda d: d["enrolments"][0].pop("position"),
            "Enrolments, row 1: 'position' is missing.",
        ),
        (
            lambda d: d["enrolments"][0].update(year=1),
            "Enrolments, row 1: Additional properties are not allowed ('year' was unexpected).",
        ),
        (
            lambda d: d.update(places={}),
            "Places: '{}' is not of the type array.",
        ),
        (
            lambda d: d["places"].append("FMC"),
            "Places, row 3: 'FMC' is not of the type object.",
        ),
        (
            lambda d: d["places"][0].update(name=""),
            "Places, row 1, column Name: This is empty; it needs text.",
        ),
        (
            lambda d: d["special_days"][0].update(on="2026-02-30"),
            "Special days, row 1, column Date: '2026-02-30' is not a date like \"2026-07-01\".",
        ),
        (
            lambda d: d["special_days"][0].update(on="3 July"),
            "Special days, row 1, column Date: '3 July' is not a date.",
        ),
        (
            lambda d: d["activities"][0].update(am_starts="25:00"),
            "Activities, row 1, column AM starts: '25:00' is not a time like 08:00.",
        ),
        (
            lambda d: d["rotations"][0].update(pgys=[1, 1]),
            "Rotations, row 1, column PGYs: '[1, 1]' is not a whole number from 1 to 8; several are "
            "separated by commas.",
        ),
        (
            lambda d: d["weekly_shares"][0].update(activity="SPECK"),
            "Weekly shares, row 1, column Activity: There is no 'SPECK' in the sheet Activities. "
            "Did you mean 'SPEC'?",
        ),
        (
            lambda d: d["program"].update(leave_weeks_per_year=True),
            "Program, column Leave weeks per year: 'True' is not a whole number from 0 to 52.",
        ),
        (
            lambda d: d["people"].extend([d["people"][0]] * 2000),
            "People: There are more than 2000 rows; that is the limit of this sheet.",
        ),
        (
            lambda d: d["rules"][0].update(parameters={"a": {"b": 1}}),
            "Rules, row 1, column Parameters: '{'a': {'b': 1}}' is not named values like "
            '{"nights": 6}.',
        ),
        (
            lambda d: d["places"][0].update(name="a\x00b"),
            "Places, row 1, column Name: 'a\N{REPLACEMENT CHARACTER}b' has characters that cannot be printed.",
        ),
    ],
)
def test_a_wrong_field_is_named_by_sheet_item_and_column(change, sentence):
    assert sentences(changed(change)) == [sentence]


def test_optional_fields_may_be_left_out():
    def change(document):
        for person in document["people"]:
            person.pop("phone")
        for day in document["patterns"]:
            for name in [name for name, value in day.items() if value in (None, [])]:
                day.pop(name)

    reading = read_document(changed(change))

    assert reading.problems == ()
    assert {person.phone for person in reading.program.people} == {""}
    assert reading.program.patterns == tiny().patterns


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda d: d.update(people=[{}] * 2001),
            "People: There are more than 2000 rows; that is the limit of this sheet.",
        ),
        (
            lambda d: d["call_types"][0].update(nights=[1] * 100_000),
            "Call types, row 1, column Nights: There are 100000 entries; the limit is 40.",
        ),
    ],
    ids=["rows", "entries"],
)
def test_too_much_is_refused_with_the_limit(change, sentence):
    assert sentences(changed(change)) == [sentence]


def test_a_list_of_problems_ends_somewhere():
    problems = sentences(changed(lambda d: d.update(people=[{}] * 2000)))

    assert len(problems) == MOST_PROBLEMS + 1
    assert problems[-1] == "More is wrong; these are the first 1000."
