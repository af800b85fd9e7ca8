"""A thumb: it touches controls, and counts how often."""

from playwright.sync_api import Locator


class Thumb:
    """Of somebody who holds a telephone. What is chosen or typed in a field is no tap of its own."""

    def __init__(self) -> None:
        self.taps = 0

    def tap(self, control: Locator) -> None:
        self.taps += 1
        control.tap()
