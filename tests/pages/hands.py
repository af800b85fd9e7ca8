"""The ways to work: at a desk with the mouse or the keyboard alone, on a telephone with the thumb. All count."""

from __future__ import annotations

from playwright.sync_api import Locator

from tests.pages.accessible import tab_to

BY_SPACE = ("checkbox", "radio")
BEGINS = "document.activeElement === document.body"
"""Nothing was walked to yet: the first step leads to what skips the menus."""
IN_CONTENT = "element => Boolean(element.closest('#content, main'))"


class Mouse:
    """Clicks."""

    def __init__(self) -> None:
        self.acts = 0
        """How often something was pressed."""

    def press(self, control: Locator) -> None:
        self.acts += 1
        control.click()

    def open(self, cell: Locator) -> None:
        """Of a grid, where the first click goes to a cell and the second opens it."""
        self.press(cell)
        self.press(cell)

    def fill(self, field: Locator, text: str) -> None:
        field.click()
        field.fill(text)

    def choose(self, menu: Locator, words: str) -> None:
        """Of a menu that is opened and chosen from, which is one act."""
        self.acts += 1
        menu.select_option(label=words)


class Keyboard:
    """Walks to each control with the tabulator, and sees at each step where it is."""

    def __init__(self) -> None:
        self.acts = 0

    def press(self, control: Locator) -> None:
        self.acts += 1
        self._go(control)
        control.page.keyboard.press(
            "Space" if control.get_attribute("type") in BY_SPACE else "Enter"
        )

    def open(self, cell: Locator) -> None:
        self.press(cell)

    def fill(self, field: Locator, text: str) -> None:
        self._go(field)
        if field.get_attribute("type") == "date":
            year, month, day = text.split("-")
            text = f"{month}{day}{year}"
        else:
            field.page.keyboard.press("Control+a")
        field.page.keyboard.type(text)

    def choose(self, menu: Locator, words: str) -> None:
        self.acts += 1
        self._go(menu)
        menu.page.keyboard.type(words)

    def _go(self, control: Locator) -> None:
        control.wait_for()
        if control.evaluate("element => element === document.activeElement"):
            return
        page = control.page
        if page.evaluate(BEGINS) and control.evaluate(IN_CONTENT):
            tab_to(page, page.locator("a.skip"))
            page.keyboard.press("Enter")
        tab_to(page, control)


class Thumb:
    """Touches. What is chosen or typed in a field is no act of its own."""

    name = "thumb"

    def __init__(self) -> None:
        self.acts = 0

    def press(self, control: Locator) -> None:
        self.acts += 1
        control.tap()


Hand = Mouse | Keyboard
