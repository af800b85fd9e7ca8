"""Colors of rotations and activities: a readable ink on each, by day and on a dark page."""

from __future__ import annotations

import re
from collections.abc import Mapping

Rgb = tuple[int, int, int]

HEX = re.compile(r"#[0-9a-fA-F]{6}")
# Not softer: between these two, one always has a contrast of 4.5 or more, whatever the color.
BLACK, WHITE = "#000000", "#ffffff"
LIGHT_CARD, DARK_CARD = "#ffffff", "#1b2529"
FULL, TINT_BY_DAY, FULL_IN_THE_DARK, TINT_IN_THE_DARK = 1.0, 0.4, 0.45, 0.25
"""How much of a color remains; the rest is the card on which it lies."""


def is_color(text: str) -> bool:
    """Whether it is a color like #ffc000, and therefore safe in a stylesheet."""
    return HEX.fullmatch(text) is not None


def ink_on(color: str) -> str:
    """Black or white, whichever is read more easily on the color."""
    return max((BLACK, WHITE), key=lambda ink: contrast(ink, color))


def contrast(first: str, second: str) -> float:
    """The ratio of WCAG 2, from 1 to 21."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(color: str, share: float, card: str) -> str:
    """So much of the color, the rest of the card."""
    pairs = zip(_rgb(color), _rgb(card), strict=True)
    parts = (share * own + (1 - share) * behind for own, behind in pairs)
    return "#" + "".join(f"{round(part):02x}" for part in parts)


def stylesheet(colors: Mapping[str, str]) -> str:
    """One class for each name, which sets the properties that the pages paint with.

    What is no color gets no class and keeps the neutral look.
    """
    known = {name: color for name, color in colors.items() if is_color(color)}
    by_day = [_rule(name, color, FULL, TINT_BY_DAY, LIGHT_CARD) for name, color in known.items()]
    in_the_dark = [
        _rule(name, color, FULL_IN_THE_DARK, TINT_IN_THE_DARK, DARK_CARD)
        for name, color in known.items()
    ]
    dark = "@media screen and (prefers-color-scheme: dark) {"
    return "\n".join([*by_day, dark, *in_the_dark, "}", ""])


def _rule(name: str, color: str, full_share: float, tint_share: float, card: str) -> str:
    full, tint = mixed(color, full_share, card), mixed(color, tint_share, card)
    return (
        f".{name} {{ --color: {full}; --on-color: {ink_on(full)}; "
        f"--tint: {tint}; --on-tint: {ink_on(tint)}; --stripe: {color}; }}"
    )


def _luminance(color: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _rgb(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _rgb(color: str) -> Rgb:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
