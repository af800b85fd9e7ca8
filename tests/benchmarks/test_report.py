"""The smallest program is measured from its workbook to its checked year."""

import json

import pytest

from benchmarks.report import arguments, report

TIERS = {"education", "fairness", "preferences", "shape", "nearness"}
OF_A_STAGE = [
    "status",
    "first roster",
    "whole solve",
    "processor",
    "peak memory",
    "building",
    "largest gap of a tier",
]


@pytest.mark.slow
@pytest.mark.django_db
def test_the_figures_of_the_tiny_program_are_told_and_written_down(tmp_path):
    told: list[str] = []
    written = tmp_path / "figures.json"

    code = report(
        arguments(["tiny", "--seconds", "3", "--seed", "2", "--json", str(written)]), told.append
    )

    figures = json.loads(written.read_text())
    rows = {row["name"]: row for row in figures["rows"]}
    of_year = [name.removeprefix("Year: ") for name in rows if name.startswith("Year: ")]
    assert [name for name in of_year if name not in TIERS] == [*OF_A_STAGE, "places filled"]
    assert rows["Year: status"]["value"] == "solved"
    assert 0 < rows["Year: first roster"]["value"] <= rows["Year: whole solve"]["value"]
    assert code == int(any(row["held"] is False for row in figures["rows"]))
    assert figures["conditions"]["name"] == "tiny"
    assert all(name in told[1] for name in rows)
