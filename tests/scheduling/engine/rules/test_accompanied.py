"""Some things are done only beside somebody of the right role or credential."""

from dataclasses import replace

from scheduling.engine.problem import Company, Credential
from scheduling.engine.rules import Accompanied
from tests.scheduling.engine.builders import (
    attending,
    clinic,
    day,
    problem,
    resident,
    roster,
    told,
)

ADA, BEA, GRAY = resident("ada"), resident("bea"), attending("gray")
MORNING, AFTERNOON, CARE = clinic(0, code="SMC"), clinic(0, "PM", code="SMC"), clinic(0, code="AT")
RESIDENT, FACULTY = frozenset({"resident"}), frozenset({"faculty"})


def beside(duty, other, **fields) -> Company:
    words = {"who": RESIDENT, "by": FACULTY, "label": "sports medicine"} | fields
    return Company((duty.id,), (other.id,), **words)


def test_a_resident_needs_somebody_of_the_faculty_then_and_there():
    asked = problem(
        [ADA, BEA, GRAY],
        [MORNING, AFTERNOON],
        companies=[beside(MORNING, MORNING), beside(AFTERNOON, AFTERNOON)],
    )
    both = roster((ADA, MORNING), (BEA, MORNING), (GRAY, MORNING))
    late = roster((ADA, MORNING), (BEA, MORNING), (GRAY, AFTERNOON))

    assert told(Accompanied(), asked, both) == []
    assert told(Accompanied(), asked, late) == [
        "Ada on Mon 08 Mar 2027: sports medicine, and nobody of the kind is there.",
        "Bea on Mon 08 Mar 2027: sports medicine, and nobody of the kind is there.",
    ]


def test_another_resident_is_no_company_and_the_faculty_needs_none():
    asked = problem([ADA, BEA, GRAY], [MORNING], companies=[beside(MORNING, MORNING)])

    assert told(Accompanied(), asked, roster((ADA, MORNING), (BEA, MORNING))) == [
        "Ada on Mon 08 Mar 2027: sports medicine, and nobody of the kind is there.",
        "Bea on Mon 08 Mar 2027: sports medicine, and nobody of the kind is there.",
    ]
    assert told(Accompanied(), asked, roster((GRAY, MORNING))) == []


def test_nobody_is_their_own_company():
    company = beside(MORNING, MORNING, who=frozenset(), by=frozenset())
    asked = problem([ADA, BEA], [MORNING], companies=[company])

    assert told(Accompanied(), asked, roster((ADA, MORNING))) == [
        "Ada on Mon 08 Mar 2027: sports medicine, and nobody of the kind is there."
    ]
    assert told(Accompanied(), asked, roster((ADA, MORNING), (BEA, MORNING))) == []


def test_the_credential_must_be_valid_on_the_day():
    company = beside(MORNING, CARE, credential="VAS")
    answer = roster((ADA, MORNING), (GRAY, CARE))

    def said(*held: Credential) -> list[str]:
        people = [ADA, replace(GRAY, credentials=held)]
        return told(Accompanied(), problem(people, [MORNING, CARE], companies=[company]), answer)

    missing = ["Ada on Mon 08 Mar 2027: sports medicine, and nobody of the kind is there."]
    assert said(Credential("VAS", day(0), day(0))) == []
    assert said(Credential("VAS", day(1), None)) == missing
    assert said(Credential("VAS", None, day(-1))) == missing
    assert said(Credential("COLPO")) == missing
