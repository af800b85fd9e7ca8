"""The app's registration with Django."""

from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    """Rotations, blocks, duties, calls, and the schedules made of them."""

    name = "scheduling"
    verbose_name = "Scheduling"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Their receivers, who is resting, and tasks that are asked for by name need the models,
        # which are not there before.
        from people.quiet import rest_finders  # noqa: PLC0415
        from scheduling import kept, tasks  # noqa: F401, PLC0415
        from scheduling.queries import finding, waiting  # noqa: F401, PLC0415
        from scheduling.queries.resting import resting_until  # noqa: PLC0415
        from scheduling.services import joint_changes, leave_follows, rule_packs  # noqa: F401, PLC0415

        rest_finders.append(resting_until)
