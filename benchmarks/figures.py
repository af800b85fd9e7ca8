"""The figures that Rounds holds itself to, and those of the closest open system.

That system, as it was published in December 2025, was run on the same kind of program (24
residents, 12 faculty, 4 weeks and a year) and the same kind of machine (2 cores). It did not run as
published: five repairs came first. Its own constraint set was used, its solver was CP-SAT as well.
"""

from dataclasses import dataclass

from benchmarks.rows import Peer


@dataclass(frozen=True)
class Held:
    """The limits of one stage: seconds, gap in percent."""

    seconds: float
    gap: float | None


# By program and stage; what is not named is measured without such limits.
STAGES: dict[str, dict[str, Held]] = {
    "fm24": {"year": Held(60, 1), "call": Held(30, None), "block": Held(20, 1)},
    "im60": {"block": Held(20, 1)},
    "im80": {"year": Held(60, 0)},
    "im140": {"year": Held(60, 0)},
    "im160": {"year": Held(90, 1)},
}
# Starting a process and building the model take their part of the limit.
ALLOWED_SECONDS = {"year": 55.0, "call": 24.0, "block": 16.0}
LARGE_ALLOWED_SECONDS = ALLOWED_SECONDS | {"year": 85.0}
CORES = 2
"""For which the limits are: with more processor seconds than these could give, one is not held."""

BUILD_SECONDS = 5
PEAK_MEGABYTES = 1024
LARGE_MEGABYTES = 1536
CHECK_SECONDS = 0.5
LARGE_CHECK_SECONDS = 1
WARM_MILLISECONDS = 50
MOVE_MILLISECONDS = 5
SICK_CALL_SECONDS, REPAIR_SECONDS = 5, 10
SENT_KILOBYTES = 60
"""Of a page of one's own schedule, as it goes over the air."""
PAGE_MILLISECONDS = 200
RESIDENT_PAGE_MILLISECONDS = 150
DESK_MILLISECONDS = 300
"""Of any page of the admin site, with the year of a program of 80 residents."""
MATCH_SECONDS = 1
RING_SECONDS = 2
SPREAD = 1

# 25 programs one after the other, on two cores.
MANY_GAP = 2
MANY_SECONDS = 1800
MANY_SOLVING_SECONDS = 1700.0
"""Of these, what solving may take of all together: making and loading take the rest."""

PEER_SECONDS = {
    "year": Peer(71, "71 to 343 s, never optimal"),
    "block": Peer(5.8, "5.8 s, machine quiet"),
}
PEER_MEGABYTES = {
    "year": Peer(2250, "2,250 to 2,480 MB"),
    "block": Peer(482, "482 MB"),
}
PEER_FILLED = Peer(4.5, "4.5 %")
PEER_CHECK = Peer(12, "12 to 17 s, rows read as well")
