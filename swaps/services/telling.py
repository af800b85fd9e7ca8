"""Who hears of what: offers, proposals, answers, decisions, ends. Each in their own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.urls import reverse

from people.broadcast import announce
from people.models import Person, Program, Role, User
from people.permissions import ACTIONS
from people.services.notices import Note, Reader, tell, tell_each
from swaps.models import SwapOffer, Trade
from swaps.services.policies import deciding_action, policy_of
from swaps.words import listed


def renew_boards(program: Program) -> None:
    """Have the pages that list offers and trades ask for them again."""
    announce("swaps", programs=[program.pk])


def address(trade: Trade) -> str:
    return reverse("swaps:trade", args=[trade.pk])


def offer_address(offer: SwapOffer) -> str:
    return reverse("swaps:offer", args=[offer.pk])


def lines_for(trade: Trade, person: Person) -> list[str]:
    """What somebody gives and takes."""
    legs = list(trade.legs.select_related("giver", "taker", "obligation__person"))
    gives = [
        f"You give {leg.obligation.what} to {leg.taker}." for leg in legs if leg.giver == person
    ]
    takes = [
        f"You take {leg.obligation.what} from {leg.giver}." for leg in legs if leg.taker == person
    ]
    return gives + takes


def people_of(trade: Trade) -> list[Person]:
    return [each.person for each in trade.consents.select_related("person")]


def offered(offer: SwapOffer, asked: Iterable[Person], *, at: datetime) -> None:
    """Those who were named. Whoever looks at the pool finds it there."""
    what = offer.obligation.what
    tell(
        "swap_offered",
        program=offer.program,
        people=asked,
        subject=f"{offer.obligation.person} offers you {what}",
        lines=[offer.note] if offer.note else [],
        url=offer_address(offer),
        at=at,
        event=f"offer:{offer.pk}:offered",
    )


def proposed(trade: Trade, *, at: datetime) -> None:
    """Those who have not agreed yet."""
    waiting = trade.consents.filter(agrees=None).select_related("person")
    asker = listed(str(p) for p in _agreed(trade))
    _each(
        "swap_offered",
        trade,
        {each.person: f"{asker} would like to swap with you" for each in waiting},
        at=at,
        event="proposed",
    )


def _agreed(trade: Trade) -> list[Person]:
    rows = trade.consents.filter(agrees=True).select_related("person")
    return [row.person for row in rows]


def answered(trade: Trade, person: Person, *, at: datetime) -> None:
    """Those who had agreed before, of one more answer."""
    said = "declined" if trade.status == Trade.Status.DECLINED else "agreed to"
    _each(
        "swap_answered",
        trade,
        {each: f"{person} {said} a swap with you" for each in _agreed(trade) if each != person},
        at=at,
        event=f"answered:{person.pk}",
    )


def to_decide(trade: Trade, *, at: datetime) -> None:
    tell(
        "swap_to_decide",
        program=trade.program,
        people=deciders(trade, at=at),
        subject=f"A swap of {listed(str(p) for p in people_of(trade))} waits for you",
        lines=[str(leg) for leg in trade.legs.all()] + list(trade.doubts),
        url=reverse("admin:swaps_trade_change", args=[trade.pk]),
        at=at,
        event=f"trade:{trade.pk}:to-decide:{at.isoformat()}",
    )


def deciders(trade: Trade, *, at: datetime) -> list[User]:
    """Those who may approve it: nobody who takes part in it."""
    roles = Role.objects.active(trade.program.today(at)).filter(
        program=trade.program, kind__in=ACTIONS[deciding_action(policy_of(trade.program))].roles
    )
    users = User.objects.filter(roles__in=roles, is_active=True)
    return list(users.exclude(person__in=people_of(trade)).distinct().order_by("pk"))


def done(trade: Trade, *, at: datetime) -> None:
    approved = f", approved by {trade.decided_by}" if trade.decided_by else ""
    subject = f"Your swap is in the schedule{approved}"
    _everybody("swap_decided", trade, subject, at=at, event="done")


def undo_asked(trade: Trade, person: Person, *, at: datetime) -> None:
    others = [each for each in people_of(trade) if each != person]
    subject = f"{person} would like to undo your swap"
    _each(
        "swap_answered",
        trade,
        dict.fromkeys(others, subject),
        at=at,
        event=f"undo-asked:{person.pk}",
    )


def undone(trade: Trade, *, at: datetime) -> None:
    _everybody("swap_decided", trade, "Your swap was undone", at=at, event="undone")


def ended(trade: Trade, *, at: datetime) -> None:
    """Those who had agreed, when it comes to nothing."""
    kind = "swap_decided" if trade.status == Trade.Status.REFUSED else "swap_ended"
    subject = f"Your swap ended: {trade.get_status_display().lower()}"
    _each(kind, trade, dict.fromkeys(_agreed(trade), subject), at=at, event="ended")


def offer_ended(offer: SwapOffer, *, at: datetime) -> None:
    tell(
        "swap_ended",
        program=offer.program,
        people=[offer.obligation.person],
        subject=f"{offer.obligation.what} is offered no more",
        lines=[ENDS[SwapOffer.Status(offer.status)]],
        url=offer_address(offer),
        at=at,
        event=f"offer:{offer.pk}:ended",
    )


ENDS = {
    SwapOffer.Status.EXPIRED: "Nobody took it in time; you still have it.",
    SwapOffer.Status.LOST: "The schedule has changed, and you do not have it any more.",
}


def moved(offer: SwapOffer, before: str, *, at: datetime) -> None:
    """The duty on offer was moved; the offer went with it."""
    renew_boards(offer.program)
    tell(
        "swap_offered",
        program=offer.program,
        people=[offer.obligation.person, *offer.asked.all()],
        subject=f"{before} on offer is now {offer.obligation.what}",
        lines=["The offer stands, and matches are looked for again."],
        url=offer_address(offer),
        at=at,
        event=f"offer:{offer.pk}:moved:{offer.obligation.starts_on}{offer.obligation.slot}",
    )


def asked_again(trade: Trade, before: str, *, at: datetime) -> None:
    """A duty of a proposal was moved: what was agreed is asked for anew."""
    _everybody(
        "swap_offered",
        trade,
        f"{before} in your swap was moved; please answer again",
        at=at,
        event=f"moved:{at.isoformat()}",
    )


def reminder(offer: SwapOffer, left: str, *, at: datetime) -> None:
    people: list[Reader] = [offer.obligation.person]
    tell(
        "swap_reminder",
        program=offer.program,
        people=people,
        subject=f"Nobody has taken {offer.obligation.what} yet",
        lines=[f"It begins in {left}. {_found(offer)}"],
        url=offer_address(offer),
        at=at,
        event=f"offer:{offer.pk}:reminder:{left}",
    )


def _found(offer: SwapOffer) -> str:
    count = len(offer.matches)
    if not count:
        return "Nobody who could take it was found."
    return f"{count} {'match is' if count == 1 else 'matches are'} waiting for you to ask."


def _everybody(kind: str, trade: Trade, subject: str, *, at: datetime, event: str) -> None:
    _each(kind, trade, dict.fromkeys(people_of(trade), subject), at=at, event=event)


def _each(
    kind: str, trade: Trade, subjects: Mapping[Person, str], *, at: datetime, event: str
) -> None:
    """Everybody with what they give and take."""
    more = [trade.message] if trade.message else []
    notes: dict[Reader, Note] = {
        person: Note(subject, [*lines_for(trade, person), *more], address(trade))
        for person, subject in subjects.items()
    }
    tell_each(kind, program=trade.program, notes=notes, at=at, event=f"trade:{trade.pk}:{event}")
