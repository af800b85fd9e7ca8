"""Public sets: files are found and told apart, answers are verified, tables say so."""

import json

import pytest

from benchmarks.formats import BY_NAME, format_of
from benchmarks.public import files_of, run, table
from benchmarks.report import arguments, report_public
from scheduling.engine.options import Options
from tests.benchmarks.sets.test_curtois import SMALL
from tests.benchmarks.sets.test_minizinc import MSS, ON_CALL, SICKNESS

TEXTS = {"curtois": SMALL, "mss": MSS, "on-call": ON_CALL, "sickness": SICKNESS}


@pytest.fixture
def data(tmp_path):
    for name, text in TEXTS.items():
        folder = tmp_path / BY_NAME[name].folder
        folder.mkdir(parents=True)
        for number in (10, 9):
            (folder / f"Made{number}{BY_NAME[name].pattern[1:]}").write_text(text)
    return tmp_path


@pytest.mark.parametrize("name", TEXTS)
def test_a_set_is_found_in_order_and_its_files_tell_their_format(name, data):
    found = files_of(name, data)

    assert [path.stem for path in found] == ["Made9", "Made10"]
    assert format_of(found[0]) is BY_NAME[name]


def test_another_file_is_refused(tmp_path):
    other = tmp_path / "notes.txt"
    other.write_text("nothing")

    with pytest.raises(ValueError, match="is in none of the formats"):
        format_of(other)
    with pytest.raises(ValueError, match="tell with --data"):
        files_of("mss", None)
    with pytest.raises(ValueError, match="There are no files of mss"):
        files_of("mss", tmp_path)


@pytest.mark.parametrize("name", TEXTS)
def test_an_instance_is_solved_and_verified(name, data):
    found = run(files_of(name, data)[0], Options(seconds=20, workers=1))

    assert (found.status, found.verified) == ("optimal", "yes")
    assert found.objective == found.bound
    assert f"{found.objective:,}" in table([found])


def test_an_answer_that_the_checker_counts_otherwise_is_not_verified(data, monkeypatch):
    path = files_of("curtois", data)[0]
    wrong = BY_NAME["curtois"].__class__(
        **{**vars(BY_NAME["curtois"]), "verify": lambda _text, _roster: (7, ["something"])}
    )
    monkeypatch.setattr("benchmarks.public.format_of", lambda _path: wrong)

    assert run(path, Options(seconds=20, workers=1)).verified == "NO: the engine says 0; something"


def test_the_command_solves_a_file_by_its_path(data, tmp_path):
    written, said = tmp_path / "told.json", []
    path = str(files_of("on-call", data)[0])

    code = report_public(arguments([path, "--seconds", "20", "--json", str(written)]), said.append)

    told = json.loads(written.read_text())
    assert code == 0
    assert [one["instance"] for one in told["runs"]] == ["Made9"]
    assert told["conditions"]["workers"] == 2


def test_a_name_that_is_no_benchmark_is_refused(capsys):
    with pytest.raises(SystemExit):
        arguments(["no-such-thing"])
    assert "neither the name of a benchmark nor a file" in capsys.readouterr().err
