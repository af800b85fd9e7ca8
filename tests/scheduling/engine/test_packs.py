"""Rule packs: what they say, that they are read strictly, and that a program cannot weaken them."""

import dataclasses
import json
import re
from pathlib import Path

import pytest

from scheduling.engine.check import check
from scheduling.engine.examples import examples_of
from scheduling.engine.files import fingerprint, rules_from_json, rules_to_json
from scheduling.engine.packs import FOLDER, pack_from, pack_names, read_pack, rules_of_packs
from scheduling.engine.rules import ALL, BY_CODE, WeeklyHours
from scheduling.engine.rules.base import Clause, Force, Rule

CPR_2023, CPR_2025, LOCAL = map(read_pack, ("acgme-cpr-2023", "acgme-cpr-2025", "program-local"))
ENTRIES = [
    pytest.param(entry, id=f"{name}: {entry.code}")
    for name in pack_names()
    for entry in read_pack(name).entries
]


def book(*names: str) -> dict[str, Rule]:
    entries = rules_of_packs([read_pack(name) for name in names])
    return {code: entry.made() for code, entry in entries.items()}


def test_every_rule_is_in_a_pack():
    assert {e.code for name in pack_names() for e in read_pack(name).entries} == set(BY_CODE)


@pytest.mark.parametrize("entry", ENTRIES)
def test_entry_says_in_whole_sentences_what_it_asks_for(entry):
    rule = entry.made()

    assert rule.text.endswith(".")
    assert "{" not in rule.text
    assert (rule.force == Force.WISH) == (entry.rule.force == Force.WISH)


@pytest.mark.parametrize("entry", ENTRIES)
def test_only_the_accreditation_musts_and_shoulds_have_clauses(entry):
    of_acgme = entry.basis.pack.startswith("acgme-cpr-")

    assert (entry.basis.force in (Force.MUST, Force.SHOULD)) == of_acgme
    assert of_acgme == bool(entry.basis.clauses)


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
def test_every_parameter_has_its_meaning(rule):
    assert set(rule.meanings) == {field.name for field in rule.parameter_fields()}
    assert all(meaning.endswith(".") for meaning in rule.meanings.values())


def test_both_editions_have_the_same_rules_and_know_both_numbers():
    hours_2023, hours_2025 = (book(pack.name)["weekly-hours"] for pack in (CPR_2023, CPR_2025))
    old, new = Clause("2023", "VI.F.1"), Clause("2025", "6.20")

    assert (hours_2023.clauses, hours_2025.clauses) == ((old, new), (new, old))
    assert (hours_2023.text, hours_2023.force) == (hours_2025.text, hours_2025.force)
    assert [e.code for e in CPR_2023.entries] == [e.code for e in CPR_2025.entries]


def test_every_rule_of_the_accreditation_has_a_number_in_both_editions():
    """But for one, of which the new number was not read."""
    for entry in (*CPR_2023.entries, *CPR_2025.entries):
        known = ["2023"] if entry.code == "supervision-level" else ["2023", "2025"]
        assert sorted(c.edition for c in entry.basis.clauses) == known


def test_broken_rule_knows_its_clauses_and_who_says_so():
    example = next(e for e in examples_of("weekly-hours") if not e.passes)
    rule = book("acgme-cpr-2025")["weekly-hours"]

    (broken,) = check(example.problem, example.roster, [rule]).violations

    assert broken.cited == "6.20 (2025), VI.F.1 (2023)"
    assert broken.rule.force == Force.MUST
    assert broken.rule.source == ("ACGME Common Program Requirements 6.20 (2025), VI.F.1 (2023)")


def test_text_names_the_parameters_that_are_in_force():
    entry = rules_of_packs([LOCAL])["night-run"]

    assert entry.made().text == "Nobody works more than 6 nights in a row in house."
    assert entry.made({"nights": 4}).text == "Nobody works more than 4 nights in a row in house."


def test_basis_goes_with_a_rule_through_json_and_through_a_change():
    rule = book("acgme-cpr-2025")["weekly-hours"]

    (again,) = rules_from_json(json.loads(json.dumps(rules_to_json([rule]))))

    assert (again, again.basis, again.text) == (rule, rule.basis, rule.text)
    assert dataclasses.replace(rule, weight=3).force == Force.MUST


def test_question_is_the_same_whoever_asks_it():
    problem, rule = examples_of("weekly-hours")[0].problem, book("acgme-cpr-2025")["weekly-hours"]

    assert rule == WeeklyHours()
    assert fingerprint(problem, [rule]) == fingerprint(problem, [WeeklyHours()])


def test_two_editions_of_the_same_requirements_cannot_be_chosen_together():
    with pytest.raises(ValueError, match="acgme-cpr-2025 and acgme-cpr-2023 are the same"):
        rules_of_packs([CPR_2023, CPR_2025])


@pytest.mark.parametrize(
    ("code", "parameters", "weight", "sentence"),
    [
        ("weekly-hours", {"hours": 84}, None, "hours is 84; at most 80 is allowed."),
        ("rest-after-call", {"hours": 10}, None, "hours is 10; at least 14 is asked for."),
        ("rest-after-call", {"after_hours": 28}, None, "after_hours is 28; at most 24 is allowed."),
        ("call-frequency", {"every": 2}, None, "every is 2; at least 3 is asked for."),
        ("continuous-duty", {"transition_hours": 6}, None, "at most 4 is allowed."),
        ("weekly-hours", {"hours": 80}, 5, "must hold; it cannot be given a weight."),
        ("weekly-hours", {"hour": 80}, None, "Eighty hours a week has no parameter hour."),
        ("continuous-duty", {"hours": 0}, None, "there is nothing to hand over after."),
    ],
)
def test_what_a_requirement_does_not_allow_is_refused(code, parameters, weight, sentence):
    entry = rules_of_packs([CPR_2025])[code]

    with pytest.raises(ValueError, match=re.escape(sentence)):
        entry.made(parameters, weight)


def test_stricter_than_the_requirement_is_allowed():
    assert rules_of_packs([CPR_2025])["weekly-hours"].made({"hours": 72}) == WeeklyHours(hours=72)


def test_only_what_must_hold_cannot_be_switched_off():
    entries = rules_of_packs([CPR_2025, LOCAL])

    entries["night-run"].refuse_off()
    entries["rest-between"].refuse_off()
    with pytest.raises(ValueError, match=r"One day in seven free .* it cannot be switched off"):
        entries["day-off"].refuse_off()


# Packs that are not well formed


HEAD = 'title = "T"\nsource = "S"\nstatus = "Read."\n'
RULE = '[[rule]]\ncode = "night-run"\nforce = "local"\n'


@pytest.fixture
def pack(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "trial.toml"
        path.write_text(text)
        return path

    return write


def test_later_pack_overrides_an_earlier_one(pack):
    stricter = pack_from(pack(HEAD + RULE + "parameters = { nights = 4 }\n"))

    assert rules_of_packs([LOCAL, stricter])["night-run"].made().parameters() == {"nights": 4}
    assert rules_of_packs([stricter, LOCAL])["night-run"].made().parameters() == {"nights": 6}


def test_later_pack_cannot_weaken_what_must_hold(pack):
    weaker = pack_from(pack(HEAD + '[[rule]]\ncode = "day-off"\nforce = "local"\n'))

    with pytest.raises(ValueError, match="T would replace One day in seven free, which must hold"):
        rules_of_packs([CPR_2025, weaker])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("titel = 'T'", "trial.toml: titel is not a field; "),
        ("title = 'T'", "trial.toml: source is missing."),
        ("title = 7", "trial.toml, title: 7 is not a str."),
        ("title = ", "trial.toml is not a pack: "),
        (HEAD + "rules = 'none.toml'", "none.toml: there is no such file."),
        (HEAD + "[clauses]\nday-off = '1'", "clauses: day-off is not a rule of this pack."),
        (HEAD + "[[rule]]\nforce = 'local'", "trial.toml, rule 1: code is missing."),
        (HEAD + RULE + RULE, "trial.toml, rule night-run: it is there twice."),
        (HEAD + RULE.replace("night-run", "nap"), "rule nap, code: there is no rule nap."),
        (HEAD + RULE.replace("local", "may"), "rule night-run, force: may is not one of must, "),
        (HEAD + RULE + "onn = true", "trial.toml, rule night-run: onn is not a field; "),
        (HEAD + RULE + "on = 1", "trial.toml, rule night-run, on: 1 is not a bool."),
        (HEAD + RULE + "weight = 'much'", "weight: 'much' is neither a number nor"),
        (HEAD + RULE + "weight = 0", "rule night-run: Nights in a row: the weight is 0"),
        (HEAD + RULE + "parameters = { night = 4 }", "Nights in a row has no parameter night."),
        (HEAD + RULE + "parameters = { nights = '4' }", "nights is '4'; it must be like 6."),
        (HEAD + RULE + "text = '{night} nights.'", "text: 'night' is not a parameter."),
        (HEAD + RULE + "bounds = { night = { most = 4 } }", "bounds: night is not a parameter"),
        (HEAD + RULE + "bounds = { nights = { max = 4 } }", "bounds of nights: max is not a field"),
        (HEAD + RULE + "bounds = { nights = { most = 4 } }", "nights is 6; at most 4 is allowed."),
        (HEAD + RULE.replace("local", "must") + "on = false", "it cannot be switched off."),
    ],
)
def test_pack_that_is_not_well_formed_is_refused_in_words(pack, text, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        pack_from(pack(text))


def test_pack_that_there_is_not_is_refused():
    with pytest.raises(ValueError, match=r"There is no rule pack acgme-cpr-2017\."):
        read_pack("acgme-cpr-2017")


def test_every_example_is_of_a_rule_that_there_is():
    assert {path.stem for path in (FOLDER / "examples").glob("*.toml")} <= set(BY_CODE)
