"""The questions that a schedule version can be asked, and the version as its own answer."""

from __future__ import annotations

from datetime import timedelta

from scheduling.bridge.attending import AttendingPart
from scheduling.bridge.call import CallPart
from scheduling.bridge.faculty_leave import add_faculty_leave
from scheduling.bridge.half_days import HalfDayPart
from scheduling.bridge.leave_allotments import hold_given_leave
from scheduling.bridge.parts import Parts
from scheduling.bridge.people import add_away, add_bars, add_people, add_spans
from scheduling.bridge.published import Kind, add_published
from scheduling.bridge.sessions import add_sessions
from scheduling.bridge.source import Source
from scheduling.bridge.timeline import Timeline
from scheduling.bridge.training import TrainingPart
from scheduling.bridge.work_hours import add_levels, add_logged_work, add_waivers
from scheduling.bridge.year import YearPart
from scheduling.engine.academic_year import Span

CONTEXT = timedelta(days=3)
"""Duties this near to the days asked about can still clash with them through the rules on rest."""


def year_parts(source: Source, within: Span) -> Parts:
    """Which rotation each resident does in each half-block, and which weeks of leave are given."""
    parts = _start(source)
    add_away(parts, source, replanned=within)
    year = YearPart(parts, source)
    year.add_candidates(within)
    year.add_assigned(replanned=within)
    year.add_curriculum()
    TrainingPart(parts, source, year).add_requirements()
    year.add_demands(within)
    year.add_leave(within)
    year.add_rotation_wishes()
    add_waivers(parts, source)
    add_published(parts, source, Kind.ROTATION, Kind.LEAVE)
    return parts


def call_parts(source: Source, within: Span) -> Parts:
    """Who attends in each week and takes call on each night, given the rotations."""
    parts = _start(source)
    timeline = Timeline(source)
    add_away(parts, source)
    add_bars(parts, source, timeline)
    call = CallPart(parts, source)
    call.add_candidates(within)
    call.add_assigned(replanned=within)
    call.add_demands(within)
    call.add_gaps()
    call.add_spacing()
    call.add_pools(within)
    call.add_wishes()
    attending = AttendingPart(parts, source, call)
    attending.add_candidates(within)
    attending.add_assigned(replanned=within)
    attending.add_demands(within)
    attending.add_shares()
    attending.add_call()
    attending.add_wishes()
    add_spans(parts, source, timeline, within)
    half_days = HalfDayPart(parts, source, timeline, replanned=within)
    touched = _touched(parts, source, within)
    half_days.add_assigned(touched.days())
    half_days.add_expected(touched)
    add_logged_work(parts, source, touched)
    add_waivers(parts, source, timeline)
    add_published(parts, source, Kind.CALL, services=True)
    return parts


def block_parts(source: Source, within: Span) -> Parts:
    """What fills each half-day, and which weeks of leave the faculty has, given rotations and call."""
    parts = _start(source)
    timeline = Timeline(source)
    add_away(parts, source)
    add_spans(parts, source, timeline, within)
    call = CallPart(parts, source)
    call.add_assigned(replanned=None)
    leave = add_faculty_leave(parts, source, timeline, within)
    half_days = HalfDayPart(parts, source, timeline, leave=leave)
    half_days.add_open(within)
    half_days.add_expectations(within)
    half_days.add_shares(within)
    half_days.add_rooms()
    add_sessions(half_days, within)
    half_days.add_wishes(within)
    touched = _touched(parts, source, within)
    for days in _sides(touched, within):
        half_days.add_assigned(days.days())
        half_days.add_expected(days)
    add_logged_work(parts, source, touched)
    add_waivers(parts, source, timeline)
    add_levels(parts, source)
    add_published(parts, source, Kind.HALF_DAY)
    return parts


def version_parts(source: Source, *, wishes: bool = False) -> Parts:
    """The whole version, everything settled: what is to be checked.

    Wishes are broken by nobody, so a check needs none; what a change would cost does.
    """
    parts = _start(source)
    timeline = Timeline(source)
    whole = Span(source.first_day, source.last_day)
    add_away(parts, source)
    add_bars(parts, source, timeline)
    year = YearPart(parts, source)
    year.add_assigned(replanned=None)
    year.add_given_leave()
    hold_given_leave(parts, source)
    year.add_curriculum()
    TrainingPart(parts, source, year).add_requirements()
    year.add_demands(whole)
    call = CallPart(parts, source)
    call.add_assigned(replanned=None)
    call.add_demands(whole)
    call.add_gaps()
    call.add_spacing()
    call.add_pools(whole)
    attending = AttendingPart(parts, source, call)
    attending.add_assigned(replanned=None)
    attending.add_demands(whole)
    attending.add_shares()
    attending.add_call()
    add_spans(parts, source, timeline, whole)
    half_days = HalfDayPart(parts, source, timeline)
    half_days.add_assigned(whole.days())
    half_days.add_expected(whole)
    for block in source.periods:
        if half_days.is_planned(block):
            half_days.add_expectations(block)
            half_days.add_shares(block)
            add_sessions(half_days, block)
    half_days.add_rooms()
    add_logged_work(parts, source, whole)
    add_waivers(parts, source, timeline)
    add_levels(parts, source)
    if wishes:
        year.add_rotation_wishes()
        call.add_wishes()
        attending.add_wishes()
        add_published(parts, source, *Kind.values, services=True)
    return parts


def _start(source: Source) -> Parts:
    parts = Parts(source.program.time_zone)
    add_people(parts, source)
    return parts


def _touched(parts: Parts, source: Source, within: Span) -> Span:
    """The days asked about, widened to the averaging spans that touch them and to near duties."""
    first = min([within.starts_on - CONTEXT, *(s.first_day for s in parts.spans)])
    last = max([within.ends_on + CONTEXT, *(s.last_day for s in parts.spans)])
    return Span(max(first, source.first_day), min(last, source.last_day))


def _sides(outer: Span, inner: Span) -> list[Span]:
    """What lies before and after."""
    day = timedelta(days=1)
    found = []
    if outer.starts_on < inner.starts_on:
        found.append(Span(outer.starts_on, inner.starts_on - day))
    if inner.ends_on < outer.ends_on:
        found.append(Span(inner.ends_on + day, outer.ends_on))
    return found
