"""Writes a picture as a PNG of at most 256 colors, a third of what the browser's own takes."""

import base64
import struct
import zlib
from collections import Counter
from pathlib import Path

from playwright.sync_api import Page

COMMON, RARE = 208, 48
"""How many colors are kept for being frequent, and how many for being unlike all others."""
SIGNATURE = b"\x89PNG\r\n\x1a\n"
Color = tuple[int, int, int]

# The browser reads its own picture: width, height, and the bytes of red, green, blue and opacity.
PIXELS = """
async picture => {
  const image = new Image();
  image.src = `data:image/png;base64,${picture}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const bytes = pen.getImageData(0, 0, image.width, image.height).data;
  const parts = [];
  for (let at = 0; at < bytes.length; at += 32768) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 32768)));
  }
  return [image.width, image.height, btoa(parts.join(""))];
}
"""


def save(picture: bytes, path: Path, *, blank: Page) -> None:
    """`blank` is a page without a content security policy, to read the picture in."""
    width, height, encoded = blank.evaluate(PIXELS, base64.b64encode(picture).decode())
    colors = _colors(base64.b64decode(encoded))
    palette = _palette(Counter(colors))
    index = _nearest(set(colors), palette)
    path.write_bytes(_png(width, height, palette, bytes(index[color] for color in colors)))


def _colors(pixels: bytes) -> list[Color]:
    return list(zip(pixels[::4], pixels[1::4], pixels[2::4], strict=True))


def _palette(counts: Counter[Color]) -> list[Color]:
    """The most frequent, then one by one the color that is least like those chosen."""
    palette = [color for color, _ in counts.most_common(COMMON)]
    far = {color: min(_distance(color, p) for p in palette) for color in counts}
    for _ in range(min(RARE, len(counts) - len(palette))):
        rare = max(far, key=lambda color: far[color])
        palette.append(rare)
        far = {color: min(away, _distance(color, rare)) for color, away in far.items()}
    return palette


def _nearest(colors: set[Color], palette: list[Color]) -> dict[Color, int]:
    """Where in the palette each color is found, or the one that is most like it."""
    index = {color: at for at, color in enumerate(palette)}
    for color in colors - index.keys():
        index[color] = min(range(len(palette)), key=lambda at: _distance(color, palette[at]))
    return index


def _distance(one: Color, other: Color) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _png(width: int, height: int, palette: list[Color], pixels: bytes) -> bytes:
    lines = (b"\0" + pixels[at : at + width] for at in range(0, len(pixels), width))
    return SIGNATURE + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", bytes(part for color in palette for part in color)),
            _chunk(b"IDAT", zlib.compress(b"".join(lines), 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
