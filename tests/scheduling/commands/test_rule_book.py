"""The page about the rules is never out of date, and tells of every rule."""

from django.core.management import call_command

from scheduling.engine.rules import ALL
from tests.conftest import ROOT


def test_the_page_about_the_rules_is_fresh(tmp_path):
    output = tmp_path / "rules.md"

    call_command("rule_book", output=output)

    assert (ROOT / "docs" / "rules.md").read_text() == output.read_text()


def test_every_rule_has_its_part_and_its_line_in_the_overview(tmp_path):
    output = tmp_path / "rules.md"

    call_command("rule_book", output=output)

    lines = output.read_text().splitlines()
    assert [line[3:] for line in lines if line.startswith("## ")] == [rule.title for rule in ALL]
    assert [line.split("`")[1] for line in lines if line.startswith("| [")] == [
        rule.code for rule in ALL
    ]
