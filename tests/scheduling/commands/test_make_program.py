"""The command writes invented programs, empty workbooks, and a page that is never out of date."""

import json

import pytest
from django.core.management import CommandError, call_command
from jsonschema import Draft202012Validator

from scheduling.program_file.guide import describe_workbook
from scheduling.program_file.reading import read_program
from scheduling.program_file.sample import make
from scheduling.program_file.twin import write_json
from scheduling.program_file.writer import write_workbook
from tests.conftest import ROOT


@pytest.mark.parametrize("suffix", ["xlsx", "json"])
def test_an_invented_program_is_written(tmp_path, suffix):
    output = tmp_path / f"program.{suffix}"

    call_command("make_program", kind="tiny", seed=4, year=2027, output=output)

    assert read_program(output.read_bytes()).program == make("tiny", 4, 2027)


def test_a_template_is_written(tmp_path):
    output = tmp_path / "program.xlsx"

    call_command("make_program", "--template", "--output", str(output))

    problems = read_program(output.read_bytes()).problems
    assert [str(problem) for problem in problems] == [
        "Program: There is no row; exactly one is needed."
    ]


@pytest.mark.parametrize(
    "what", [["--template", "--output", "x.json"], ["--kind", "tiny", "--output", "x.csv"]]
)
def test_another_ending_is_refused(what):
    with pytest.raises(CommandError, match=r"must end in \.xlsx"):
        call_command("make_program", *what)


def test_the_page_about_the_workbook_is_fresh(tmp_path):
    output = tmp_path / "page.md"
    call_command("make_program", "--docs", "--output", str(output))

    assert output.read_text() == describe_workbook()
    assert (ROOT / "docs" / "program-workbook.md").read_text() == describe_workbook()


def test_the_schema_is_written_and_takes_what_is_written(tmp_path):
    output = tmp_path / "program.schema.json"
    call_command("make_program", "--schema", "--output", str(output))

    validator = Draft202012Validator(json.loads(output.read_bytes()))
    document = json.loads(write_json(make("tiny", 1, 2026)))
    assert list(validator.iter_errors(document)) == []
    assert not validator.is_valid(document | {"people": [{"name": 5}]})


def test_the_sample_in_the_repository_is_fresh():
    stored = (ROOT / "scheduling" / "samples" / "tiny.json").read_bytes()

    assert stored == write_json(make("tiny", 1, 2026))
    assert json.loads(stored)["program"]["slug"] == "little-river-fm"
    assert write_workbook(read_program(stored).program)
