"""The sidebar of the admin site: each module of admin pages puts its own items there."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class Group(StrEnum):
    """The sidebar's headings, from top to bottom."""

    FIRST = ""
    SCHEDULE = "Schedule"
    PROGRAM = "Program"
    PEOPLE = "People"
    RULES = "Rules"
    OPERATIONS = "Operations"


@dataclass(frozen=True)
class Item:
    """A page of the admin site by its name (with its namespace, if it is another's), and the
    action that opens it; None: everybody.

    Items of a group stand in the order of `place`. `holds` names pages that belong to the item,
    beside those of its own model.
    """

    group: Group
    place: int
    words: str
    icon: str
    page: str
    action: str | None
    holds: tuple[str, ...] = ()

    def leads_to(self, page: str) -> bool:
        """Whether the page is the item's own, or one of the same model's."""
        if self.page.endswith("_changelist"):
            return page.rpartition("_")[0] == self.page.rpartition("_")[0]
        return page == self.page


_items: list[Item] = []


def put(
    group: Group,
    place: int,
    words: str,
    icon: str,
    page: str,
    action: str | None,
    *,
    holds: tuple[str, ...] = (),
) -> None:
    """Give the sidebar an item; done once, where the page's module is loaded."""
    _items.append(Item(group, place, words, icon, page, action, holds))
    item_shown.cache_clear()


def items_of(group: Group) -> list[Item]:
    return sorted(
        (item for item in _items if item.group == group), key=lambda i: (i.place, i.words)
    )


@cache
def item_shown(page: str) -> Item | None:
    """The item that leads to the page, or to which the page belongs."""
    holding = [item for item in _items if page in item.holds]
    leading = [item for item in _items if item.leads_to(page)]
    return next(iter(holding + leading), None)
