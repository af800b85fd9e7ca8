"""The shift instances: days as a walk through states of one person, staffing with two sides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ortools.sat.python import cp_model

from benchmarks.sets import curtois


def by_hand(found: curtois.Instance) -> cp_model.CpModel:
    """The shift instance as a model of its own."""
    model = cp_model.CpModel()
    does = {
        (name, day, shift): model.new_bool_var("")
        for name, member in found.staff.items()
        for day in range(found.days)
        for shift in found.shifts
        if (name, day) not in found.days_off and member.most_shifts.get(shift, 0)
    }
    for name, member in found.staff.items():
        _person(model, found, name, member, does)
    model.minimize(_staffing(model, found, does) + _wishes(found, does))
    return model


Does = dict[tuple[str, int, str], cp_model.IntVar]


def _person(
    model: cp_model.CpModel, found: curtois.Instance, name: str, member: curtois.Member, does: Does
) -> None:
    days, shifts = range(found.days), found.shifts
    own = {(d, s): does[name, d, s] for d in days for s in shifts if (name, d, s) in does}
    works = [model.new_bool_var("") for _ in days]
    for day in days:
        model.add(sum(own[day, s] for s in shifts if (day, s) in own) == works[day])
    for (day, shift), now in own.items():
        after = [own[day + 1, s] for s in shifts[shift].not_before if (day + 1, s) in own]
        if after:
            model.add_at_most_one(now, *after)
    _runs(model, works, member)
    minutes = sum(found.shifts[s].minutes * here for (_, s), here in own.items())
    model.add_linear_constraint(minutes, member.least_minutes, member.most_minutes)
    for shift, most in member.most_shifts.items():
        of_shift = [here for (_, s), here in own.items() if s == shift]
        if len(of_shift) > most:
            model.add(sum(of_shift) <= most)
    weekends = []
    for saturday in range(5, found.days, 7):
        weekend = model.new_bool_var("")
        for day in range(saturday, min(saturday + 2, found.days)):
            model.add_implication(works[day], weekend)
        weekends.append(weekend)
    model.add(sum(weekends) <= member.most_weekends)


def _runs(model: cp_model.CpModel, works: list[cp_model.IntVar], member: curtois.Member) -> None:
    """A flow of one unit: each run of work or rest is an arc from its first day to the next run's.

    Runs at either end may be too short, since what lies beyond is not known.
    """
    last = len(works)
    into: dict[tuple[bool, int], list[cp_model.IntVar]] = {}
    out: dict[tuple[bool, int], list[cp_model.IntVar]] = {}
    covering: list[list[cp_model.IntVar]] = [[] for _ in works]
    for is_work in (True, False):
        least = member.least_work if is_work else member.least_rest
        for start in range(last):
            for end in range(start + 1, last + 1):
                if is_work and end - start > member.most_work:
                    break
                if end - start < least and start > 0 and end < last:
                    continue
                arc = model.new_bool_var("")
                out.setdefault((is_work, start), []).append(arc)
                into.setdefault((not is_work, end), []).append(arc)
                if is_work:
                    for day in range(start, end):
                        covering[day].append(arc)
    model.add_exactly_one(out[True, 0] + out[False, 0])
    for day in range(1, last):
        for is_work in (True, False):
            model.add(sum(into.get((is_work, day), [])) == sum(out.get((is_work, day), [])))
    for day, arcs in enumerate(covering):
        model.add(sum(arcs) == works[day])


def _staffing(model: cp_model.CpModel, found: curtois.Instance, does: Does) -> Any:
    total: Any = 0
    for day, shift, wanted, under, over in found.cover:
        there = [does[n, day, shift] for n in found.staff if (n, day, shift) in does]
        missing = model.new_int_var(0, wanted, "")
        surplus = model.new_int_var(0, max(0, len(there) - wanted), "")
        model.add(sum(there) + missing - surplus == wanted)
        total += under * missing + over * surplus
    return total


def _wishes(found: curtois.Instance, does: Does) -> Any:
    terms: Iterable[Any] = (
        price * ((1 - does[key]) if is_on else does[key]) if key in does else price * is_on
        for who, day, shift, price, is_on in found.wishes
        for key in ((who, day, shift),)
    )
    return sum(terms)
