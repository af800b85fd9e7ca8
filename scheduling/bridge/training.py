"""Requirements of training as a part of a year's problem: done before, this year, possible later."""

from __future__ import annotations

from collections.abc import Iterator

from people.models import Enrolment, Slot
from scheduling.bridge.parts import Parts
from scheduling.bridge.places import Place
from scheduling.bridge.source import Source
from scheduling.bridge.timeline import shares_for
from scheduling.bridge.year import YearPart
from scheduling.engine.academic_year import Span
from scheduling.engine.problem import Quota
from scheduling.models import Activity, CurriculumItem, Requirement, Rotation

WEEKS_OF_HALF = 2
WEEK = 7


class TrainingPart:
    """Adds what is still to be done of each requirement to the rotations of a year."""

    def __init__(self, parts: Parts, source: Source, year: YearPart) -> None:
        self.parts, self.source, self.year = parts, source, year
        self._expected: dict[tuple[int, int], dict[str, int]] = {}

    def add_requirements(self) -> None:
        for enrolment in self.source.residents:
            for requirement in self.source.requirements:
                if not enrolment.visiting_from and requirement.track in ("", enrolment.track):
                    self.parts.quotas += self._quota(enrolment, requirement)

    def _quota(self, enrolment: Enrolment, requirement: Requirement) -> Iterator[Quota]:
        if requirement.pgy not in (None, enrolment.pgy):
            return
        low, label = requirement.minimum, f"{requirement.name} ({requirement.unit})"
        if requirement.pgy is None:
            done = self.source.credits.get((enrolment.person_id, requirement.pk), 0)
            later = self._later(enrolment, requirement, max(0, low - done))
            label += f", {done} of {low} done before and {later} left to later years"
            low = max(0, low - done - later)
        if low:
            rule = "graduation" if requirement.binding else "exposure"
            weights = self._weights(enrolment, requirement)
            yield Quota(rule, str(enrolment.person_id), weights, low, None, label)

    def _later(self, enrolment: Enrolment, requirement: Requirement, left: int) -> int:
        """The most weeks that the curriculum has for later years; of time in an activity, a share.

        What is done in clinic hangs on each year's rotations, so each year is to bring its part.
        """
        pgy = enrolment.pgy or 0
        years = sorted({item.pgy for item in self.source.curriculum if item.pgy > pgy})
        if requirement.rotation_id is None:
            return left * len(years) // (len(years) + 1)
        items = self.items_later(enrolment, requirement.rotation_id)
        return sum(WEEKS_OF_HALF * item.maximum_halves for item in items)

    def items_later(self, enrolment: Enrolment, rotation: int) -> list[CurriculumItem]:
        """What the curriculum has of a rotation for the years after this one."""
        return [
            item
            for item in self.source.curriculum
            if item.pgy > (enrolment.pgy or 0)
            and item.track in ("", enrolment.track)
            and item.rotation_id == rotation
        ]

    def _weights(self, enrolment: Enrolment, requirement: Requirement) -> dict[str, int]:
        if requirement.rotation_id is not None:
            shares = self.year.shares_of(requirement.rotation_id)
            return {duty: WEEKS_OF_HALF * share for duty, share in shares.items()}
        key = (requirement.pk, enrolment.pgy or 0)
        if key not in self._expected:
            found = ((p.duty, self.time_in(p, enrolment, requirement)) for p in self.year.places)
            self._expected[key] = {duty: time for duty, time in found if time}
        return self._expected[key]

    # Time in an activity, as the weeks of a rotation let expect it

    def time_in(self, place: Place, enrolment: Enrolment, requirement: Requirement) -> int:
        activity = self.source.activities[requirement.activity_id or 0]
        half_days = sum(
            self._half_days(part, activity, enrolment.pgy) * _weeks(days)
            for part, days in place.components
        )
        if requirement.unit == Requirement.Unit.HALF_DAYS:
            return int(half_days)
        return int(half_days * _hours(activity))

    def _half_days(self, rotation: Rotation, activity: Activity, pgy: int | None) -> float:
        """Half-days of the activity in an ordinary week, clinic weeks counted in proportion."""
        clinic, own = self.year.clinic_weeks, self._of_week(rotation, activity, pgy)
        if clinic.rotation is None or not clinic.leaves(rotation):
            return own
        there = self._of_week(clinic.rotation, activity, pgy)
        return own * (1 - clinic.share) + there * clinic.share

    def _of_week(self, rotation: Rotation, activity: Activity, pgy: int | None) -> int:
        """The least that the rotation asks for; else the half-days that can be nothing else."""
        for share in shares_for(rotation, pgy):
            if share.activity_id == activity.pk:
                return share.minimum
        cells: dict[tuple[int, str], set[int]] = {}
        for cell in rotation.pattern.all():
            if cell.week is None and cell.pgy in (None, pgy):
                cells.setdefault((cell.weekday, cell.slot), set()).add(cell.activity_id)
        return sum(choice == {activity.pk} for choice in cells.values())


def _weeks(days: Span) -> float:
    return ((days.ends_on - days.starts_on).days + 1) / WEEK


def _hours(activity: Activity) -> float:
    """The hours of a half-day, in the mean of those in which it can be."""
    found = [times for slot in (Slot.AM, Slot.PM) if (times := activity.times(slot)) is not None]
    minutes = [
        (ends.hour - starts.hour) * 60 + ends.minute - starts.minute for starts, ends in found
    ]
    return sum(minutes) / len(minutes) / 60 if minutes else 0
