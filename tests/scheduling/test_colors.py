"""Colors stay readable whatever a program chooses, and nothing but colors reaches a stylesheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.colors import (
    DARK_CARD,
    FULL_IN_THE_DARK,
    LIGHT_CARD,
    TINT_BY_DAY,
    TINT_IN_THE_DARK,
    contrast,
    ink_on,
    is_color,
    mixed,
    stylesheet,
)

AA = 4.5
COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("color", "ink"),
    [
        ("#ffffff", "#000000"),
        ("#ffc000", "#000000"),
        ("#000000", "#ffffff"),
        ("#1d3a8a", "#ffffff"),
    ],
)
def test_ink_is_the_more_readable(color, ink):
    assert ink_on(color) == ink


def test_contrast_is_that_of_the_guidelines():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@given(color=COLORS)
def test_ink_passes_aa_on_every_color(color):
    backgrounds = [
        color,
        mixed(color, TINT_BY_DAY, LIGHT_CARD),
        mixed(color, FULL_IN_THE_DARK, DARK_CARD),
        mixed(color, TINT_IN_THE_DARK, DARK_CARD),
    ]

    assert all(contrast(ink_on(background), background) >= AA for background in backgrounds)


def test_mixed_keeps_a_share():
    assert mixed("#ff0000", 1.0, "#ffffff") == "#ff0000"
    assert mixed("#ff0000", 0.0, "#ffffff") == "#ffffff"
    assert mixed("#000000", 0.5, "#ffffff") == "#808080"


@pytest.mark.parametrize("text", ["", "red", "#fff", "#ffc00g", "#ffc0000", "#ffc000\n", "};a{b:c"])
def test_only_six_digits_are_a_color(text):
    assert is_color(text) is False


def test_stylesheet_names_each_color_by_day_and_in_the_dark():
    sheet = stylesheet({"activity-1": "#ffc000", "activity-2": "};*{}"})

    by_day, _, in_the_dark = sheet.partition("@media screen and (prefers-color-scheme: dark)")
    assert "activity-2" not in sheet
    assert by_day == (
        ".activity-1 { --color: #ffc000; --on-color: #000000; "
        "--tint: #ffe699; --on-tint: #000000; --stripe: #ffc000; }\n"
    )
    assert in_the_dark.count(".activity-1 {") == 1
    assert in_the_dark.count("{") == in_the_dark.count("}")
