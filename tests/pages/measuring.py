"""What can be measured of a page: its width, its targets, the contrast of its texts."""

from playwright.sync_api import Page

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

SMALL_TARGETS = """
() => [...document.querySelectorAll(
    "a.button, .tabbar a, .tabs a, a.arrow, .week th a, .programs a, button, select, summary,"
    + " input:not([type=hidden], [type=checkbox], [type=radio])")]
  .map(element => [element.getBoundingClientRect(), element.outerHTML.slice(0, 100)])
  .filter(([box]) => box.width > 0 && (box.height < 43.5 || box.width < 43.5))
  .map(([box, html]) => `${Math.round(box.width)} x ${Math.round(box.height)}: ${html}`)
"""

# Each text against the first background behind it. Colors are read back through a canvas, since a
# browser writes them in many ways; of a stripe and a tint, the tint is what lies behind the text.
LOW_CONTRAST = """
() => {
  const pen = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgba = color => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = color;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([red, green, blue]) => [red, green, blue]
    .map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      const layers = style.backgroundImage.match(/(rgba?|color|oklab)\\([^)]*\\)/g);
      const color = rgba(layers ? layers.at(-1) : style.backgroundColor);
      if (color[3] > 250) return color;
    }
    return rgba(getComputedStyle(document.body).backgroundColor);
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const element = walker.currentNode.parentElement;
    const box = element.getBoundingClientRect();
    if (!text || !box.width || element.closest(".unseen, .skip, option, script")) continue;
    const style = getComputedStyle(element);
    const lights = [luminance(rgba(style.color)), luminance(behind(element))].sort((a, b) => a - b);
    const ratio = (lights[1] + 0.05) / (lights[0] + 0.05);
    if (ratio < 4.5) found.push(`${ratio.toFixed(2)}: ${text.slice(0, 40)}`);
  }
  return found;
}
"""


def overflow(page: Page) -> int:
    """How far the page can be scrolled sideways."""
    return int(page.evaluate(OVERFLOW))


def small_targets(page: Page) -> list[str]:
    """Controls smaller than 44 by 44."""
    return list(page.evaluate(SMALL_TARGETS))


def low_contrast(page: Page) -> list[str]:
    """Texts with a contrast below that of WCAG AA."""
    return list(page.evaluate(LOW_CONTRAST))
