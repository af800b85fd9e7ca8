"""What sort of thing a rotation or an activity is, in the words that rules use."""

from __future__ import annotations

from collections.abc import Iterable

from scheduling.bridge.clinic_weeks import ClinicWeeks
from scheduling.engine.rules.clinic_gap import CONTINUITY
from scheduling.engine.rules.heavy_run import HEAVY
from scheduling.engine.rules.night_blocks import NIGHT
from scheduling.engine.rules.virtual_share import IN_PERSON, VIRTUAL
from scheduling.models import Activity, Rotation


def traits_of(activity: Activity) -> frozenset[str]:
    """Clinic of one's own patients is in person or virtual; nothing else has a sort."""
    if not activity.continuity:
        return frozenset()
    return frozenset({VIRTUAL if activity.virtual else IN_PERSON})


def traits_of_rotation(parts: Iterable[Rotation], clinic_weeks: ClinicWeeks) -> frozenset[str]:
    """Of a rotation, or of both that it is made of: heavy when all are, with clinic when one is."""
    parts = list(parts)
    heavy = {Rotation.Kind.INPATIENT, Rotation.Kind.NIGHT}
    found = set()
    if all(part.kind == Rotation.Kind.NIGHT for part in parts):
        found.add(NIGHT)
    if all(part.kind in heavy for part in parts):
        found.add(HEAVY)
    if any(clinic_weeks.leaves(part) or _has_clinic(part, clinic_weeks) for part in parts):
        found.add(CONTINUITY)
    return frozenset(found)


def _has_clinic(rotation: Rotation, clinic_weeks: ClinicWeeks) -> bool:
    """Whether its week asks for clinic with one's own patients, or has nothing else in a place."""
    activities = clinic_weeks.source.activities
    if any(
        s.minimum and activities[s.activity_id].continuity for s in rotation.weekly_shares.all()
    ):
        return True
    cells: dict[tuple[int | None, int | None, int, str], list[Activity]] = {}
    for cell in rotation.pattern.all():
        key = (cell.week, cell.pgy, cell.weekday, cell.slot)
        cells.setdefault(key, []).append(activities[cell.activity_id])
    return any(all(a.continuity for a in choice) for choice in cells.values())
