"""What somebody says they would like: a form for each wish, in the order of their ranks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.spoken import spoken
from people.wording import said
from scheduling.engine.academic_year import Span
from scheduling.models import Request
from scheduling.queries.preference_choices import Choices
from scheduling.services.preferences import Wish
from scheduling.templatetags.schedule_text import ON_WEEKDAYS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Kind = Request.Kind
SIX_DAYS = timedelta(days=6)
translated = lazy(gettext, str)
WISHES = [(wish.value, translated(wish.label)) for wish in Request.Wish]
DAYS = [("", _("Any day")), *((str(n), name) for n, name in ON_WEEKDAYS.items())]


class WishForm(forms.Form):
    """One wish; left empty it is none."""

    kind: str
    main: str
    """The field without which there is no wish."""

    @property
    def is_given(self) -> bool:
        return bool(self.cleaned_data.get(self.main))

    def wish(self) -> Wish:
        raise NotImplementedError


class RotationForm(WishForm):
    kind, main = Kind.ROTATION, "rotation"
    rotation = forms.ChoiceField(label=_("Rotation"), required=False)
    when = forms.ChoiceField(label=_("When"), required=False)
    wish_for = forms.ChoiceField(label=_("Wish"), choices=WISHES, required=False)

    def __init__(self, choices: Choices, **options: Any) -> None:
        super().__init__(**options)
        rotations = [(str(pk), f"{r.code}, {r.name}") for pk, r in choices.rotations.items()]
        self.fields["rotation"].choices = [("", _("None")), *rotations]  # type: ignore[attr-defined]
        self.fields["when"].choices = [("", _("At any time")), *_times(choices)]  # type: ignore[attr-defined]

    def wish(self) -> Wish:
        data = self.cleaned_data
        first, last = _span(data["when"])
        wish = data["wish_for"] or Request.Wish.PREFER
        return Wish(self.kind, wish, int(data["rotation"]), first, last)


class LeaveWishForm(WishForm):
    kind, main = Kind.LEAVE, "week"
    week = forms.ChoiceField(label=_("Week"), required=False)

    def __init__(self, choices: Choices, **options: Any) -> None:
        super().__init__(**options)
        weeks = [(_key(week), _words(week)) for week in choices.weeks]
        self.fields["week"].choices = [("", _("None")), *weeks]  # type: ignore[attr-defined]

    def wish(self) -> Wish:
        first, last = _span(self.cleaned_data["week"])
        return Wish(self.kind, starts_on=first, ends_on=last)


class Day(forms.DateInput):
    """The calendar of the telephone."""

    input_type = "date"


class CallForm(WishForm):
    kind, main = Kind.CALL, "wish_for"
    wish_for = forms.ChoiceField(
        label=_("Wish"), choices=[("", _("None")), *WISHES], required=False
    )
    weekday = forms.ChoiceField(label=_("Weekday"), choices=DAYS, required=False)
    starts_on = forms.DateField(label=_("From"), widget=Day, required=False)
    ends_on = forms.DateField(label=_("Until"), widget=Day, required=False)

    def __init__(self, choices: Choices, **options: Any) -> None:
        super().__init__(**options)

    def wish(self) -> Wish:
        data = self.cleaned_data
        weekday = int(data["weekday"]) if data["weekday"] else None
        last = data["ends_on"] or data["starts_on"]
        return Wish(self.kind, data["wish_for"], None, data["starts_on"], last, weekday)


class ClinicForm(WishForm):
    kind, main = Kind.CLINIC, "weekday"
    weekday = forms.ChoiceField(
        label=_("Weekday"), choices=[("", _("None")), *DAYS[1:]], required=False
    )
    wish_for = forms.ChoiceField(label=_("Wish"), choices=WISHES, required=False)

    def __init__(self, choices: Choices, **options: Any) -> None:
        super().__init__(**options)

    def wish(self) -> Wish:
        data = self.cleaned_data
        wish = data["wish_for"] or Request.Wish.PREFER
        return Wish(self.kind, wish, weekday=int(data["weekday"]))


FORMS: dict[str, type[RotationForm | LeaveWishForm | CallForm | ClinicForm]] = {
    form.kind: form for form in (RotationForm, LeaveWishForm, CallForm, ClinicForm)
}
TITLES = {
    Kind.ROTATION: _("Rotations"),
    Kind.LEAVE: _("Weeks of leave"),
    Kind.CALL: _("Call"),
    Kind.CLINIC: _("Clinic"),
}


@dataclass(frozen=True)
class Section:
    """The wishes of one kind, the first wished for most."""

    kind: str
    title: StrOrPromise
    forms: tuple[WishForm, ...]

    @property
    def given(self) -> int:
        """How many forms are shown at once: those that say something, and two more."""
        filled = [
            index
            for index, form in enumerate(self.forms)
            if form.initial or (form.is_bound and form.has_changed())
        ]
        return max(filled, default=-1) + 3


def sections(
    choices: Choices, stated: Sequence[Request], data: QueryDict | None = None
) -> list[Section]:
    """A form for each wish that may be stated, filled with what was."""
    return [_section(choices, kind, stated, data) for kind in choices.round.asks]


def _section(
    choices: Choices, kind: str, stated: Iterable[Request], data: QueryDict | None
) -> Section:
    mine = [_initial(request) for request in stated if request.kind == kind]
    blank: list[dict[str, Any]] = [{}] * max(0, choices.round.most - len(mine))
    made = (
        FORMS[kind](choices, data=data, prefix=f"{kind}-{rank}", initial=initial)
        for rank, initial in enumerate([*mine, *blank], start=1)
    )
    return Section(kind, TITLES[Kind(kind)], tuple(made))


def wishes_of(found: Iterable[Section]) -> Iterator[Wish]:
    """In the order of their ranks; of valid forms."""
    for section in found:
        for form in section.forms:
            if form.is_given:
                yield form.wish()


def are_valid(found: Iterable[Section]) -> bool:
    """All are asked, so that each says what is wrong with it."""
    valid = [form.is_valid() for section in found for form in section.forms]
    return all(valid)


def _initial(request: Request) -> dict[str, Any]:
    first, last = request.starts_on, request.ends_on
    span = _key(Span(first, last)) if first and last else ""
    if request.kind == Kind.LEAVE:
        return {"week": span}
    found: dict[str, Any] = {"wish_for": request.wish, "weekday": str(request.weekday or "")}
    if request.kind == Kind.ROTATION:
        return found | {"rotation": str(request.rotation_id), "when": span}
    return found | {"starts_on": first, "ends_on": last}


def _times(choices: Choices) -> Iterator[tuple[str, str]]:
    """Blocks for residents, weeks for those who attend."""
    if choices.enrolment.pgy is None:
        yield from ((_key(week), _words(week)) for week in choices.weeks)
        return
    for block in choices.blocks:
        days = Span(block.starts_on, block.ends_on)
        yield (
            _key(days),
            gettext("Block %(number)s") % {"number": block.number} + f", {_words(days)}",
        )


def _key(days: Span) -> str:
    return f"{days.starts_on}/{days.ends_on}"


def _span(key: str) -> tuple[date | None, date | None]:
    first, _, last = key.partition("/")
    return (date.fromisoformat(first), date.fromisoformat(last)) if first else (None, None)


def _words(days: Span) -> str:
    first, last = days.starts_on, days.ends_on
    return spoken(said("{first:%b %-d} to {last:%b %-d}", first=first, last=last))
