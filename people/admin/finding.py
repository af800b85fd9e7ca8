"""The page of the search over everything; a list alone for what is typed into the header."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from people.admin.scoped import Scope, signed_in
from people.finding import LONGEST, SHORTEST, search


def find(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:LONGEST]
    found = search(text, by=signed_in(request), at=Scope.of(request).at)
    shown = {"text": text, "found": found, "shortest": SHORTEST}
    if request.headers.get("HX-Request"):
        return TemplateResponse(request, "admin/people/found.html", shown)
    title = f"Found for “{text}”" if text else "Find"
    context = {**admin.site.each_context(request), "title": title, **shown}
    return TemplateResponse(request, "admin/people/find.html", context)
