"""Trading duties: the pages of those who trade, REST, the office's record, assistants."""

from swaps.models import Leg, SwapOffer, Trade
from tests.casting import Stage
from tests.doors.answers import (
    FACULTY,
    NOBODY,
    OFFICE,
    PLANNERS,
    PROGRAM,
    RESIDENT,
    SIGNED_IN,
    STAFF,
    Row,
    Tool,
    admin,
    answers,
    model,
    own,
    record,
    rest,
)
from tests.factories.swaps import (
    FavorFactory,
    SwapOfferFactory,
    SwapPolicyFactory,
    TradeFactory,
    obligation_for,
)

ON_THE_SCHEDULE = frozenset({RESIDENT, FACULTY})
OFFICE_OF_NOBODY = dict.fromkeys(PLANNERS, "403")
"""They act for somebody who is named, and name nobody here."""


def posted(roles: frozenset[str], sent: str, no: str = "404", **others: str) -> Row:
    return {**own(), "post": answers(roles, sent, no, anonymous="login", **others)}


EXPECTED = {
    "swaps:board": own("200"),
    "swaps:history": own("200"),
    "swaps:favors": own("200"),
    "swaps:plan": own("200"),
    "swaps:plan_days": posted(ON_THE_SCHEDULE, "200", "403"),
    "swaps:plan_weekends": posted(ON_THE_SCHEDULE, "302", "403"),
    # It is owed to somebody else.
    "swaps:forgive_favor": posted(NOBODY, ""),
    # The duty is another resident's.
    "swaps:new_offer": {
        **own(),
        "get": answers(PLANNERS, "200", "403", anonymous="login", neighbor="404"),
        "post": answers(PLANNERS, "200", "403", anonymous="login", neighbor="404"),
    },
    # Open to everybody in the program; its days are over.
    "swaps:offer": {**own(), "get": answers(PROGRAM, "200", "404", anonymous="login")},
    "swaps:withdraw": posted(PLANNERS, "302", resident="403", faculty="403"),
    "swaps:take": posted(ON_THE_SCHEDULE, "302", **OFFICE_OF_NOBODY),
    "swaps:propose": posted(ON_THE_SCHEDULE, "302", **OFFICE_OF_NOBODY),
    # For those in it and those who plan.
    "swaps:trade": {**own(), "get": answers(PLANNERS, "200", "404", anonymous="login")},
    "swaps:answer": posted(NOBODY, "", **OFFICE_OF_NOBODY),
    "swaps:withdraw_proposal": posted(NOBODY, "", **OFFICE_OF_NOBODY),
    "swaps:undo": posted(NOBODY, "", **OFFICE_OF_NOBODY),
    # REST
    "api:swap-offer-list": rest(SIGNED_IN, SIGNED_IN, sent="400"),
    "api:swap-offer-detail": rest(PROGRAM),
    "api:swap-offer-take": rest(post=PROGRAM, sent="400"),
    "api:swap-offer-propose": rest(post=PROGRAM, sent="400"),
    "api:swap-offer-withdraw": rest(post=PLANNERS, sent="400", resident="403", faculty="403"),
    "api:swap-list": rest(SIGNED_IN),
    "api:swap-detail": rest(PLANNERS),
    "api:swap-answer": rest(post=PLANNERS, sent="400"),
    "api:swap-withdraw": rest(post=PLANNERS, sent="400"),
    "api:swap-ask-undo": rest(post=PLANNERS, sent="400"),
    "api:swap-approve": rest(post=PLANNERS, sent="400"),
    "api:swap-refuse": rest(post=PLANNERS, sent="400"),
    "api:swap-undo": rest(post=PLANNERS, sent="400"),
    "api:favor-list": rest(SIGNED_IN),
    "api:favor-detail": rest(PLANNERS),
    "api:favor-forgive": rest(post=PLANNERS, sent="400"),
    "api:trip-plan-list": {
        **rest(SIGNED_IN),
        "post": answers(ON_THE_SCHEDULE, "202", "400", anonymous="401"),
    },
    # It is somebody else's.
    "api:trip-plan-detail": rest(NOBODY),
    # The admin site
    **model("swaps.swappolicy", PLANNERS, OFFICE, OFFICE, OFFICE),
    **record("swaps.swapoffer", PLANNERS),
    **record("swaps.favor", PLANNERS),
    **record("swaps.trade", PLANNERS),
    "admin:swaps_trade_waiting": admin(STAFF, STAFF),
    "admin:swaps_trade_approve": admin(post=PLANNERS, no="404"),
    "admin:swaps_trade_refuse": admin(post=PLANNERS, no="404"),
    "admin:swaps_trade_undo": admin(post=PLANNERS, no="404"),
}


def _offer(stage: Stage) -> SwapOffer:
    """Of the rotation that the stage's resident has; the same for all that ask."""
    return SwapOffer.objects.first() or SwapOfferFactory(obligation=obligation_for(stage.placed))


def _trade(stage: Stage) -> Trade:
    return Trade.objects.first() or TradeFactory(offer=_offer(stage))


def _favor(stage: Stage) -> object:
    _trade(stage)
    leg = Leg.objects.get()
    return FavorFactory(leg=leg, owed_to=leg.taker, owed_by=leg.giver)


ROWS = {
    "swaps.swappolicy": lambda s: SwapPolicyFactory(program=s.program),
    "swaps.swapoffer": _offer,
    "swaps.trade": _trade,
    "swaps.favor": _favor,
}

VALUES = {
    "swaps:new_offer": {"pk": lambda t: t.stage.on_call.pk},
    "swaps:forgive_favor": {"pk": lambda t: t.row("swaps.favor").pk},
    "swaps:offer": {"pk": lambda t: t.row("swaps.swapoffer").pk},
    "swaps:withdraw": {"pk": lambda t: t.row("swaps.swapoffer").pk},
    "swaps:take": {"pk": lambda t: t.row("swaps.swapoffer").pk},
    "swaps:propose": {"pk": lambda t: t.row("swaps.swapoffer").pk},
    "swaps:trade": {"pk": lambda t: t.row("swaps.trade").pk},
    "swaps:answer": {"pk": lambda t: t.row("swaps.trade").pk},
    "swaps:withdraw_proposal": {"pk": lambda t: t.row("swaps.trade").pk},
    "swaps:undo": {"pk": lambda t: t.row("swaps.trade").pk},
    "api:swap-": {"pk": lambda t: t.row("swaps.trade").pk},
    "api:swap-offer-": {"pk": lambda t: t.row("swaps.swapoffer").pk},
    "api:favor-": {"pk": lambda t: t.row("swaps.favor").pk},
    "api:trip-plan-": {"pk": lambda _: 1},
}

NO_ROW = "There is no such row for you to see."
NO_SWAP = "There is no swap 0 for you to see."
NO_OFFER = "There is no offer 0 for you to see."
# In the draft, which only planners see.
PLANNED = {
    "analyze_swap_candidates_tool": "Only what is published can be traded.",
    "offer_swap_tool": "Say how Ada Rowan agreed: by telephone, by mail.",
}
TOOLS = {
    **{
        name: Tool(
            lambda s: {"assignment_id": s.planned.pk}, PLANNERS, NO_ROW, NO_ROW, to_allowed=told
        )
        for name, told in PLANNED.items()
    },
    "swap_offers_tool": Tool(lambda _: {}, SIGNED_IN, ""),
    "swap_status_tool": Tool(lambda _: {"swap_id": 0}, NOBODY, NO_SWAP, NO_SWAP),
    "propose_swap_tool": Tool(lambda _: {"offer_id": 0, "match": 1}, NOBODY, NO_OFFER, NO_OFFER),
}
