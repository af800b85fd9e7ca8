"""The rotations and weeks of leave of a year, as a question for the engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from people.models import Absence, Enrolment
from people.wording import said
from scheduling.bridge.clinic_weeks import ClinicWeeks, group_tag
from scheduling.bridge.duties import call_tag, leave_duty, rotation_duty
from scheduling.bridge.leave_wishes import leave_asked, wish_price
from scheduling.bridge.parts import Parts
from scheduling.bridge.people import is_enrolled, standing_leave
from scheduling.bridge.places import Place, asked_of
from scheduling.bridge.sorts import traits_of_rotation
from scheduling.bridge.source import Source
from scheduling.bridge.timeline import components
from scheduling.engine.academic_year import Half, Span, weeks
from scheduling.engine.problem import Demand, Gap, Precedence, Preference, Quota
from scheduling.models import (
    Assignment,
    CallType,
    CurriculumItem,
    Request,
    Rotation,
    RotationDemand,
)


class YearPart:
    """Adds rotations to a problem: what there is, who may do it, what is asked of it."""

    def __init__(self, parts: Parts, source: Source) -> None:
        self.parts, self.source = parts, source
        self.clinic_weeks = ClinicWeeks(source)
        self._traits: dict[tuple[int, ...], frozenset[str]] = {}
        self.places = list(self._places())
        self.by_duty = {place.duty: place for place in self.places}
        self._shares: dict[int, dict[str, int]] = {}

    def _places(self) -> Iterator[Place]:
        """Every rotation in every block or half in which it may be."""
        for rotation in self.source.rotations.values():
            if rotation.kind in (Rotation.Kind.FACULTY, Rotation.Kind.ATTENDING):
                continue
            for days, number in self._times(rotation):
                parts = components(self.source, rotation, days)
                duty = self._duty(rotation, days)
                yield Place(duty, rotation, days, number, parts)

    def _duty(self, rotation: Rotation, days: Span) -> str:
        parts = [part for part, _ in components(self.source, rotation, days)]
        key = tuple(part.pk for part in parts)
        if key not in self._traits:
            self._traits[key] = traits_of_rotation(parts, self.clinic_weeks)
        duty = rotation_duty(rotation, days, self.source.zone, self._traits[key])
        return self.parts.add(duty, rotation)

    def _times(self, rotation: Rotation) -> list[tuple[Span, int]]:
        """Days, and the number of their block."""
        if rotation.length == Rotation.Length.HALF:
            return [(Span(h.starts_on, h.ends_on), h.block) for h in self.source.halves]
        return [(Span(p.starts_on, p.ends_on), p.number) for p in self.source.periods]

    # Who may do what

    def add_candidates(self, within: Span) -> None:
        """What the solver may decide: rotations of the curriculum that lie within the days.

        Nobody is given a rotation that lies outside of their enrolment.
        """
        for enrolment in self.source.residents:
            wanted = {item.rotation_id for item in self.items_of(enrolment)}
            for place in self.places:
                inside = inside_of(within, place.days)
                if inside and place.rotation.pk in wanted and _touches(enrolment, place.days):
                    self.parts.candidates.add((str(enrolment.person_id), place.duty))

    def items_of(self, enrolment: Enrolment) -> list[CurriculumItem]:
        return asked_of(enrolment, self.source.curriculum)

    # What is asked

    def add_curriculum(self) -> None:
        for enrolment in self.source.residents:
            if not enrolment.visiting_from:
                self._placement(enrolment)
            for item in self.items_of(enrolment):
                self._item(enrolment, item)
            for rotation in self.source.rotations.values():
                self._window(enrolment, rotation, rotation.first_block, rotation.last_block)

    def _placement(self, enrolment: Enrolment) -> None:
        for half in self.source.halves:
            if is_enrolled(enrolment, half.starts_on, half.ends_on):
                weights = {place.duty: 1 for place in self.places if place.covers(half)}
                label = said("half {number} of block {block}", number=half.number, block=half.block)
                self._quota("placement", enrolment, weights, 1, 1, label)

    def shares_of(self, rotation: int) -> dict[str, int]:
        """Half-blocks that each place counts for a rotation, where it counts any."""
        if rotation not in self._shares:
            found = ((place.duty, place.share(rotation)) for place in self.places)
            self._shares[rotation] = {duty: share for duty, share in found if share}
        return self._shares[rotation]

    def _item(self, enrolment: Enrolment, item: CurriculumItem) -> None:
        code = self.source.rotations[item.rotation_id].code
        weights = self.shares_of(item.rotation_id)
        low, high = item.minimum_halves, item.maximum_halves
        self._quota("rotation-quota", enrolment, weights, low, high, code)
        self._window(
            enrolment,
            self.source.rotations[item.rotation_id],
            item.first_block,
            item.last_block,
        )
        person = str(enrolment.person_id)
        if item.after_id:
            first = tuple(p.duty for p in self.places if p.share(item.after_id))
            then = tuple(p.duty for p in self.places if p.rotation.pk == item.rotation_id)
            before = self.source.rotations[item.after_id].code
            label = said("{duty} before any {before}", duty=code, before=before)
            self.parts.precedences.append(Precedence(person, first, then, label))
        if item.gap_halves:
            duties = tuple(weights)
            label = said(
                "{duty} twice with less than {count:g} blocks between",
                duty=code,
                count=item.gap_halves / 2,
            )
            self.parts.gaps.append(Gap(person, duties, 14 * item.gap_halves, label))

    def _window(
        self, enrolment: Enrolment, rotation: Rotation, first: int | None, last: int | None
    ) -> None:
        """Nothing of the rotation outside the blocks it is open in."""
        if first is None and last is None:
            return
        closed = {
            duty: share
            for duty, share in self.shares_of(rotation.pk).items()
            if not (first or 0) <= (number := self.by_duty[duty].number) <= (last or number)
        }
        label = said(
            "{duty} outside blocks {first} to {last}",
            duty=rotation.code,
            first=first or 1,
            last=last or said("the last"),
        )
        self._quota("rotation-quota", enrolment, closed, None, 0, label)

    def _quota(
        self,
        rule: str,
        enrolment: Enrolment,
        weights: dict[str, int],
        low: int | None,
        high: int | None,
        label: str,
    ) -> None:
        self.parts.quotas.append(Quota(rule, str(enrolment.person_id), weights, low, high, label))

    def add_demands(self, within: Span) -> None:
        """Residents on each rotation, and on rotations that leave them free for call."""
        for half in self.source.halves:
            if not inside_of(within, half):
                continue
            here = [place for place in self.places if place.covers(half)]
            when = said("block {block}, half {half}", block=half.block, half=half.number)
            doing: dict[int, list[str]] = defaultdict(list)
            for place in here:
                doing[place.component(half).pk].append(place.duty)
            for rotation in self.source.rotations.values():
                for demand in rotation.demands.all():
                    if not doing[rotation.pk]:
                        continue
                    who = frozenset({f"PGY-{demand.pgy}"}) if demand.pgy else frozenset()
                    level = f" PGY-{demand.pgy}" if demand.pgy else ""
                    self.parts.demands.append(
                        Demand(
                            tuple(doing[rotation.pk]),
                            demand.minimum,
                            demand.maximum,
                            who,
                            f"{rotation.code}{level} in {when}",
                        )
                    )
                    self._add_week_demands(rotation, demand, tuple(doing[rotation.pk]), half)
            free = tuple(p.duty for p in here if p.component(half).call_eligible)
            for call_type in self.source.call_types.values():
                if call_type.pool_minimum and free:
                    who = frozenset({call_tag(call_type)})
                    label = said("People free for {duty} in {when}", duty=call_type.code, when=when)
                    self.parts.demands.append(
                        Demand(free, call_type.pool_minimum, None, who, label)
                    )
                    self._add_week_pools(call_type, free, half)

    def _add_week_demands(
        self, rotation: Rotation, demand: RotationDemand, duties: tuple[str, ...], half: Half
    ) -> None:
        """Enough are left in each week in which a group is in the clinic."""
        if not demand.minimum or not self.clinic_weeks.leaves(rotation):
            return
        groups = {e.clinic_group for e in self.source.residents}
        for week, away in self.clinic_weeks.away(Span(half.starts_on, half.ends_on)):
            who = frozenset(group_tag(demand.pgy, group) for group in groups - {away})
            label = said(
                "{duty} in the week from {starts_on:%d %b %Y}, group {away} away",
                duty=rotation.code,
                starts_on=week.starts_on,
                away=away,
            )
            self.parts.demands.append(Demand(duties, demand.minimum, None, who, label))

    def _add_week_pools(self, call_type: CallType, free: tuple[str, ...], half: Half) -> None:
        """The same part of the pool as of everybody stays when a group is in the clinic."""
        clinic = self.clinic_weeks.rotation
        if clinic is None or clinic.call_eligible:
            return
        low = int(call_type.pool_minimum * (1 - self.clinic_weeks.share))
        groups = {e.clinic_group for e in self.source.residents}
        for week, away in self.clinic_weeks.away(Span(half.starts_on, half.ends_on)):
            who = frozenset(f"{call_tag(call_type)} {group_tag(None, g)}" for g in groups - {away})
            label = said(
                "People free for {duty} in the week from {starts_on:%d %b %Y}",
                duty=call_type.code,
                starts_on=week.starts_on,
            )
            self.parts.demands.append(Demand(free, low, None, who, f"{label}, group {away} away"))

    # Leave and wishes

    def add_leave(self, within: Span) -> None:
        """Weeks that were asked for may be given; as many in all as the program grants."""
        for enrolment in self.source.residents:
            if enrolment.visiting_from:
                continue
            person = str(enrolment.person_id)
            asked = self._leave_asked(enrolment, within)
            for request, days in asked:
                duty = self.parts.add(leave_duty(days, self.source.zone), None)
                self.parts.candidates.add((person, duty))
                if request.rank > 1:
                    label = said(
                        "leave, choice {rank}, from {starts_on:%d %b %Y}",
                        rank=request.rank,
                        starts_on=days.starts_on,
                    )
                    self.parts.preferences.append(
                        Preference(person, (duty,), request.rank - 1, label=label)
                    )
            self._leave_quotas(enrolment, [days for _, days in asked], within)

    def _leave_asked(self, enrolment: Enrolment, within: Span) -> list[tuple[Request, Span]]:
        asked = leave_asked(self.source, enrolment, within, replanned=within)
        return [(request, days) for request, days in asked if not self._in_clinic(enrolment, days)]

    def _in_clinic(self, enrolment: Enrolment, days: Span) -> bool:
        """Whether clinic weeks that leave no leave touch the days."""
        clinic = self.clinic_weeks.rotation
        return (clinic is not None and not clinic.leave_eligible) and any(
            week.starts_on <= days.ends_on and days.starts_on <= week.ends_on
            for week in self.clinic_weeks.of(enrolment)
        )

    def _leave_quotas(self, enrolment: Enrolment, asked: list[Span], within: Span) -> None:
        ids = {days: leave_duty(days, self.source.zone).id for days in asked}
        due = max(
            0, self.source.program.leave_weeks_per_year - self._weeks_taken(enrolment, within)
        )
        given = dict.fromkeys(ids.values(), 1)
        blocks = {self.source.period_of(days.starts_on).number for days in asked}
        self._quota(
            "leave-share",
            enrolment,
            given,
            min(due, len(blocks)),  # one week of a block is all that can be given
            due,
            "weeks of leave in the year",
        )
        for period in self.source.periods:
            inside = {duty: 1 for days, duty in ids.items() if period.holds(days.starts_on)}
            if len(inside) > 1:
                label = said("weeks of leave in block {number}", number=period.number)
                self._quota("leave-share", enrolment, inside, None, 1, label)

    def _weeks_taken(self, enrolment: Enrolment, within: Span) -> int:
        """Leave that stays, and weeks of which vacation approved already takes three days."""
        standing = standing_leave(self.source, within)
        return sum(row.person_id == enrolment.person_id for row in standing) + sum(
            sum(1 for week in weeks(a.starts_on, a.ends_on) if _days_in(week, a) >= 3)
            for a in self.source.absences
            if a.person_id == enrolment.person_id and a.kind == Absence.Kind.VACATION
        )

    def add_rotation_wishes(self) -> None:
        for request in self.source.requests:
            if request.kind != Request.Kind.ROTATION or request.person_id not in self.source.people:
                continue
            if self.source.rotations[request.rotation_id or 0].kind == Rotation.Kind.ATTENDING:
                continue
            duties = tuple(p.duty for p in self.places if _meets(p, request))
            code = self.source.rotations[request.rotation_id or 0].code
            prefer = request.wish == Request.Wish.PREFER
            self.parts.preferences.append(
                Preference(
                    str(request.person_id),
                    duties,
                    wish_price(request.rank),
                    prefer,
                    f"{'' if prefer else 'no '}{code}, choice {request.rank}",
                )
            )

    # What is settled

    def add_assigned(self, *, replanned: Span | None) -> None:
        """Rotations of the version that stay: all, or those outside some days and locked ones."""
        for row in self.source.of_kind(Assignment.Kind.ROTATION):
            rotation = self.source.rotations[row.rotation_id or 0]
            span = Span(row.starts_on, row.ends_on)
            duty = self._duty(rotation, span)
            if replanned is None or row.locked or not inside_of(replanned, span):
                self.parts.fixed.add((str(row.person_id), duty))

    def add_given_leave(self) -> None:
        """Weeks of leave of the version."""
        for row in standing_leave(self.source, None):
            duty = self.parts.add(
                leave_duty(Span(row.starts_on, row.ends_on), self.source.zone), None
            )
            self.parts.fixed.add((str(row.person_id), duty))


def _meets(place: Place, request: Request) -> bool:
    if not place.share(request.rotation_id or 0):
        return False
    return request.touches(place.days.starts_on, place.days.ends_on)


def _touches(enrolment: Enrolment, days: Span) -> bool:
    """Whether the person is enrolled on any of these days."""
    return (enrolment.starts_on is None or enrolment.starts_on <= days.ends_on) and (
        enrolment.ends_on is None or days.starts_on <= enrolment.ends_on
    )


def inside_of(outer: Span, inner: Span) -> bool:
    return outer.starts_on <= inner.starts_on and inner.ends_on <= outer.ends_on


def _days_in(week: Span, absence: Absence) -> int:
    first, last = max(week.starts_on, absence.starts_on), min(week.ends_on, absence.ends_on)
    return (last - first).days + 1
