"""Several rows changed alike."""

from tests.doors.answers import NEIGHBOR, OFFICE, SIGNED_IN, admin, rest
from tests.factories.people import JointChangeFactory

WIDE = {*OFFICE, NEIGHBOR}
"""With rows of their own program; here with none."""
TABLES = (
    *("people.enrolment", "people.credential", "scheduling.rotation", "scheduling.activity"),
    *("scheduling.curriculumitem", "scheduling.specialday"),
)


def _route(table: str, page: str) -> str:
    return f"admin:{table.replace('.', '_')}_{page}"


EXPECTED = {
    **{_route(table, "together"): admin(WIDE, WIDE) for table in TABLES},
    **{_route(table, "together_made"): admin(OFFICE, OFFICE, no="404") for table in TABLES},
    "api:joint-change-list": rest(SIGNED_IN, SIGNED_IN, sent="400"),
    "api:joint-change-detail": rest(OFFICE),
    "api:joint-change-preview": rest(post=SIGNED_IN, sent="400"),
    # Its rows are gone.
    "api:joint-change-undo": rest(post=OFFICE, sent="400"),
}

VALUES = {
    "api:joint-change-": {"pk": lambda t: JointChangeFactory(program=t.stage.program).pk},
    **{
        _route(table, "together_made"): {
            "pk": lambda t, kind=table: (
                JointChangeFactory(program=t.stage.program, kind=kind, values={}, rows=[[0, {}]]).pk
            )
        }
        for table in TABLES
    },
}
