"""How pages are found: what stands in the sidebar of the admin site, by its words."""

from collections.abc import Iterator

from django.urls import reverse

from people.admin.menu import Group, Item, items_of
from people.finding import Asked, Hit, searches
from people.permissions import programs_for


@searches("Pages", 80, "web", "view_draft")
def pages(asked: Asked) -> Iterator[Hit]:
    for group in Group:
        for item in items_of(group):
            if asked.all_in(item.words, group.value) and _opens(item, asked):
                yield Hit(item.words, reverse(f"admin:{item.page}"), group.value)


def _opens(item: Item, asked: Asked) -> bool:
    if item.action is None or asked.user.is_superuser:
        return True
    return programs_for(asked.user, item.action, asked.at).exists()
