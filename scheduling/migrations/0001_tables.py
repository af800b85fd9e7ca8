"""Schedules and all they rest on, as the first version has them."""

import datetime

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

import scheduling.models.attending
import scheduling.models.call
import scheduling.models.rollover
from people.tables import CreateModels


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("scheduling", "0001_initial"),
        ("scheduling", "0003_program_import"),
        ("scheduling", "0004_repair_run"),
        ("scheduling", "0005_tier_order"),
        ("scheduling", "0006_clinic_sessions_and_requirements"),
        ("scheduling", "0007_attending_weeks_and_spacing_of_call"),
        ("scheduling", "0008_logged_work_waivers_and_levels"),
        ("scheduling", "0009_rule_packs"),
        ("scheduling", "0011_change_sets"),
        ("scheduling", "0013_calendar_feeds"),
        ("scheduling", "0014_alternatives"),
        ("scheduling", "0015_demand_changes"),
        ("scheduling", "0016_cover"),
        ("scheduling", "0017_approval_and_scenarios"),
        ("scheduling", "0018_kinds_of_changes"),
        ("scheduling", "0019_spreadsheets"),
        ("scheduling", "0020_rollover"),
        ("scheduling", "0021_look"),
        ("scheduling", "0022_moonlighting_permission"),
        ("scheduling", "0023_preference_rounds"),
        ("scheduling", "0024_scheduled_work_not_done"),
    ]

    dependencies = [
        ("people", "0001_tables"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="FeedMemory",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("subject", models.CharField(max_length=60, unique=True)),
                        ("shown", models.JSONField(default=dict)),
                        ("changed_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name_plural": "feed memories",
                        "ordering": ("subject", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="AcademicYear",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="academic_years",
                                to="people.program",
                            ),
                        ),
                        (
                            "year",
                            models.PositiveSmallIntegerField(
                                help_text="The year in which it starts."
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                    ],
                    options={
                        "ordering": ["program", "-year"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("program", "year"), name="academic_year_once_per_program"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                                name="academic_year_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Place",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="places",
                                to="people.program",
                            ),
                        ),
                        ("code", models.CharField(max_length=20)),
                        ("name", models.CharField(max_length=120)),
                        (
                            "rooms",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Empty: rooms are never short here.",
                                null=True,
                            ),
                        ),
                        (
                            "target_rooms",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="How many should be in use at most. Empty: all of them.",
                                null=True,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["program", "code"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("program", "code"), name="place_code_once_per_program"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("target_rooms__isnull", True),
                                    ("rooms__gte", models.F("target_rooms")),
                                    _connector="OR",
                                ),
                                name="place_target_is_below_its_rooms",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Activity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="activities",
                                to="people.program",
                            ),
                        ),
                        ("code", models.CharField(max_length=12)),
                        ("name", models.CharField(max_length=80)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("clinic", "Clinic"),
                                    ("procedure", "Procedure"),
                                    ("inpatient", "Inpatient"),
                                    ("night", "Night float"),
                                    ("supervision", "Supervision"),
                                    ("education", "Education"),
                                    ("administration", "Administration"),
                                    ("recovery", "Free after call"),
                                    ("holiday", "Holiday"),
                                    ("off", "Off"),
                                    ("leave", "Leave"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "am_starts",
                            models.TimeField(blank=True, null=True, verbose_name="AM starts"),
                        ),
                        (
                            "am_ends",
                            models.TimeField(blank=True, null=True, verbose_name="AM ends"),
                        ),
                        (
                            "pm_starts",
                            models.TimeField(blank=True, null=True, verbose_name="PM starts"),
                        ),
                        (
                            "pm_ends",
                            models.TimeField(
                                blank=True,
                                help_text="Not later than the start: it ends on the next day.",
                                null=True,
                                verbose_name="PM ends",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="scheduling.place",
                            ),
                        ),
                        (
                            "room_units",
                            models.PositiveSmallIntegerField(
                                default=0, help_text="Rooms taken by one person."
                            ),
                        ),
                        (
                            "room_once",
                            models.BooleanField(
                                default=False,
                                help_text="Takes its rooms once, however many people do it.",
                            ),
                        ),
                        (
                            "virtual",
                            models.BooleanField(
                                default=False, help_text="Clinic by video or telephone."
                            ),
                        ),
                        (
                            "continuity",
                            models.BooleanField(
                                default=False,
                                help_text="Clinic with one's own patients, in person or virtual.",
                            ),
                        ),
                        (
                            "supervision_needed",
                            models.CharField(
                                choices=[
                                    ("none", "Needs no attending"),
                                    (
                                        "by-level",
                                        "Half an attending for a PGY-1, a quarter for others",
                                    ),
                                    ("one", "One attending for each person"),
                                ],
                                default="none",
                                max_length=10,
                            ),
                        ),
                        (
                            "supervises",
                            models.BooleanField(
                                default=False, help_text="Counts as one attending."
                            ),
                        ),
                        (
                            "credential",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="people.credentialkind",
                            ),
                        ),
                        (
                            "beside",
                            models.ForeignKey(
                                blank=True,
                                help_text="Residents do it only while somebody of the faculty does this.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="scheduling.activity",
                            ),
                        ),
                        (
                            "beside_credential",
                            models.ForeignKey(
                                blank=True,
                                help_text="Whoever of the faculty does that needs this.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.credentialkind",
                            ),
                        ),
                        (
                            "color",
                            models.CharField(
                                default="#e5e7eb", help_text="Like #ffc000.", max_length=7
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "activities",
                        "ordering": ["program", "code"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("program", "code"), name="activity_code_once_per_program"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind__in", ["leave", "holiday"])),
                                fields=("program", "kind"),
                                name="one_activity_for_leave_and_for_holidays",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("am_ends__isnull", True), ("am_starts__isnull", True)
                                    ),
                                    models.Q(
                                        ("am_ends__isnull", False), ("am_starts__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="activity_morning_has_both_times",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("pm_ends__isnull", True), ("pm_starts__isnull", True)
                                    ),
                                    models.Q(
                                        ("pm_ends__isnull", False), ("pm_starts__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="activity_afternoon_has_both_times",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("beside__isnull", False),
                                    ("beside_credential__isnull", True),
                                    _connector="OR",
                                ),
                                name="activity_credential_of_company_needs_company",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Block",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "academic_year",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="blocks",
                                to="scheduling.academicyear",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                    ],
                    options={
                        "ordering": ["academic_year", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("academic_year", "number"),
                                name="block_number_once_per_year",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="block_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CallType",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="call_types",
                                to="people.program",
                            ),
                        ),
                        ("code", models.CharField(max_length=12)),
                        ("name", models.CharField(max_length=80)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("in-house", "In-house call"),
                                    ("home", "Home call"),
                                    ("backup", "Backup"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "staff",
                            models.CharField(
                                choices=[("resident", "Residents"), ("faculty", "Faculty")],
                                max_length=10,
                            ),
                        ),
                        (
                            "pgys",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "excluded_roles",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                help_text="Faculty roles that never take it.",
                                size=None,
                            ),
                        ),
                        (
                            "nights",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(),
                                default=scheduling.models.call.every_night,
                                help_text="Monday 1 to Sunday 7: the nights that are staffed.",
                                size=None,
                            ),
                        ),
                        ("people_needed", models.PositiveSmallIntegerField(default=1)),
                        (
                            "pool_minimum",
                            models.PositiveSmallIntegerField(
                                default=0,
                                help_text="People who must be on call-eligible rotations at any time of the year.",
                            ),
                        ),
                        ("weekday_starts", models.TimeField()),
                        (
                            "weekday_ends",
                            models.TimeField(
                                help_text="On the next day, unless later than the start."
                            ),
                        ),
                        (
                            "weekend_starts",
                            models.TimeField(help_text="Saturdays, Sundays and holidays."),
                        ),
                        ("weekend_ends", models.TimeField()),
                        (
                            "handover_minutes",
                            models.PositiveSmallIntegerField(
                                default=60,
                                help_text="At the end of in-house call, for handing over: no new patients in that time.",
                            ),
                        ),
                        (
                            "morning_after",
                            models.ForeignKey(
                                blank=True,
                                help_text="What the morning after is for; empty: works as usual.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="scheduling.activity",
                            ),
                        ),
                        (
                            "afternoon_after",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="scheduling.activity",
                            ),
                        ),
                        (
                            "gap_nights",
                            models.PositiveSmallIntegerField(
                                default=0,
                                help_text="Nights that must lie between two calls of a person.",
                            ),
                        ),
                        (
                            "spacing_nights",
                            models.PositiveSmallIntegerField(
                                default=0,
                                help_text="Nights that should lie between them, if possible.",
                            ),
                        ),
                        (
                            "every_other_week",
                            models.BooleanField(
                                default=False,
                                help_text="Nobody should have it in two weeks that follow each other.",
                            ),
                        ),
                        (
                            "sundays_per_block",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="That a person should have at most; empty: any.",
                                null=True,
                            ),
                        ),
                        (
                            "newcomer_percent",
                            models.PositiveSmallIntegerField(
                                default=100,
                                help_text="Of a full share, for people in their first year in the program.",
                            ),
                        ),
                        (
                            "position",
                            models.PositiveSmallIntegerField(
                                default=0, help_text="Order in the roster."
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["program", "position", "code"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("program", "code"), name="call_type_code_once_per_program"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("staff", "resident"), _negated=True),
                                    models.Q(("pgys", []), _negated=True),
                                    _connector="OR",
                                ),
                                name="resident_call_names_pgys",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("newcomer_percent__range", (1, 100))),
                                name="newcomers_take_some_call",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CallHistory",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="call_history",
                                to="people.program",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="call_history",
                                to="people.person",
                            ),
                        ),
                        (
                            "call_type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="history",
                                to="scheduling.calltype",
                            ),
                        ),
                        (
                            "academic_year",
                            models.PositiveSmallIntegerField(help_text="The year it carries into."),
                        ),
                        (
                            "nights",
                            models.SmallIntegerField(
                                default=0,
                                help_text="More (or, negative, fewer) than the person's share.",
                            ),
                        ),
                        ("sundays", models.SmallIntegerField(default=0)),
                        ("holidays", models.SmallIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name_plural": "call history",
                        "ordering": ["program", "academic_year", "call_type", "person"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("person", "call_type", "academic_year"),
                                name="call_history_once_per_year",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CallDayWish",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "call_type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="day_wishes",
                                to="scheduling.calltype",
                            ),
                        ),
                        (
                            "faculty_role",
                            models.CharField(
                                choices=[
                                    ("program_director", "program director"),
                                    ("associate_program_director", "associate program director"),
                                    ("chief_of_department", "chief of department"),
                                    ("clinic_lead", "clinic lead"),
                                    ("sports_medicine", "sports medicine"),
                                    ("core", "core faculty"),
                                    ("adjunct", "adjunct faculty"),
                                ],
                                max_length=26,
                            ),
                        ),
                        (
                            "weekday",
                            models.PositiveSmallIntegerField(help_text="Monday 1 to Sunday 7."),
                        ),
                        (
                            "wish",
                            models.CharField(
                                choices=[("prefer", "Would like"), ("avoid", "Would rather not")],
                                default="avoid",
                                max_length=8,
                            ),
                        ),
                        (
                            "rank",
                            models.PositiveSmallIntegerField(
                                default=3, help_text="1 is wished for most."
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["call_type", "faculty_role", "weekday"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("call_type", "faculty_role", "weekday"),
                                name="call_day_wish_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weekday__range", (1, 7))),
                                name="call_day_wish_weekday_is_iso",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("rank__gte", 1)),
                                name="call_day_wish_rank_from_1",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Rotation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rotations",
                                to="people.program",
                            ),
                        ),
                        ("code", models.CharField(max_length=12)),
                        ("name", models.CharField(max_length=80)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("inpatient", "Inpatient"),
                                    ("night", "Night float"),
                                    ("outpatient", "Outpatient"),
                                    ("elective", "Elective"),
                                    ("away", "Away from the program"),
                                    ("faculty", "Week of the faculty"),
                                    ("attending", "Weeks of attending on a service"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "length",
                            models.CharField(
                                choices=[("block", "A block"), ("half", "Half a block")],
                                default="block",
                                max_length=6,
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="scheduling.place",
                            ),
                        ),
                        (
                            "pgys",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(),
                                blank=True,
                                default=list,
                                help_text="PGY levels that may do it, like 1,2.",
                                size=None,
                            ),
                        ),
                        (
                            "faculty_roles",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                help_text="For a week of the faculty: the roles that follow it.",
                                size=None,
                            ),
                        ),
                        (
                            "first_block",
                            models.PositiveSmallIntegerField(
                                blank=True, help_text="Not before this block.", null=True
                            ),
                        ),
                        (
                            "last_block",
                            models.PositiveSmallIntegerField(
                                blank=True, help_text="Not after this block.", null=True
                            ),
                        ),
                        ("leave_eligible", models.BooleanField(default=True)),
                        ("call_eligible", models.BooleanField(default=False)),
                        (
                            "first_half",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="starts",
                                to="scheduling.rotation",
                            ),
                        ),
                        (
                            "second_half",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="finishes",
                                to="scheduling.rotation",
                            ),
                        ),
                        (
                            "every_weeks",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="For clinic weeks: each group of residents comes to it every so many weeks.",
                                null=True,
                            ),
                        ),
                        (
                            "for_weeks",
                            models.PositiveSmallIntegerField(
                                default=1, help_text="For clinic weeks: how many weeks each time."
                            ),
                        ),
                        (
                            "color",
                            models.CharField(
                                default="#e5e7eb", help_text="Like #ffc000.", max_length=7
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["program", "code"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("program", "code"), name="rotation_code_once_per_program"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "faculty"),
                                        ("pgys", []),
                                        models.Q(("faculty_roles", []), _negated=True),
                                    ),
                                    models.Q(
                                        ("faculty_roles", []), ("kind", "attending"), ("pgys", [])
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("kind__in", ["faculty", "attending"]), _negated=True
                                        ),
                                        models.Q(("pgys", []), _negated=True),
                                        ("faculty_roles", []),
                                    ),
                                    _connector="OR",
                                ),
                                name="rotation_is_for_residents_or_for_faculty",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("first_half__isnull", True), ("second_half__isnull", True)
                                    ),
                                    models.Q(
                                        ("first_half__isnull", False),
                                        ("length", "block"),
                                        ("second_half__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="rotation_components_come_in_pairs",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("last_block__gte", models.F("first_block"))),
                                name="rotation_window_is_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("every_weeks__isnull", True),
                                    models.Q(
                                        ("every_weeks__gt", models.F("for_weeks")),
                                        ("for_weeks__gte", 1),
                                    ),
                                    _connector="OR",
                                ),
                                name="rotation_clinic_weeks_leave_others",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("every_weeks__isnull", False)),
                                fields=("program",),
                                name="one_rotation_of_clinic_weeks",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Schedule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="schedules",
                                to="people.program",
                            ),
                        ),
                        (
                            "academic_year",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="schedule",
                                to="scheduling.academicyear",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["program", "-academic_year__year"],
                    },
                ),
                migrations.CreateModel(
                    name="ScheduleVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "schedule",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="scheduling.schedule",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("published", "Published"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        (
                            "based_on",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="scheduling.scheduleversion",
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        (
                            "created_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("note", models.CharField(blank=True, max_length=200)),
                        (
                            "scenario",
                            models.CharField(
                                blank=True,
                                help_text="What a draft beside the draft is about: “what if …”.",
                                max_length=80,
                            ),
                        ),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "approved_revision",
                            models.PositiveBigIntegerField(
                                blank=True,
                                editable=False,
                                help_text="What was approved; any change ends it.",
                                null=True,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                help_text="Why it was published though it changes much.",
                                max_length=300,
                            ),
                        ),
                        (
                            "report",
                            models.JSONField(
                                blank=True,
                                help_text="What the check found; empty: not checked since a change.",
                                null=True,
                            ),
                        ),
                        ("checked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "revision",
                            models.PositiveBigIntegerField(
                                default=0,
                                editable=False,
                                help_text="A new number whenever its assignments change; given by the database.",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["schedule", "-number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("schedule", "number"),
                                name="version_number_once_per_schedule",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "draft")),
                                fields=("schedule", "scenario"),
                                name="schedule_has_one_draft",
                                violation_error_message="This schedule already has a draft of this name.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("scenario", ""), ("status", "draft"), _connector="OR"
                                ),
                                name="scenario_is_a_draft",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("submitted_at__isnull", True),
                                        ("submitted_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("submitted_at__isnull", False),
                                        ("submitted_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="version_submitted_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("approved_at", None),
                                        ("approved_by", None),
                                        ("approved_revision", None),
                                    ),
                                    models.Q(
                                        ("approved_at__isnull", False),
                                        ("approved_by__isnull", False),
                                        ("approved_revision__isnull", False),
                                        ("submitted_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="version_approved_after_it_was_submitted",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "published")),
                                fields=("schedule",),
                                name="schedule_has_one_published_version",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("published_at__isnull", True), ("status", "draft")),
                                    models.Q(
                                        models.Q(("status", "draft"), _negated=True),
                                        ("published_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="version_published_has_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assignment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="assignments",
                                to="scheduling.scheduleversion",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to="people.person",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("rotation", "Rotation"),
                                    ("half-day", "Half-day"),
                                    ("call", "Call"),
                                    ("leave", "Leave"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("starts_on", models.DateField(help_text="In the program's time zone.")),
                        ("ends_on", models.DateField()),
                        (
                            "slot",
                            models.CharField(
                                blank=True, help_text="AM or PM for a half-day.", max_length=2
                            ),
                        ),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        (
                            "rotation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="scheduling.rotation",
                            ),
                        ),
                        (
                            "activity",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="scheduling.activity",
                            ),
                        ),
                        (
                            "call_type",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="scheduling.calltype",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("solver", "Solver"),
                                    ("manual", "By hand"),
                                    ("import", "Import"),
                                    ("pattern", "Weekly pattern"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("locked", models.BooleanField(default=False)),
                        ("lock_reason", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "ordering": ["version", "starts_at", "person", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_at__gt", models.F("starts_at")),
                                    ("ends_on__gte", models.F("starts_on")),
                                ),
                                name="assignment_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "rotation"),
                                        ("rotation__isnull", False),
                                        ("slot", ""),
                                        ("activity__isnull", True),
                                        ("call_type__isnull", True),
                                    ),
                                    models.Q(
                                        ("activity__isnull", False),
                                        ("kind", "half-day"),
                                        ("slot__in", ["AM", "PM"]),
                                        ("call_type__isnull", True),
                                        ("rotation__isnull", True),
                                    ),
                                    models.Q(
                                        ("call_type__isnull", False),
                                        ("kind", "call"),
                                        ("slot", ""),
                                        ("activity__isnull", True),
                                        ("rotation__isnull", True),
                                    ),
                                    models.Q(
                                        ("kind", "leave"),
                                        ("rotation__isnull", True),
                                        ("slot", ""),
                                        ("activity__isnull", True),
                                        ("call_type__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="assignment_names_what_its_kind_needs",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("locked", False),
                                    models.Q(("lock_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="assignment_lock_has_a_reason",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "half-day")),
                                fields=("version", "person", "starts_on", "slot"),
                                name="one_activity_per_half_day",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "rotation")),
                                fields=("version", "person", "starts_on"),
                                name="one_rotation_starts_on_a_day",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "call")),
                                fields=("version", "person", "starts_on", "call_type"),
                                name="one_call_of_a_type_per_night",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "leave")),
                                fields=("version", "person", "starts_on"),
                                name="one_leave_starts_on_a_day",
                            ),
                        ],
                        "indexes": [
                            models.Index(
                                fields=["version", "starts_on"],
                                name="scheduling__version_893770_idx",
                            ),
                            models.Index(
                                fields=["version", "person", "starts_on"],
                                name="scheduling__version_897bf3_idx",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChangeSet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="change_sets",
                                to="scheduling.scheduleversion",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("open", "Opened"),
                                    ("edit", "Edit"),
                                    ("solve", "Solve"),
                                    ("import", "Import"),
                                    ("repair", "Repair"),
                                    ("swap", "Swap"),
                                    ("cover", "Cover"),
                                    ("absence", "Absence"),
                                    ("rollover", "Rollover"),
                                    ("rollback", "Rollback"),
                                    ("merge", "Scenario taken over"),
                                    ("undo", "Undone"),
                                    ("redo", "Done again"),
                                    ("direct", "In the database, past every service"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "door",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("admin", "the admin site"),
                                    ("page", "a page"),
                                    ("rest", "REST"),
                                    ("assistant", "an assistant"),
                                    ("command", "a command"),
                                    ("task", "a task in the background"),
                                    ("", "an unknown door"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("sentence", models.CharField(help_text="What was done.", max_length=300)),
                        (
                            "reason",
                            models.CharField(
                                blank=True, help_text="Why, in somebody's words.", max_length=300
                            ),
                        ),
                        (
                            "overrides",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="Rules that must hold and were broken knowingly.",
                            ),
                        ),
                        (
                            "undoes",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="undone_by",
                                to="scheduling.changeset",
                            ),
                        ),
                        (
                            "carries",
                            models.ForeignKey(
                                blank=True,
                                help_text="The change of the published version that this one repeats in a draft.",
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="carried_by",
                                to="scheduling.changeset",
                            ),
                        ),
                        (
                            "conflicts",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="What could not be done, since something else stood.",
                            ),
                        ),
                        (
                            "transaction",
                            models.BigIntegerField(
                                db_default=django.db.models.functions.comparison.Cast(
                                    django.db.models.functions.comparison.Cast(
                                        models.Func(
                                            function="pg_current_xact_id",
                                            output_field=models.TextField(),
                                        ),
                                        models.TextField(),
                                    ),
                                    models.BigIntegerField(),
                                ),
                                editable=False,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind__in", ["undo", "redo"]), ("undoes__isnull", False)
                                    ),
                                    models.Q(
                                        models.Q(("kind__in", ["undo", "redo"]), _negated=True),
                                        ("undoes__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="undone_says_what",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("overrides", []),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="change_past_a_rule_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("carries", models.F("id")), _negated=True),
                                name="change_set_carries_another",
                            ),
                        ],
                        "indexes": [
                            models.Index(
                                fields=["version", "-id"], name="scheduling__version_be95a7_idx"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AssignmentChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "change_set",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="changes",
                                to="scheduling.changeset",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("rotation", "Rotation"),
                                    ("half-day", "Half-day"),
                                    ("call", "Call"),
                                    ("leave", "Leave"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        (
                            "ends_on",
                            models.DateField(help_text="The last day that either of them touches."),
                        ),
                        ("slot", models.CharField(blank=True, max_length=2)),
                        (
                            "call_type",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="scheduling.calltype",
                            ),
                        ),
                        ("before", models.JSONField(blank=True, null=True)),
                        ("after", models.JSONField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["change_set", "starts_on", "person", "slot", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=(
                                    "change_set",
                                    "person",
                                    "kind",
                                    "starts_on",
                                    "slot",
                                    "call_type",
                                ),
                                name="cell_changes_once_in_a_change_set",
                                nulls_distinct=False,
                            )
                        ],
                        "indexes": [
                            models.Index(
                                fields=["person", "starts_on"],
                                name="scheduling__person__f37b82_idx",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DemandChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="demand_changes",
                                to="people.program",
                            ),
                        ),
                        (
                            "call_type",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="demand_changes",
                                to="scheduling.calltype",
                            ),
                        ),
                        (
                            "activity",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="demand_changes",
                                to="scheduling.activity",
                            ),
                        ),
                        (
                            "staff",
                            models.CharField(
                                blank=True,
                                choices=[("resident", "resident"), ("faculty", "faculty")],
                                help_text="Of an activity: by whom.",
                                max_length=8,
                            ),
                        ),
                        (
                            "slot",
                            models.CharField(
                                blank=True,
                                choices=[("AM", "morning"), ("PM", "afternoon")],
                                help_text="Of an activity.",
                                max_length=2,
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(help_text="The last day.")),
                        (
                            "more",
                            models.SmallIntegerField(
                                help_text="On each of the days; with a minus, fewer than usual.",
                                verbose_name="people more",
                            ),
                        ),
                        ("reason", models.CharField(max_length=200)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["program", "-starts_on", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("activity__isnull", True),
                                        ("call_type__isnull", False),
                                        ("slot", ""),
                                        ("staff", ""),
                                    ),
                                    models.Q(
                                        ("activity__isnull", False),
                                        ("call_type__isnull", True),
                                        models.Q(("staff", ""), _negated=True),
                                        models.Q(("slot", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="demand_change_is_of_one_thing",
                                violation_error_message="Name a call; or an activity, by whom, and a half of the day.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="demand_change_ends_after_it_starts",
                                violation_error_message="It cannot end before it starts.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("more__range", (-9, 9)), models.Q(("more", 0), _negated=True)
                                ),
                                name="demand_change_changes_something",
                                violation_error_message="Say how many more, or fewer: 1 to 9.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="demand_change_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="demand_change_withdrawn_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LoggedWork",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="logged_work",
                                to="people.program",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="logged_work",
                                to="people.person",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("moonlighting_internal", "Moonlighting, internal"),
                                    ("moonlighting_external", "Moonlighting, external"),
                                    ("called_in", "Called in from home call"),
                                    ("from_home", "Clinical work from home"),
                                    ("stayed", "Stayed by own choice"),
                                    ("overtime", "Scheduled work that ran over"),
                                    ("not_worked", "Scheduled work that was not done"),
                                ],
                                max_length=24,
                            ),
                        ),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                help_text="Why somebody stayed by own choice; nothing that tells who a patient is.",
                                max_length=300,
                            ),
                        ),
                        (
                            "logged_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("logged_at", models.DateTimeField()),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name_plural": "logged work",
                        "ordering": ["-starts_at", "person", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="logged_work_ends_after_it_starts",
                                violation_error_message="Work ends after it starts.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "ends_at__lte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("starts_at"),
                                            "+",
                                            models.Value(datetime.timedelta(days=2)),
                                        ),
                                    )
                                ),
                                name="logged_work_is_two_days_at_most",
                                violation_error_message="One entry may be 48 hours long at most.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "stayed"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="staying_has_a_reason",
                                violation_error_message="Say why somebody stayed by own choice.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="logged_work_withdrawn_by_somebody",
                                violation_error_message="Who withdrew an entry, and when, go together.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("withdrawn_at", None)),
                                expressions=[
                                    (
                                        models.Func(
                                            models.F("person"),
                                            models.F("person"),
                                            models.Value("[]"),
                                            function="int8range",
                                            output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField(),
                                        ),
                                        "&&",
                                    ),
                                    (
                                        models.Func(
                                            models.F("starts_at"),
                                            models.F("ends_at"),
                                            function="tstzrange",
                                            output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="logged_work_never_overlaps",
                                violation_error_code="overlaps",
                                violation_error_message="Some of that time is logged for this person already.",
                            ),
                        ],
                        "indexes": [
                            models.Index(
                                fields=["program", "starts_at"], name="logged_work_by_time"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Look",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="looks",
                                to="people.person",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.program",
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                help_text="What changed until then has been seen."
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["program", "person"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("person", "program"),
                                name="one_look_of_a_person_at_a_program",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MoonlightingPermission",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="moonlighting_permissions",
                                to="people.program",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="moonlighting_permissions",
                                to="people.person",
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(help_text="The last day on which it holds.")),
                        (
                            "note",
                            models.CharField(
                                blank=True,
                                help_text="Where, how much, which letter.",
                                max_length=300,
                            ),
                        ),
                        (
                            "granted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("granted_at", models.DateTimeField()),
                        (
                            "revoked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["program", "-starts_on", "person", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="moonlighting_permission_ends_after_it_starts",
                                violation_error_message="A permission cannot end before it starts.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("revoked_at", None), ("revoked_by", None)),
                                    models.Q(
                                        ("revoked_at__isnull", False), ("revoked_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="moonlighting_permission_revoked_by_somebody",
                                violation_error_message="Who revoked a permission, and when, go together.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NameMatch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="name_matches",
                                to="people.program",
                            ),
                        ),
                        (
                            "sort",
                            models.CharField(
                                choices=[
                                    ("person", "A person"),
                                    ("half-day", "What fills a half-day"),
                                    ("rotation", "A rotation"),
                                    ("call", "A line of the call roster"),
                                    ("shift", "An assignment of another program"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "written",
                            models.CharField(
                                help_text="As it is written, made alike.", max_length=120
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        (
                            "means",
                            models.CharField(
                                blank=True,
                                help_text="rotation, half-day, call or leave; empty: it is left out.",
                                max_length=10,
                            ),
                        ),
                        ("code", models.CharField(blank=True, max_length=12)),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "remembered name",
                        "ordering": ["program", "sort", "written"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("program", "sort", "written"),
                                name="name_is_remembered_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("person__isnull", True),
                                    models.Q(("code", ""), ("sort", "person")),
                                    _connector="OR",
                                ),
                                name="name_of_a_person_has_no_code",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PackChoice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pack_choices",
                                to="people.program",
                            ),
                        ),
                        ("pack", models.CharField(max_length=60)),
                        ("position", models.PositiveSmallIntegerField()),
                    ],
                    options={
                        "ordering": ["program", "position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("program", "pack"), name="pack_chosen_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PreferenceRound",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="preference_rounds",
                                to="people.program",
                            ),
                        ),
                        (
                            "academic_year",
                            models.PositiveSmallIntegerField(help_text="The year that is planned."),
                        ),
                        ("name", models.CharField(max_length=80)),
                        (
                            "position",
                            models.CharField(
                                choices=[("resident", "resident"), ("faculty", "faculty")],
                                max_length=8,
                                verbose_name="who is asked",
                            ),
                        ),
                        (
                            "asks",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("leave", "A week of leave"),
                                        ("rotation", "A rotation, at a time or at all"),
                                        ("call", "Call on a date or a weekday"),
                                        ("clinic", "Clinic on a weekday"),
                                    ],
                                    max_length=10,
                                ),
                                help_text="What may be wished for.",
                                size=None,
                            ),
                        ),
                        (
                            "most",
                            models.PositiveSmallIntegerField(
                                default=6,
                                help_text="Of each kind, from 1 to 12.",
                                verbose_name="wishes at most",
                            ),
                        ),
                        (
                            "note",
                            models.TextField(blank=True, help_text="Those who are asked read it."),
                        ),
                        ("opens_at", models.DateTimeField()),
                        ("closes_at", models.DateTimeField(verbose_name="deadline")),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["program", "-closes_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("program", "academic_year", "name"),
                                name="preference_round_named_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                                name="preference_round_closes_after_opening",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("asks", []), _negated=True),
                                name="preference_round_asks_for_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("most__range", (1, 12))),
                                name="preference_round_takes_some_wishes",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PreferenceAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answers",
                                to="scheduling.preferenceround",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="preference_answers",
                                to="people.person",
                            ),
                        ),
                        ("answered_at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["round", "person"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("round", "person"), name="preference_answer_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProgramImport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                blank=True,
                                help_text="Empty: the workbook opens a new program.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="imports",
                                to="people.program",
                            ),
                        ),
                        ("file_name", models.CharField(max_length=200)),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "document",
                            models.JSONField(
                                blank=True,
                                default=dict,
                                help_text="The JSON twin of the workbook, until it is decided.",
                            ),
                        ),
                        ("remarks", models.JSONField(blank=True, default=list)),
                        (
                            "outcome",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="How many rows were added, changed and removed.",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("staged", "To be looked at"),
                                    ("applied", "Applied"),
                                    ("discarded", "Put aside"),
                                ],
                                default="staged",
                                max_length=9,
                            ),
                        ),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("uploaded_at", models.DateTimeField()),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-uploaded_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("decided_by__isnull", True),
                                        ("status", "staged"),
                                    ),
                                    models.Q(
                                        models.Q(("status", "staged"), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="program_import_decided_by_somebody",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RepairRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="repairs",
                                to="scheduling.scheduleversion",
                            ),
                        ),
                        (
                            "absence",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="people.absence",
                            ),
                        ),
                        (
                            "assignment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="scheduling.assignment",
                            ),
                        ),
                        (
                            "demand_change",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="repairs",
                                to="scheduling.demandchange",
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("days", "Calls and half-days"),
                                    ("rotations", "Rotations"),
                                ],
                                default="days",
                                max_length=9,
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("queued", "Waiting"),
                                    ("searching", "Searching"),
                                    ("found", "Found"),
                                    ("applied", "Used"),
                                    ("nothing", "Nothing to mend"),
                                    ("failed", "Failed"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="queued",
                                max_length=9,
                            ),
                        ),
                        ("message", models.TextField(blank=True)),
                        (
                            "ways",
                            models.JSONField(
                                blank=True, default=list, help_text="The ways found, best first."
                            ),
                        ),
                        (
                            "result",
                            models.JSONField(
                                blank=True, default=dict, help_text="Bounds, reasons, seconds."
                            ),
                        ),
                        (
                            "requested_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("requested_at", models.DateTimeField()),
                        ("started_at", models.DateTimeField(blank=True, null=True)),
                        ("heartbeat_at", models.DateTimeField(blank=True, null=True)),
                        ("cancel_requested_at", models.DateTimeField(blank=True, null=True)),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        ("applied_way", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "applied_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("applied_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "applied_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="scheduling.scheduleversion",
                            ),
                        ),
                        (
                            "applied_as",
                            models.ForeignKey(
                                blank=True,
                                help_text="The change of what is published, where it was used at once.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="scheduling.changeset",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "ordering": ["-requested_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("absence__isnull", False),
                                        ("assignment", None),
                                        ("demand_change", None),
                                    ),
                                    models.Q(
                                        ("absence", None),
                                        ("assignment__isnull", False),
                                        ("demand_change", None),
                                    ),
                                    models.Q(
                                        ("absence", None),
                                        ("assignment", None),
                                        ("demand_change__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="repair_is_of_one_thing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("stage", "days"), ("absence__isnull", False), _connector="OR"
                                ),
                                name="rotations_are_repaired_after_an_absence",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(("status", "applied"), _negated=True),
                                        ("applied_at", None),
                                        ("applied_by", None),
                                        ("applied_to", None),
                                        ("applied_way", None),
                                    ),
                                    models.Q(
                                        ("applied_at__isnull", False),
                                        ("applied_by__isnull", False),
                                        ("applied_to__isnull", False),
                                        ("applied_way__isnull", False),
                                        ("status", "applied"),
                                    ),
                                    _connector="OR",
                                ),
                                name="repair_used_says_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Cover",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="covers",
                                to="people.program",
                            ),
                        ),
                        (
                            "absence",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="covers",
                                to="people.absence",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="covers",
                                to="scheduling.repairrun",
                            ),
                        ),
                        (
                            "change_set",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="covers",
                                to="scheduling.changeset",
                            ),
                        ),
                        (
                            "covered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="covers_given",
                                to="people.person",
                            ),
                        ),
                        (
                            "covered_for",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="covers_received",
                                to="people.person",
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                help_text="Of the call or the activity.", max_length=12
                            ),
                        ),
                        ("is_call", models.BooleanField()),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        (
                            "activated_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("activated_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("owed", "To be made good"),
                                    ("repaid", "Made good"),
                                    ("repays", "Makes good an earlier one"),
                                    ("waived", "Not to be made good"),
                                ],
                                default="owed",
                                max_length=6,
                            ),
                        ),
                        (
                            "settled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("settled_at", models.DateTimeField(blank=True, null=True)),
                        ("settled_how", models.CharField(blank=True, max_length=200)),
                        (
                            "repaid_with",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="repays",
                                to="scheduling.cover",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-starts_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("covered_by", models.F("covered_for")), _negated=True
                                ),
                                name="cover_is_for_somebody_else",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="cover_ends_after_it_starts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("settled_at", None),
                                        ("settled_by", None),
                                        ("state__in", ["owed", "repays"]),
                                    ),
                                    models.Q(
                                        ("settled_at__isnull", False),
                                        ("settled_by__isnull", False),
                                        ("state__in", ["repaid", "waived"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="cover_settled_says_by_whom",
                            ),
                        ],
                        "indexes": [
                            models.Index(fields=["program", "state"], name="cover_by_state")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Requirement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requirements",
                                to="people.program",
                            ),
                        ),
                        ("code", models.CharField(max_length=20)),
                        ("name", models.CharField(max_length=120)),
                        (
                            "pgy",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="In the year of this PGY. Empty: by the end of training.",
                                null=True,
                            ),
                        ),
                        (
                            "track",
                            models.CharField(
                                blank=True, help_text="Empty: every track.", max_length=40
                            ),
                        ),
                        (
                            "rotation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="scheduling.rotation",
                            ),
                        ),
                        (
                            "activity",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="scheduling.activity",
                            ),
                        ),
                        (
                            "unit",
                            models.CharField(
                                choices=[
                                    ("weeks", "Weeks"),
                                    ("half-days", "Half-days"),
                                    ("hours", "Hours"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("minimum", models.PositiveIntegerField()),
                        (
                            "binding",
                            models.BooleanField(
                                default=False,
                                help_text="It must be met. Otherwise it is a target, to come near to.",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                blank=True, help_text="Who asks for it, and where.", max_length=200
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["program", "code"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("program", "code"), name="requirement_code_once_per_program"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("activity__isnull", True),
                                        ("rotation__isnull", False),
                                        ("unit", "weeks"),
                                    ),
                                    models.Q(
                                        ("activity__isnull", False),
                                        ("rotation__isnull", True),
                                        models.Q(("unit", "weeks"), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="requirement_is_weeks_of_a_rotation_or_time_of_an_activity",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Credit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="credits",
                                to="people.program",
                            ),
                        ),
                        (
                            "academic_year",
                            models.PositiveSmallIntegerField(
                                help_text="Done before this year began."
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="training_credits",
                                to="people.person",
                            ),
                        ),
                        (
                            "requirement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="credits",
                                to="scheduling.requirement",
                            ),
                        ),
                        (
                            "amount",
                            models.PositiveIntegerField(
                                help_text="In the unit of the requirement."
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["program", "academic_year", "requirement", "person"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("academic_year", "person", "requirement"),
                                name="credit_once_a_year",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Rollover",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rollovers",
                                to="people.program",
                            ),
                        ),
                        (
                            "year",
                            models.PositiveSmallIntegerField(
                                help_text="The academic year that begins, named by the year in which it starts.",
                                validators=[
                                    django.core.validators.MinValueValidator(2001),
                                    django.core.validators.MaxValueValidator(2100),
                                ],
                                verbose_name="into",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("planned", "planned"),
                                    ("applied", "applied"),
                                    ("undone", "undone"),
                                    ("discarded", "discarded"),
                                ],
                                default="planned",
                                max_length=9,
                            ),
                        ),
                        (
                            "choices",
                            models.JSONField(
                                blank=True,
                                default=dict,
                                encoder=django.core.serializers.json.DjangoJSONEncoder,
                                help_text="What was decided by hand.",
                            ),
                        ),
                        (
                            "made",
                            models.JSONField(
                                blank=True,
                                default=scheduling.models.rollover.nothing_made,
                                encoder=django.core.serializers.json.DjangoJSONEncoder,
                                help_text="The rows that it made and how they were, and the roles that it ended.",
                            ),
                        ),
                        (
                            "planned_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("planned_at", models.DateTimeField()),
                        (
                            "applied_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("applied_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "undone_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["program", "-year", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status", "planned")),
                                fields=("program", "year"),
                                name="rollover_planned_once",
                                violation_error_message="The turn of this year is being planned already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("applied_at", None),
                                        ("applied_by", None),
                                        ("status__in", ["planned", "discarded"]),
                                    ),
                                    models.Q(
                                        ("applied_at__isnull", False),
                                        ("applied_by__isnull", False),
                                        ("status__in", ["applied", "undone"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="rollover_applied_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status", "undone"),
                                        ("undone_at__isnull", False),
                                        ("undone_by__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(("status", "undone"), _negated=True),
                                        ("undone_at", None),
                                        ("undone_by", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="rollover_undone_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Request",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requests",
                                to="people.program",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requests",
                                to="people.person",
                            ),
                        ),
                        ("academic_year", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("leave", "A week of leave"),
                                    ("rotation", "A rotation, at a time or at all"),
                                    ("call", "Call on a date or a weekday"),
                                    ("clinic", "Clinic on a weekday"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "wish",
                            models.CharField(
                                choices=[("prefer", "Would like"), ("avoid", "Would rather not")],
                                default="prefer",
                                max_length=8,
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField(default=1)),
                        (
                            "rotation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="scheduling.rotation",
                            ),
                        ),
                        ("starts_on", models.DateField(blank=True, null=True)),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        ("weekday", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "round",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                help_text="The round in which it was wished for; empty: the office entered it.",
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="requests",
                                to="scheduling.preferenceround",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["program", "academic_year", "person", "kind", "rank", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "leave"), _negated=True),
                                    models.Q(
                                        ("ends_on__isnull", False), ("starts_on__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="leave_request_has_dates",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "rotation"), _negated=True),
                                    ("rotation__isnull", False),
                                    _connector="OR",
                                ),
                                name="rotation_request_names_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="request_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("rank__gte", 1)), name="request_rank_from_1"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("weekday__isnull", True),
                                    ("weekday__range", (1, 7)),
                                    _connector="OR",
                                ),
                                name="request_weekday_is_iso",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PatternCell",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "rotation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pattern",
                                to="scheduling.rotation",
                            ),
                        ),
                        (
                            "week",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="1 to 4 within the block; empty: every week.",
                                null=True,
                            ),
                        ),
                        (
                            "weekday",
                            models.PositiveSmallIntegerField(help_text="Monday 1 to Sunday 7."),
                        ),
                        (
                            "slot",
                            models.CharField(
                                choices=[("AM", "morning"), ("PM", "afternoon")], max_length=2
                            ),
                        ),
                        (
                            "pgy",
                            models.PositiveSmallIntegerField(
                                blank=True, help_text="Empty: all.", null=True
                            ),
                        ),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="scheduling.activity",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["rotation", "weekday", "slot", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("rotation"),
                                django.db.models.functions.comparison.Coalesce("week", 0),
                                models.F("weekday"),
                                models.F("slot"),
                                django.db.models.functions.comparison.Coalesce("pgy", 0),
                                models.F("activity"),
                                name="pattern_cell_names_an_activity_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weekday__range", (1, 7))),
                                name="pattern_weekday_is_iso",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("week__isnull", True), ("week__range", (1, 4)), _connector="OR"
                                ),
                                name="pattern_week_1_to_4",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CurriculumItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="curriculum",
                                to="people.program",
                            ),
                        ),
                        (
                            "academic_year",
                            models.PositiveSmallIntegerField(
                                help_text="The year in which it starts."
                            ),
                        ),
                        ("pgy", models.PositiveSmallIntegerField()),
                        (
                            "track",
                            models.CharField(
                                blank=True, help_text="Empty: every track.", max_length=40
                            ),
                        ),
                        (
                            "rotation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="curriculum",
                                to="scheduling.rotation",
                            ),
                        ),
                        (
                            "minimum_halves",
                            models.PositiveSmallIntegerField(help_text="In half-blocks."),
                        ),
                        (
                            "maximum_halves",
                            models.PositiveSmallIntegerField(help_text="In half-blocks."),
                        ),
                        (
                            "after",
                            models.ForeignKey(
                                blank=True,
                                help_text="Must have been done before.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="opens",
                                to="scheduling.rotation",
                            ),
                        ),
                        ("first_block", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("last_block", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "gap_halves",
                            models.PositiveSmallIntegerField(
                                default=0,
                                help_text="Half-blocks that must lie between two of them.",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["program", "academic_year", "pgy", "track", "rotation"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("program", "academic_year", "pgy", "track", "rotation"),
                                name="curriculum_names_a_rotation_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("maximum_halves__gte", models.F("minimum_halves"))
                                ),
                                name="curriculum_halves_are_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("last_block__gte", models.F("first_block"))),
                                name="curriculum_window_is_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarFeed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "token",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="calendar_feed",
                                to="people.token",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("everything", "My schedule"),
                                    ("calls", "My calls"),
                                    ("clinic", "My clinics"),
                                    ("busy", "When I am busy"),
                                    ("service", "A service"),
                                ],
                                default="everything",
                                max_length=10,
                            ),
                        ),
                        (
                            "rotation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="calendar_feeds",
                                to="scheduling.rotation",
                            ),
                        ),
                        (
                            "call_type",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="calendar_feeds",
                                to="scheduling.calltype",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("token", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "service"),
                                        models.Q(
                                            models.Q(
                                                ("call_type", None), ("rotation__isnull", False)
                                            ),
                                            models.Q(
                                                ("call_type__isnull", False), ("rotation", None)
                                            ),
                                            _connector="OR",
                                        ),
                                    ),
                                    models.Q(
                                        models.Q(("kind", "service"), _negated=True),
                                        ("call_type", None),
                                        ("rotation", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="calendar_feed_of_one_service",
                                violation_error_message="A feed of a service is of one rotation or one call type.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AttendingWeek",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "rotation",
                            models.OneToOneField(
                                help_text="Of the kind attending.",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attending",
                                to="scheduling.rotation",
                            ),
                        ),
                        (
                            "starts_weekday",
                            models.PositiveSmallIntegerField(
                                default=5,
                                help_text="Monday 1 to Sunday 7: the first day of each week.",
                            ),
                        ),
                        (
                            "gap_weeks",
                            models.PositiveSmallIntegerField(
                                default=1,
                                help_text="Weeks that must lie between two weeks of a person.",
                            ),
                        ),
                        (
                            "spaced_weeks",
                            models.PositiveSmallIntegerField(
                                default=2,
                                help_text="Weeks that should lie between them, if possible.",
                            ),
                        ),
                        (
                            "call_type",
                            models.ForeignKey(
                                blank=True,
                                help_text="The call that goes with the week, on the nights named; empty: none.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attending",
                                to="scheduling.calltype",
                            ),
                        ),
                        (
                            "call_nights",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(),
                                blank=True,
                                default=scheduling.models.attending.nights_of_the_week,
                                help_text="Monday 1 to Sunday 7: nights taken by whoever attends.",
                                size=None,
                            ),
                        ),
                        (
                            "recovery",
                            models.ForeignKey(
                                blank=True,
                                help_text="What the day after the week is for; empty: works as usual.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="scheduling.activity",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["rotation"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("starts_weekday__range", (1, 7))),
                                name="attending_weekday_is_iso",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AttendingShare",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "rotation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attending_shares",
                                to="scheduling.rotation",
                            ),
                        ),
                        (
                            "faculty_role",
                            models.CharField(
                                choices=[
                                    ("program_director", "program director"),
                                    ("associate_program_director", "associate program director"),
                                    ("chief_of_department", "chief of department"),
                                    ("clinic_lead", "clinic lead"),
                                    ("sports_medicine", "sports medicine"),
                                    ("core", "core faculty"),
                                    ("adjunct", "adjunct faculty"),
                                ],
                                max_length=26,
                            ),
                        ),
                        ("minimum", models.PositiveSmallIntegerField(default=0)),
                        (
                            "target",
                            models.PositiveSmallIntegerField(help_text="Weeks that are aimed at."),
                        ),
                        ("maximum", models.PositiveSmallIntegerField()),
                    ],
                    options={
                        "ordering": ["rotation", "faculty_role"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("rotation", "faculty_role"),
                                name="attending_share_once_per_role",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("minimum__lte", models.F("target")),
                                    ("target__lte", models.F("maximum")),
                                ),
                                name="attending_share_is_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RotationDemand",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "rotation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="demands",
                                to="scheduling.rotation",
                            ),
                        ),
                        (
                            "pgy",
                            models.PositiveSmallIntegerField(
                                blank=True, help_text="Empty: all together.", null=True
                            ),
                        ),
                        ("minimum", models.PositiveSmallIntegerField(default=0)),
                        ("maximum", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["rotation", models.OrderBy(models.F("pgy"), nulls_first=True)],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("rotation"),
                                django.db.models.functions.comparison.Coalesce("pgy", 0),
                                name="rotation_demand_once_per_pgy",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("maximum__gte", models.F("minimum"))),
                                name="rotation_demand_is_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RuleSetting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rule_settings",
                                to="people.program",
                            ),
                        ),
                        ("code", models.CharField(max_length=40)),
                        ("parameters", models.JSONField(blank=True, default=dict)),
                        (
                            "weight",
                            models.PositiveIntegerField(
                                blank=True,
                                help_text="Empty: must hold. A number: cost of each unit broken.",
                                null=True,
                            ),
                        ),
                        ("active", models.BooleanField(default=True)),
                        ("effective_from", models.DateField()),
                        ("effective_until", models.DateField(blank=True, null=True)),
                        ("note", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "ordering": ["program", "code", "-effective_from"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("program", "code", "effective_from"),
                                name="rule_set_once_per_date",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("effective_until__gte", models.F("effective_from"))
                                ),
                                name="rule_setting_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Export",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("queued", "Waiting"),
                                    ("making", "Being made"),
                                    ("ready", "Ready"),
                                    ("failed", "Failed"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="queued",
                                max_length=9,
                            ),
                        ),
                        ("message", models.CharField(blank=True, max_length=300)),
                        (
                            "done",
                            models.PositiveSmallIntegerField(
                                default=0, help_text="Parts that are made."
                            ),
                        ),
                        (
                            "parts",
                            models.PositiveSmallIntegerField(
                                default=0, help_text="Parts in all, once it is known."
                            ),
                        ),
                        (
                            "requested_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("requested_at", models.DateTimeField()),
                        ("heartbeat_at", models.DateTimeField(blank=True, null=True)),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        ("file", models.BinaryField(blank=True, null=True)),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="exports",
                                to="scheduling.scheduleversion",
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "verbose_name": "workbook",
                        "ordering": ["-requested_at", "-pk"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("file__isnull", False), ("status", "ready")),
                                    models.Q(
                                        models.Q(("status", "ready"), _negated=True),
                                        ("file__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="export_that_is_ready_has_its_file",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SessionDemand",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="session_demands",
                                to="people.program",
                            ),
                        ),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="session_demands",
                                to="scheduling.activity",
                            ),
                        ),
                        (
                            "staff",
                            models.CharField(
                                choices=[("resident", "resident"), ("faculty", "faculty")],
                                max_length=8,
                            ),
                        ),
                        (
                            "week",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="1 to 4 within the block; empty: every week without a row.",
                                null=True,
                            ),
                        ),
                        (
                            "weekday",
                            models.PositiveSmallIntegerField(help_text="Monday 1 to Sunday 7."),
                        ),
                        (
                            "slot",
                            models.CharField(
                                choices=[("AM", "morning"), ("PM", "afternoon")], max_length=2
                            ),
                        ),
                        ("minimum", models.PositiveSmallIntegerField(default=0)),
                        ("maximum", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "half_a_day_each",
                            models.BooleanField(
                                default=False,
                                help_text="Nobody does it in both halves of that day.",
                            ),
                        ),
                    ],
                    options={
                        "ordering": [
                            "program",
                            "activity",
                            "weekday",
                            "slot",
                            models.OrderBy(models.F("week"), nulls_first=True),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("program"),
                                models.F("activity"),
                                models.F("staff"),
                                models.F("weekday"),
                                models.F("slot"),
                                django.db.models.functions.comparison.Coalesce("week", 0),
                                name="session_demand_once_per_half_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weekday__range", (1, 7))),
                                name="session_demand_weekday_is_iso",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("week__isnull", True), ("week__range", (1, 4)), _connector="OR"
                                ),
                                name="session_demand_week_1_to_4",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("maximum__gte", models.F("minimum"))),
                                name="session_demand_is_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SheetImport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sheet_imports",
                                to="people.program",
                            ),
                        ),
                        (
                            "academic_year",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sheet_imports",
                                to="scheduling.academicyear",
                            ),
                        ),
                        (
                            "subject",
                            models.CharField(
                                choices=[
                                    ("schedule", "Schedule"),
                                    ("people", "People"),
                                    ("absences", "Absences"),
                                ],
                                default="schedule",
                                max_length=8,
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                blank=True,
                                help_text="The version that it changes; empty for people and absences.",
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sheet_imports",
                                to="scheduling.scheduleversion",
                            ),
                        ),
                        ("file_name", models.CharField(max_length=200)),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "layout",
                            models.CharField(help_text="What kind of file it is.", max_length=80),
                        ),
                        ("entries", models.JSONField(blank=True, default=list)),
                        ("remarks", models.JSONField(blank=True, default=list)),
                        (
                            "unchanged",
                            models.PositiveIntegerField(
                                default=0,
                                help_text="Cells that are as they were when the workbook was exported.",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("staged", "To be looked at"),
                                    ("applied", "Applied"),
                                    ("discarded", "Put aside"),
                                    ("undone", "Taken back"),
                                ],
                                default="staged",
                                max_length=9,
                            ),
                        ),
                        (
                            "change_set",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="sheet_import",
                                to="scheduling.changeset",
                            ),
                        ),
                        (
                            "outcome",
                            models.JSONField(
                                blank=True, default=dict, help_text="What came of it."
                            ),
                        ),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("uploaded_at", models.DateTimeField()),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "spreadsheet",
                        "ordering": ["-uploaded_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("decided_by__isnull", True),
                                        ("status", "staged"),
                                    ),
                                    models.Q(
                                        models.Q(("status", "staged"), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="sheet_import_decided_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("subject", "schedule"), ("version__isnull", False)),
                                    models.Q(
                                        models.Q(("subject", "schedule"), _negated=True),
                                        ("version__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="sheet_of_a_schedule_names_its_version",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SolverRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="runs",
                                to="scheduling.scheduleversion",
                            ),
                        ),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("year", "Rotations of the year"),
                                    ("call", "Call of the year"),
                                    ("block", "Half-days of a block"),
                                ],
                                max_length=6,
                            ),
                        ),
                        (
                            "block",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="scheduling.block",
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("queued", "Waiting"),
                                    ("solving", "Solving"),
                                    ("solved", "Solved"),
                                    ("partial", "Stopped with a partial result"),
                                    ("infeasible", "Impossible"),
                                    ("failed", "Failed"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="queued",
                                max_length=10,
                            ),
                        ),
                        ("seconds_allowed", models.PositiveIntegerField()),
                        ("seed", models.PositiveIntegerField(default=1)),
                        (
                            "schedules",
                            models.PositiveSmallIntegerField(
                                default=1,
                                help_text="How many to choose from. With several, none is in the draft until one is chosen.",
                            ),
                        ),
                        (
                            "apart_percent",
                            models.PositiveSmallIntegerField(
                                default=10,
                                help_text="Of several: how much of each is done by somebody else in another.",
                            ),
                        ),
                        (
                            "slack_percent",
                            models.PositiveSmallIntegerField(
                                default=5,
                                help_text="Of several: how much more another may cost than the first, by goal.",
                            ),
                        ),
                        (
                            "tier_order",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=11),
                                blank=True,
                                default=list,
                                help_text="The first counts most.",
                                size=None,
                            ),
                        ),
                        (
                            "requested_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("requested_at", models.DateTimeField()),
                        ("started_at", models.DateTimeField(blank=True, null=True)),
                        ("heartbeat_at", models.DateTimeField(blank=True, null=True)),
                        ("cancel_requested_at", models.DateTimeField(blank=True, null=True)),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "fingerprint",
                            models.CharField(
                                blank=True, help_text="SHA-256 of the input.", max_length=64
                            ),
                        ),
                        (
                            "result",
                            models.JSONField(
                                blank=True,
                                default=dict,
                                help_text="Objective, bound and gap per tier; seconds; versions.",
                            ),
                        ),
                        (
                            "message",
                            models.TextField(
                                blank=True, help_text="What a person needs to know of the outcome."
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-requested_at", "-pk"],
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("status__in", ["queued", "solving"])),
                                expressions=[
                                    (
                                        models.Func(
                                            models.F("version"),
                                            models.F("version"),
                                            models.Value("[]"),
                                            function="int8range",
                                            output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField(),
                                        ),
                                        "&&",
                                    ),
                                    (
                                        models.Func(
                                            models.F("starts_on"),
                                            models.F("ends_on"),
                                            models.Value("[]"),
                                            function="daterange",
                                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="one_solve_at_a_time_for_a_day",
                                violation_error_code="already-solving",
                                violation_error_message="These days are being solved already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("apart_percent__range", (1, 100)), ("schedules__range", (1, 4))
                                ),
                                name="solve_asks_for_one_to_four_schedules",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("scope", "block"), _negated=True),
                                    ("block__isnull", False),
                                    _connector="OR",
                                ),
                                name="block_run_names_a_block",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Alternative",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="alternatives",
                                to="scheduling.solverrun",
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(help_text="1 is the one found first."),
                        ),
                        (
                            "pairs",
                            models.JSONField(
                                help_text="Person and duty, as the engine names them."
                            ),
                        ),
                        (
                            "measures",
                            models.JSONField(
                                help_text="Costs, shares of call, wishes, changes, distances."
                            ),
                        ),
                        ("chosen_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "chosen_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["run", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("run", "number"), name="alternative_once_per_number"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("chosen_at__isnull", False)),
                                fields=("run",),
                                name="one_alternative_of_a_run_is_chosen",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("chosen_at__isnull", True), ("chosen_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("chosen_at__isnull", False), ("chosen_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="alternative_chosen_says_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SpecialDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="special_days",
                                to="people.program",
                            ),
                        ),
                        ("on", models.DateField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("holiday", "Holiday"),
                                    ("training", "Training day"),
                                    ("minimal", "Minimal staffing"),
                                    ("closed", "Closed"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("name", models.CharField(max_length=80)),
                    ],
                    options={
                        "ordering": ["program", "on"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("program", "on"), name="special_day_once_per_date"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupervisionLevel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supervision_levels",
                                to="people.program",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supervision_levels",
                                to="people.person",
                            ),
                        ),
                        (
                            "activity",
                            models.ForeignKey(
                                blank=True,
                                help_text="Empty: all activities that ask for supervision.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supervision_levels",
                                to="scheduling.activity",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("direct", "Direct: a supervisor is present"),
                                    ("indirect", "Indirect: a supervisor can come at once"),
                                    ("oversight", "Oversight: a supervisor reviews afterwards"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        (
                            "ends_on",
                            models.DateField(
                                blank=True,
                                help_text="The last day; empty: until a later entry.",
                                null=True,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["program", "person", "activity", "starts_on", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("program", "person", "activity", "starts_on"),
                                name="supervision_level_once_from_a_day",
                                nulls_distinct=False,
                                violation_error_message="A level from that day is recorded already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on", None),
                                    ("ends_on__gte", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="supervision_level_ends_after_start",
                                violation_error_message="A level cannot end before it starts.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TierOrder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "program",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tier_order",
                                to="people.program",
                            ),
                        ),
                        (
                            "order",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("education", "Coverage and education"),
                                        ("fairness", "Fairness"),
                                        ("preferences", "Preferences"),
                                        ("shape", "Shape of the schedule"),
                                        ("nearness", "Nearness to what is published"),
                                    ],
                                    max_length=11,
                                ),
                                size=None,
                            ),
                        ),
                        (
                            "changed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("changed_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["program"],
                    },
                ),
                migrations.CreateModel(
                    name="Waiver",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="waivers",
                                to="people.program",
                            ),
                        ),
                        ("code", models.CharField(max_length=40, verbose_name="rule")),
                        (
                            "parameters",
                            models.JSONField(
                                blank=True,
                                default=dict,
                                help_text="What holds instead. Empty: the rule is set aside.",
                            ),
                        ),
                        (
                            "rotation",
                            models.ForeignKey(
                                blank=True,
                                help_text="Empty: every rotation.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="waivers",
                                to="scheduling.rotation",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                help_text="Empty: everybody.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="waivers",
                                to="people.person",
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(help_text="The last day on which it holds.")),
                        (
                            "approved_by",
                            models.CharField(
                                help_text="Who approved it: a person, or bodies such as the GMEC.",
                                max_length=200,
                            ),
                        ),
                        ("reason", models.TextField()),
                        (
                            "granted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("granted_at", models.DateTimeField()),
                        (
                            "revoked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["program", "-starts_on", "code", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="waiver_ends_after_it_starts",
                                violation_error_message="A waiver cannot end before it starts.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reason", ""), _negated=True),
                                    models.Q(("approved_by", ""), _negated=True),
                                ),
                                name="waiver_has_a_reason",
                                violation_error_message="Say who approved the waiver, and why.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("revoked_at", None), ("revoked_by", None)),
                                    models.Q(
                                        ("revoked_at__isnull", False), ("revoked_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="waiver_revoked_by_somebody",
                                violation_error_message="Who revoked a waiver, and when, go together.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WeeklyShare",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "rotation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="weekly_shares",
                                to="scheduling.rotation",
                            ),
                        ),
                        (
                            "pgy",
                            models.PositiveSmallIntegerField(
                                blank=True, help_text="Empty: all.", null=True
                            ),
                        ),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="scheduling.activity",
                            ),
                        ),
                        ("minimum", models.PositiveSmallIntegerField(default=0)),
                        ("maximum", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": [
                            "rotation",
                            "activity",
                            models.OrderBy(models.F("pgy"), nulls_first=True),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("rotation"),
                                models.F("activity"),
                                django.db.models.functions.comparison.Coalesce("pgy", 0),
                                name="weekly_share_once_per_activity",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("maximum__gte", models.F("minimum"))),
                                name="weekly_share_is_in_order",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
