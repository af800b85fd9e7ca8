"""Every route of the URLconf, its name, and an address that exists on the stage."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.doors.things import Things


@dataclass(frozen=True)
class Route:
    """A route's name with its namespaces; its pattern where it has no name."""

    name: str
    parameters: tuple[str, ...]
    is_named: bool

    def address(self, things: Things) -> str:
        if not self.is_named:
            return _unnamed(self.name, things)
        values = {name: things.value(self.name, name) for name in self.parameters}
        return reverse(self.name, kwargs=values) + things.query(self.name)


def routes() -> dict[str, Route]:
    found = list(_walk(get_resolver()))
    names = [route.name for route in found]
    assert len(names) == len(set(names)), "Two routes have the same name."
    return {route.name: route for route in found}


def _walk(
    resolver: URLResolver,
    pattern: str = "",
    spaces: tuple[str, ...] = (),
    parameters: tuple[str, ...] = (),
) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        whole = pattern + str(entry.pattern)
        known = (*parameters, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from _walk(entry, whole, inner, known)
        else:
            yield _route(entry, whole, spaces, known)


def _route(
    entry: URLPattern, pattern: str, spaces: tuple[str, ...], parameters: tuple[str, ...]
) -> Route:
    name = ":".join([*spaces, entry.name]) if entry.name else pattern
    return Route(name, parameters, is_named=bool(entry.name))


def _unnamed(pattern: str, things: Things) -> str:
    """The admin's two: an old address of a row, and whatever is no address at all."""
    if pattern == "admin/(?P<url>.*)$":
        return "/admin/nowhere/"
    app, model = pattern.split("/")[1:3]
    return f"/admin/{app}/{model}/{things.row(f'{app}.{model}').pk}/"
