"""Choosing the rule packs of a program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_save
from django.dispatch import receiver

from people.models import Program, User
from people.permissions import require
from scheduling.bridge.rules import Chosen, choices_of, in_effect, made
from scheduling.engine.packs import Entry, read_pack, rules_of_packs
from scheduling.models import PackChoice, RuleSetting

BOOK = ("acgme-cpr-2025", "program-local")
"""What a program begins with."""


@transaction.atomic
def choose_packs(
    program: Program,
    packs: Sequence[str],
    *,
    effective_from: date | None = None,
    by: User,
    at: datetime,
) -> None:
    """Make these the program's packs, from a day on, or else from today.

    They take the place of what was chosen for that day and the days after, or until one of them ends:
    what was chosen for later goes on then. What held before stays on record, and years that are
    over are held to it. Of a rule that is in several packs, the last one's entry holds. Refused when
    a pack is not in effect on that day, when packs contradict each other, or a setting of the
    program contradicts them.
    """
    require(by, "manage_rules", program, at=at)
    Program.objects.select_for_update().get(pk=program.pk)
    first = effective_from or program.today(at)
    refuse_packs(program, packs, first)
    last = ends_on(packs)
    holding = [choice.packs for choice in choices_of(program) if choice.meets(first, last)]
    if holding != [tuple(packs)]:
        store_packs(program, packs, starting=first)


def refuse_packs(program: Program, packs: Sequence[str], first: date) -> dict[str, Entry]:
    """What packs would say from a day on; refuses what they and the settings of then contradict."""
    entries = entries_from(packs)
    for pack in map(read_pack, packs):
        if not pack.is_in_effect(first):
            raise ValidationError(
                f"{pack.name} ({pack.whole_title}) is in effect {pack.in_effect}, so it cannot hold "
                f"from {first:%-d %b %Y}.",
                code="pack-dates",
            )
    outside, last = Q(effective_until__lt=first), ends_on(packs)
    if last:
        outside |= Q(effective_from__gt=last)
    for setting in program.rule_settings.exclude(outside):
        refuse_setting(setting, entries)
    return entries


def ends_on(packs: Sequence[str]) -> date | None:
    """The last day on which all of these are in effect; None: for good."""
    ends = (read_pack(name).effective_until for name in packs)
    return min((day for day in ends if day), default=None)


def entries_from(packs: Sequence[str]) -> dict[str, Entry]:
    """What packs say together. Refuses none, unknown ones, and those that contradict each other."""
    if not packs:
        raise ValidationError("Choose at least one rule pack.", code="no-packs")
    if len(set(packs)) < len(packs):
        raise ValidationError("A rule pack is chosen twice.", code="pack-twice")
    try:
        return rules_of_packs([read_pack(name) for name in packs])
    except ValueError as refusal:
        raise ValidationError(str(refusal), code="packs") from refusal


def refuse_setting(setting: RuleSetting, entries: dict[str, Entry]) -> None:
    """Refuses a setting that the rule does not take or the packs do not allow, in their words."""
    try:
        made(
            setting.code,
            entries.get(setting.code),
            setting.parameters,
            setting.weight,
            active=setting.active,
        )
    except ValueError as refusal:
        raise ValidationError(str(refusal), code="parameters") from refusal


def store_packs(program: Program, packs: Sequence[str], *, starting: date | None = None) -> None:
    """Write the choice down, for services that have asked for their own permission.

    It holds from a day on, or else from the beginning, and nothing that was chosen for later does
    before one of the packs ends.
    """
    rows, last = program.pack_choices.all(), ends_on(packs)
    going_on = _after(program, last) if starting and last else []
    if starting is None:
        rows.delete()
    else:
        rows.filter(effective_from__gte=starting).delete()
        rows.filter(in_effect(starting)).update(effective_until=starting - timedelta(days=1))
    for choice in (Chosen(starting, last if going_on else None, tuple(packs)), *going_on):
        PackChoice.objects.bulk_create(
            PackChoice(
                program=program,
                pack=name,
                position=position,
                effective_from=choice.starts_on,
                effective_until=choice.ends_on,
            )
            for position, name in enumerate(choice.packs)
        )


def _after(program: Program, day: date) -> list[Chosen]:
    """What is chosen for the days after this one."""
    first = day + timedelta(days=1)
    return [
        replace(choice, starts_on=max(choice.starts_on or first, first))
        for choice in choices_of(program)
        if choice.meets(first, None)
    ]


@receiver(post_save, sender=Program, dispatch_uid="a program begins with the book")
def begin_with_the_book(
    sender: type[Program], *, instance: Program, created: bool, raw: bool, **rest: Any
) -> None:
    """Every program has chosen its packs from its first day; rows of a backup bring their own."""
    if created and not raw:
        store_packs(instance, BOOK)
