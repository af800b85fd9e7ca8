"""The forms in which people and codes that a spreadsheet brings are put right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from people.models import Enrolment
from scheduling.models import Activity, Rotation
from scheduling.services.new_names import FOR_RESIDENTS, HALF_DAY, PERSON, ROTATION, Proposed
from scheduling.services.new_names import WORDS as WHAT

CHOOSE = ("", "Choose…")


class NewForm(forms.Form):
    """What a service is told; it says what is wrong."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for field in self.fields.values():
            field.required = False
            field.widget.attrs["class"] = "rounds-input"


class PersonForm(NewForm):
    first_name = forms.CharField(max_length=80)
    last_name = forms.CharField(max_length=80)
    position = forms.ChoiceField(choices=Enrolment.Position.choices)
    pgy = forms.IntegerField(label="PGY", min_value=1, max_value=8)
    faculty_role = forms.ChoiceField(choices=[("", "None"), *Enrolment.FacultyRole.choices])
    track = forms.CharField(max_length=40)


class RotationForm(NewForm):
    code = forms.CharField(max_length=12)
    name = forms.CharField(max_length=80)
    kind = forms.ChoiceField(choices=[CHOOSE, *((k.value, k.label) for k in FOR_RESIDENTS)])
    length = forms.ChoiceField(choices=Rotation.Length.choices)
    pgys = forms.CharField(label="PGYs that may do it", max_length=40)


class ActivityForm(NewForm):
    code = forms.CharField(max_length=12)
    name = forms.CharField(max_length=80)
    kind = forms.ChoiceField(choices=[CHOOSE, *Activity.Kind.choices])


FORMS: Mapping[str, type[NewForm]] = {
    PERSON: PersonForm,
    ROTATION: RotationForm,
    HALF_DAY: ActivityForm,
}


@dataclass(frozen=True, slots=True)
class NewPart:
    """One of them on the page."""

    proposed: Proposed
    number: int

    @property
    def form(self) -> NewForm:
        new = self.proposed.new
        return FORMS[new.what](initial=dict(new.values), prefix=f"new{self.number}")


def parts_of(news: Iterable[Proposed]) -> list[NewPart]:
    return [NewPart(each, number) for number, each in enumerate(news)]


def said_of_new(sent: Any) -> Iterator[tuple[str, str, Mapping[str, str] | None]]:
    """What was written into the forms; None where it is not new after all."""
    pairs = zip(sent.getlist("new_sort"), sent.getlist("new_written"), strict=False)
    for number, (sort, written) in enumerate(pairs):
        prefix = f"new{number}-"
        if f"{prefix}not" in sent:
            yield sort, written, None
        else:
            yield (
                sort,
                written,
                {name.removeprefix(prefix): sent[name] for name in sent if name.startswith(prefix)},
            )


def choices_of(whats: Iterable[str]) -> list[tuple[str, str]]:
    """How it is offered beside a name that means nothing yet."""
    return [(f"new/{what}", f"A new {WHAT[what]}") for what in whats]
