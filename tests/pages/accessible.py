"""Whether a page can be used by everybody: what axe finds of WCAG 2.2 AA, and the keyboard's way."""

from collections.abc import Iterator, Sequence
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

# A page writes its texts in a few colors, and axe reads each again for each text that has it.
READ_ONCE = """
(() => {
  const color = axe.commons.color.Color.prototype;
  const read = color.parseString;
  const known = new Map();
  color.parseString = function (text) {
    if (!known.has(text)) {
      read.call(this, text);
      known.set(text, [this.r, this.g, this.b, this.alpha]);
    }
    [this.r, this.g, this.b, this.alpha] = known.get(text);
    return this;
  };
})();
"""
AXE = f"{Axe().axe_script}\n{READ_ONCE}"
WCAG_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
RUN = """
async ([rules, without]) => {
  const options = {resultTypes: ["violations"], runOnly: rules, preload: false};
  return (await axe.run({include: ["html"], exclude: without}, options)).violations;
}
"""

# The keyboard's place is shown by an outline, its own or that of the box around a field, or by a
# ring that is drawn as a shadow. The calendar inside a field of a date or a time has a ring of the browser's.
UNMARKED = """
() => {
  const focused = document.activeElement;
  const outlined = (element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  };
  const boxed = focused.matches("input") && outlined(focused.parentElement);
  const ringed = getComputedStyle(focused).boxShadow !== "none";
  const inside = focused.matches("input:is([type=date], [type=time]):not(:focus-visible)");
  const marked = outlined(focused) || boxed || ringed || inside || focused === document.body;
  return marked ? "" : focused.outerHTML.slice(0, 90);
}
"""
# Scripts hear of other colors a moment after the style sheets; then colors glide, and are put
# where they go.
SETTLED = """
async () => {
  // Unfold asks once, when a page is opened, whether it is night.
  const root = document.documentElement;
  const night = matchMedia("(prefers-color-scheme: dark)").matches;
  if (root.hasAttribute("x-data")) root.classList.toggle("dark", night);
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  await frame();
  await frame();
  const gliding = () => document.getAnimations().filter((each) => each instanceof CSSTransition);
  // What one is inside of may set it off again.
  for (let each = gliding(); each.length; each = gliding()) each.forEach((one) => one.finish());
}
"""
FARTHEST = 120
"""Steps after which nobody looks for a control any more."""


def barriers(page: Page, *, only: str = "", without: Sequence[str] = ()) -> list[str]:
    """What keeps somebody out: the rule, where, and what axe says of it; by one rule if asked."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    asked = {"type": "rule", "values": [only]} if only else {"type": "tag", "values": WCAG_AA}
    found = page.evaluate(RUN, [asked, [[each] for each in without]])
    return [
        f"{rule['id']} at {' '.join(map(str, node['target']))}: {_said(node)}"
        for rule in found
        for node in rule["nodes"]
    ]


def _said(node: dict) -> str:
    return " ".join(
        check["message"] for kind in ("any", "all", "none") for check in node.get(kind, ())
    )


def settle(page: Page, colors: Scheme) -> None:
    """Show a page by day or by night, no color on its way to another."""
    page.emulate_media(color_scheme=colors, reduced_motion="reduce")
    page.evaluate(SETTLED)


def assert_accessible(page: Page) -> None:
    """By day and by night, the whole page and no color on its way to another."""
    page.wait_for_load_state("load")
    for colors in SCHEMES:
        settle(page, colors)
        found = barriers(page)
        assert not found, f"{page.url} ({colors}): {found}"


def unmarked_steps(page: Page, times: int) -> Iterator[str]:
    """Of each step with the tabulator, what is focused and does not look it."""
    for _ in range(times):
        page.keyboard.press("Tab")
        if unmarked := page.evaluate(UNMARKED):
            yield unmarked


def tab_to(page: Page, control: Locator) -> None:
    """Go to a control by keyboard alone, and see at each step where one is."""
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        unmarked = page.evaluate(UNMARKED)
        assert not unmarked, f"Focus does not show at {unmarked}"
        if control.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{FARTHEST} steps did not lead to {control}.")


def press(page: Page, control: Locator, key: str = "Enter") -> None:
    """Go to a control by keyboard, and use it."""
    tab_to(page, control)
    page.keyboard.press(key)
