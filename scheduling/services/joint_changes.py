"""What of the app's tables may be changed for several rows together."""

from people.services.joint_changes import offer
from scheduling.models import Activity, CurriculumItem, Rotation, SpecialDay

MAY = "manage_calendar"

offer(
    Rotation,
    *("place", "first_block", "last_block", "leave_eligible", "call_eligible"),
    action=MAY,
)
offer(
    Activity,
    *("place", "credential", "am_starts", "am_ends", "pm_starts", "pm_ends"),
    action=MAY,
)
offer(
    CurriculumItem,
    *("minimum_halves", "maximum_halves", "first_block", "last_block", "gap_halves"),
    action=MAY,
)
offer(SpecialDay, "kind", "name", action=MAY)
