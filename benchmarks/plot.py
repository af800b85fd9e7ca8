"""Draws lines into an SVG file, one small picture for each measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, HEIGHT, MARGIN = 260, 190, 44
Point = tuple[float, float]


@dataclass(frozen=True)
class Panel:
    """A measure by the number of something."""

    title: str
    points: tuple[Point, ...]


def svg(pictures: Sequence[Sequence[Panel]], caption: str) -> str:
    """Rows of pictures side by side, under them the caption."""
    width, height = WIDTH * max(map(len, pictures)), HEIGHT * len(pictures) + 24
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'font-family="sans-serif" font-size="11" role="img">',
        f"<title>{escape(caption)}</title>",
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    for row, panels in enumerate(pictures):
        for number, panel in enumerate(panels):
            lines += _panel(panel, WIDTH * number, HEIGHT * row)
    lines += [f'<text x="8" y="{height - 8}">{escape(caption)}</text>', "</svg>"]
    return "\n".join(lines) + "\n"


def _panel(panel: Panel, left: float, below: float) -> Iterator[str]:
    """Both axes begin at zero, so that a straight line through the corner is proportional."""
    across = max((x for x, _ in panel.points), default=0) or 1
    up = max((y for _, y in panel.points), default=0) or 1
    bottom, right, top = HEIGHT - MARGIN + 16, WIDTH - 12, 30
    places = [
        (MARGIN + x / across * (right - MARGIN), bottom - y / up * (bottom - top))
        for x, y in panel.points
    ]
    drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    yield f'<g transform="translate({left} {below})">'
    yield f'<text x="{MARGIN}" y="18" font-weight="bold">{escape(panel.title)}</text>'
    yield f'<path d="M{MARGIN} {top}V{bottom}H{right}" fill="none" stroke="#888888"/>'
    yield f'<text x="{MARGIN - 4}" y="{top + 4}" text-anchor="end">{up:.3g}</text>'
    yield f'<text x="{MARGIN - 4}" y="{bottom}" text-anchor="end">0</text>'
    yield f'<polyline points="{drawn}" fill="none" stroke="#1f5fa8" stroke-width="2"/>'
    for (x, y), (number, _) in zip(places, panel.points, strict=True):
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#1f5fa8"/>'
        yield f'<text x="{x:.1f}" y="{bottom + 14}" text-anchor="middle">{number:g}</text>'
    yield "</g>"
