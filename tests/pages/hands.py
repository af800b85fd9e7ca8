"""The ways to work: at a desk with the mouse or the keyboard alone, on a telephone with the thumb. All count."""

from __future__ import annotations

from playwright.sync_api import Locator

from tests.pages.accessible import tab_to

BY_SPACE = ("checkbox", "radio")


class Mouse:
    """Clicks."""

    name = "mouse"

    def __init__(self) -> None:
        self.acts = 0
        """How often something was pressed."""

    def press(self, control: Locator) -> None:
        self.acts += 1
        control.click()

    def fill(self, field: Locator, text: str) -> None:
        field.click()
        field.fill(text)

    def choose(self, menu: Locator, words: str) -> None:
        """Of a menu that is opened and chosen from, which is one act."""
        self.acts += 1
        menu.select_option(label=words)


class Keyboard:
    """Walks to each control with the tabulator, and sees at each step where it is."""

    name = "keyboard"

    def __init__(self) -> None:
        self.acts = 0

    def press(self, control: Locator) -> None:
        self.acts += 1
        self._go(control)
        control.page.keyboard.press(
            "Space" if control.get_attribute("type") in BY_SPACE else "Enter"
        )

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
        if not control.evaluate("element => element === document.activeElement"):
            tab_to(control.page, control)


class Thumb:
    """Touches. What is chosen or typed in a field is no act of its own."""

    name = "thumb"

    def __init__(self) -> None:
        self.acts = 0

    def press(self, control: Locator) -> None:
        self.acts += 1
        control.tap()


Hand = Mouse | Keyboard
