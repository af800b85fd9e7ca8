"""Tables of the admin's pages as files for a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils.text import slugify

from scheduling.csv_text import safe


def as_csv(name: str, header: Sequence[object], lines: Iterable[Sequence[object]]) -> HttpResponse:
    """A download; texts that a spreadsheet would run are kept texts."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(name)}.csv"'
    writer = csv.writer(response)
    writer.writerow(header)
    writer.writerows([safe(cell) for cell in line] for line in lines)
    return response
