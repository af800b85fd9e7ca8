"""Who hears of what: offers, proposals, answers, decisions, ends. Each in their own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.urls import reverse

from people.broadcast import announce
from people.models import Person, Program, Role, User
from people.permissions import ACTIONS
from people.services.notices import Note, Reader, tell, tell_each
from people.wording import counted, listed, said
from swaps.models import SwapOffer, Trade
from swaps.services.policies import deciding_action, policy_of


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
        said("You give {what} to {taker}.", what=leg.obligation.what, taker=leg.taker)
        for leg in legs
        if leg.giver == person
    ]
    takes = [
        said("You take {what} from {giver}.", what=leg.obligation.what, giver=leg.giver)
        for leg in legs
        if leg.taker == person
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
        subject=said("{person} offers you {what}", person=offer.obligation.person, what=what),
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
        {each.person: said("{asker} would like to swap with you", asker=asker) for each in waiting},
        at=at,
        event="proposed",
    )


def _agreed(trade: Trade) -> list[Person]:
    rows = trade.consents.filter(agrees=True).select_related("person")
    return [row.person for row in rows]


def answered(trade: Trade, person: Person, *, at: datetime) -> None:
    """Those who had agreed before, of one more answer."""
    if trade.status == Trade.Status.DECLINED:
        subject = said("{person} declined a swap with you", person=str(person))
    else:
        subject = said("{person} agreed to a swap with you", person=str(person))
    others = [each for each in _agreed(trade) if each != person]
    _each(
        "swap_answered",
        trade,
        dict.fromkeys(others, subject),
        at=at,
        event=f"answered:{person.pk}",
    )


def to_decide(trade: Trade, *, at: datetime) -> None:
    tell(
        "swap_to_decide",
        program=trade.program,
        people=deciders(trade, at=at),
        subject=said(
            "A swap of {names} waits for you", names=listed(str(p) for p in people_of(trade))
        ),
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
    subject = said("Your swap is in the schedule")
    if trade.decided_by:
        name = str(trade.decided_by)
        subject = said("Your swap is in the schedule, approved by {name}", name=name)
    _everybody("swap_decided", trade, subject, at=at, event="done")


def undo_asked(trade: Trade, person: Person, *, at: datetime) -> None:
    others = [each for each in people_of(trade) if each != person]
    subject = said("{person} would like to undo your swap", person=person)
    _each(
        "swap_answered",
        trade,
        dict.fromkeys(others, subject),
        at=at,
        event=f"undo-asked:{person.pk}",
    )


def undone(trade: Trade, *, at: datetime) -> None:
    _everybody("swap_decided", trade, said("Your swap was undone"), at=at, event="undone")


def ended(trade: Trade, *, at: datetime) -> None:
    """Those who had agreed, when it comes to nothing."""
    kind = "swap_decided" if trade.status == Trade.Status.REFUSED else "swap_ended"
    subject = said("Your swap ended: {how}", how=HOW_IT_ENDED[Trade.Status(trade.status)])
    _each(kind, trade, dict.fromkeys(_agreed(trade), subject), at=at, event="ended")


HOW_IT_ENDED = {
    Trade.Status.DECLINED: said("declined"),
    Trade.Status.REFUSED: said("not approved"),
    Trade.Status.WITHDRAWN: said("withdrawn"),
    Trade.Status.EXPIRED: said("expired"),
    Trade.Status.FAILED: said("not possible"),
    Trade.Status.LOST: said("overtaken"),
}


def offer_ended(offer: SwapOffer, *, at: datetime) -> None:
    tell(
        "swap_ended",
        program=offer.program,
        people=[offer.obligation.person],
        subject=said("{what} is offered no more", what=offer.obligation.what),
        lines=[ENDS[SwapOffer.Status(offer.status)]],
        url=offer_address(offer),
        at=at,
        event=f"offer:{offer.pk}:ended",
    )


ENDS = {
    SwapOffer.Status.EXPIRED: said("Nobody took it in time; you still have it."),
    SwapOffer.Status.LOST: said("The schedule has changed, and you do not have it any more."),
}


def moved(offer: SwapOffer, before: str, *, at: datetime) -> None:
    """The duty on offer was moved; the offer went with it."""
    renew_boards(offer.program)
    tell(
        "swap_offered",
        program=offer.program,
        people=[offer.obligation.person, *offer.asked.all()],
        subject=said("{before} on offer is now {what}", before=before, what=offer.obligation.what),
        lines=[said("The offer stands, and matches are looked for again.")],
        url=offer_address(offer),
        at=at,
        event=f"offer:{offer.pk}:moved:{offer.obligation.starts_on}{offer.obligation.slot}",
    )


def asked_again(trade: Trade, before: str, *, at: datetime) -> None:
    """A duty of a proposal was moved: what was agreed is asked for anew."""
    _everybody(
        "swap_offered",
        trade,
        said("{before} in your swap was moved; please answer again", before=before),
        at=at,
        event=f"moved:{at.isoformat()}",
    )


def reminder(offer: SwapOffer, left: str, *, at: datetime) -> None:
    people: list[Reader] = [offer.obligation.person]
    tell(
        "swap_reminder",
        program=offer.program,
        people=people,
        subject=said("Nobody has taken {what} yet", what=offer.obligation.what),
        lines=[said("It begins in {left}. {found}", left=left, found=_found(offer))],
        url=offer_address(offer),
        at=at,
        event=f"offer:{offer.pk}:reminder:{left}",
    )


def _found(offer: SwapOffer) -> str:
    count = len(offer.matches)
    if not count:
        return said("Nobody who could take it was found.")
    return counted(
        "{count} match is waiting for you to ask.",
        "{count} matches are waiting for you to ask.",
        count,
    )


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
