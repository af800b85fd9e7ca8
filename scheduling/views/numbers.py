"""One's own numbers, beside the anonymous spread of those who share with one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from scheduling.pictures import Strip, strip
from scheduling.queries.equity import Period
from scheduling.services.fairness import SMALLEST_GROUP, MyNumber, my_numbers
from scheduling.views.subject import own_subject, signed_in


@require_safe
@never_cache
def my_numbers_page(request: HttpRequest) -> HttpResponse:
    """Of the whole year, or of what lies behind."""
    at = timezone.now()
    subject = own_subject(request, _("Here you see your own numbers only."), at=at)
    if subject is None:
        return render(request, "scheduling/my/nobody.html", {"base": "base.html"})
    period = Period.SO_FAR if request.GET.get("period") == Period.SO_FAR else Period.YEAR
    found = my_numbers(subject.person, subject.program, by=signed_in(request), at=at, period=period)
    context = {
        "base": "base.html",
        "subject": subject,
        "found": found,
        "period": period.value,
        "numbers": [(number, _picture(number)) for number in found.numbers],
        "smallest": SMALLEST_GROUP,
    }
    return render(request, "scheduling/numbers.html", context)


def _picture(number: MyNumber) -> Strip | None:
    if not number.levels or number.middle is None:
        return None
    return strip(number.levels, middle=number.middle, mine=number.held.level)
