"""What everybody is answered at an address or by a tool: the words in which `areas` speak.

An answer is a status; `login` is a redirect to the sign-in page and `home` one to the start of the
admin site, by which it says that a row is not there. "200 302" is either: a form that is sent empty
is shown again or, where it needs nothing, taken. A method without answers is not tried.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from tests.casting import Stage

ANONYMOUS, RESIDENT, FACULTY, CHIEF = "anonymous", "resident", "faculty", "chief"
COORDINATOR, DIRECTOR, ADMIN, SUPERUSER = "coordinator", "director", "admin", "superuser"
# The coordinator of another program, who may do there what a coordinator may.
NEIGHBOR = "neighbor"

NOBODY: frozenset[str] = frozenset()
SUPER = frozenset({SUPERUSER})
LEADERS = SUPER | {ADMIN, DIRECTOR}
OFFICE = LEADERS | {COORDINATOR}
PLANNERS = OFFICE | {CHIEF}
PROGRAM = PLANNERS | {FACULTY, RESIDENT}
STAFF = PLANNERS | {NEIGHBOR}
SIGNED_IN = PROGRAM | {NEIGHBOR}
ROLES = SIGNED_IN | {ANONYMOUS}

Answers = Mapping[str, str]
Row = Mapping[str, Answers]
TAKEN = "200 302"


def answers(allowed: Collection[str], yes: str, no: str, **others: str) -> Answers:
    """The allowed roles are answered `yes` and the others `no`, some of these something else."""
    return {role: yes if role in allowed else others.get(role, no) for role in ROLES}


# Open to strangers


def public(get: str = "200", post: str = "405", delete: str = "405") -> Row:
    return {
        method: answers(ROLES, yes, "")
        for method, yes in (("get", get), ("post", post), ("delete", delete))
    }


def entrance(get: str = "200", post: str = "200", delete: str = "405") -> Row:
    """For those who are not in yet; those who are go on."""
    return {
        method: answers({ANONYMOUS}, yes, "302")
        for method, yes in (("get", get), ("post", post), ("delete", delete))
    }


# One's own account, whoever one is


def own(get: str = "405", post: str = "405", delete: str = "405") -> Row:
    return {
        method: answers(SIGNED_IN, yes, "login")
        for method, yes in (("get", get), ("post", post), ("delete", delete))
    }


# Pages of a program


def page(get: Collection[str], *, no: str = "404") -> Row:
    """To look at only."""
    return {**own(), "get": answers(get, "200", no, anonymous="login")}


# REST


def rest(
    get: Collection[str] | None = None,
    post: Collection[str] | None = None,
    *,
    sent: str = "200",
    **others: str,
) -> Row:
    """What is not offered at all is a 405 for whoever is signed in."""
    off = answers(NOBODY, "", "405", anonymous="401")
    others = {ANONYMOUS: "401", **others}
    return {
        "get": off if get is None else answers(get, "200", "404", **others),
        "post": off if post is None else answers(post, sent, "404", **others),
        "delete": off,
    }


def refused(get: Collection[str]) -> Row:
    """Whoever may ask hears that there is nothing to tell yet."""
    row = rest(get)
    return {**row, "get": {r: "400" if a == "200" else a for r, a in row["get"].items()}}


# The admin site. It answers DELETE as it does GET, and so only GET and POST are tried.


OUTSIDE = dict.fromkeys((ANONYMOUS, RESIDENT, FACULTY), "login")


def admin(
    get: Collection[str] | None = None,
    post: Collection[str] | None = None,
    *,
    shown: str = "200",
    sent: str = TAKEN,
    no: str = "403",
    **others: str,
) -> Row:
    """Nobody but staff gets beyond its sign-in; what is not offered at all is a 405."""
    others = OUTSIDE | others
    off = answers(NOBODY, "", "405", **others)
    return {
        "get": off if get is None else answers(get, shown, no, **others),
        "post": off if post is None else answers(post, sent, no, **others),
    }


def wide(roles: Collection[str]) -> Collection[str]:
    """On lists and empty forms the neighbor may what a coordinator may: with other rows."""
    return {*roles, NEIGHBOR} if COORDINATOR in roles else roles


def of_row(get: Collection[str], post: Collection[str]) -> Row:
    """Where a coordinator may, the neighbor hears that the row is not there."""
    return {
        "get": admin(get, **({NEIGHBOR: "home"} if COORDINATOR in get else {}))["get"],
        "post": admin(post=post, **({NEIGHBOR: "home"} if COORDINATOR in post else {}))["post"],
    }


def model(
    label: str,
    view: Collection[str],
    add: Collection[str] = NOBODY,
    change: Collection[str] = NOBODY,
    delete: Collection[str] = NOBODY,
    *,
    no_history: str = "home",
) -> dict[str, Row]:
    """The six routes of a model, by who may do what to its rows."""
    name = f"admin:{label.replace('.', '_')}"
    return {
        f"{name}_changelist": admin(wide(view), wide(view)),
        f"{name}_add": admin(wide(add), wide(add)),
        f"{name}_change": of_row(view, change),
        f"{name}_delete": of_row(delete, delete),
        f"{name}_history": admin(view, view, no=no_history),
        # An address of old, which leads to the row's.
        f"admin/{label.replace('.', '/')}/<path:object_id>/": admin(
            STAFF, STAFF, shown="302", sent="302"
        ),
    }


def of_superusers(label: str) -> dict[str, Row]:
    """A model whose pages are not ours and know no programs."""
    return model(label, SUPER, SUPER, SUPER, SUPER, no_history="403")


def record(label: str, view: Collection[str]) -> dict[str, Row]:
    """To look at: services alone change it."""
    return model(label, view)


# Tools for assistants

STRANGE = "Sign in with a token first."
NO_PROGRAM = "You have no program “cedar”. There is harbor (Harbor Surgery)."
ANSWERED = ""


@dataclass(frozen=True)
class Tool:
    """What it is asked, who may ask, and what the others in and beside the program are told."""

    arguments: Callable[[Stage], dict[str, Any]]
    allowed: Collection[str]
    refusal: str
    to_neighbors: str = NO_PROGRAM
    to_allowed: str = ANSWERED

    def told(self, role: str) -> str:
        if role == ANONYMOUS:
            return STRANGE
        if role in self.allowed:
            return self.to_allowed
        return self.to_neighbors if role == NEIGHBOR else self.refusal
