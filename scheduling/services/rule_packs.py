"""Choosing the rule packs of a program."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from people.models import Program, User
from people.permissions import require
from scheduling.bridge.rules import made
from scheduling.engine.packs import Entry, read_pack, rules_of_packs
from scheduling.models import PackChoice, RuleSetting

BOOK = ("acgme-cpr-2025", "program-local")
"""What a program begins with."""


@transaction.atomic
def choose_packs(program: Program, packs: Sequence[str], *, by: User, at: datetime) -> None:
    """Make these the program's packs; of a rule that is in several, the last one's entry holds.

    Refused when packs contradict each other, or a setting of the program contradicts them.
    """
    require(by, "manage_rules", program, at=at)
    Program.objects.select_for_update().get(pk=program.pk)
    entries = entries_from(packs)
    for setting in program.rule_settings.all():
        refuse_setting(setting, entries)
    store_packs(program, packs)


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


def store_packs(program: Program, packs: Sequence[str]) -> None:
    """Write the choice down, for services that have asked for their own permission."""
    program.pack_choices.exclude(pack__in=packs).delete()
    PackChoice.objects.bulk_create(
        (
            PackChoice(program=program, pack=name, position=position)
            for position, name in enumerate(packs)
        ),
        update_conflicts=True,
        unique_fields=["program", "pack"],
        update_fields=["position"],
    )


@receiver(post_save, sender=Program, dispatch_uid="a program begins with the book")
def begin_with_the_book(
    sender: type[Program], *, instance: Program, created: bool, raw: bool, **rest: Any
) -> None:
    """Every program has chosen its packs from its first day; rows of a backup bring their own."""
    if created and not raw:
        store_packs(instance, BOOK)
