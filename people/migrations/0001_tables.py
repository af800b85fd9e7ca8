"""People, programs and what is written down of them, as the first version has them."""

import datetime

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import people.models.program
import people.models.user
from people.tables import CreateModels


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("people", "0001_initial"),
        ("people", "0002_program_frozen_and_notice_days"),
        ("people", "0003_clinic_weekdays_groups_and_blocks"),
        ("people", "0004_notices"),
        ("people", "0005_leave_allotments_and_pay"),
        ("people", "0006_deliveries"),
        ("people", "0007_webhooks"),
        ("people", "0008_user_language"),
        ("people", "0009_absence_requested_at"),
        ("people", "0010_publication_guard"),
        ("people", "0011_hours_lock"),
        ("people", "0012_history"),
        ("people", "0014_enrolment_visiting_from"),
        ("people", "0015_joint_change"),
        ("people", "0016_notices_have_a_language"),
    ]

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="User",
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
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                        ),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        (
                            "first_name",
                            models.CharField(blank=True, max_length=150, verbose_name="first name"),
                        ),
                        (
                            "last_name",
                            models.CharField(blank=True, max_length=150, verbose_name="last name"),
                        ),
                        (
                            "is_staff",
                            models.BooleanField(
                                default=False,
                                help_text="Designates whether the user can log into this admin site.",
                                verbose_name="staff status",
                            ),
                        ),
                        (
                            "is_active",
                            models.BooleanField(
                                default=True,
                                help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                                verbose_name="active",
                            ),
                        ),
                        (
                            "date_joined",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="date joined"
                            ),
                        ),
                        (
                            "email",
                            models.EmailField(
                                error_messages={
                                    "unique": "An account with this e-mail address exists already."
                                },
                                max_length=254,
                                unique=True,
                                verbose_name="e-mail address",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                blank=True,
                                choices=[("en", "English"), ("es", "Español")],
                                help_text="In which the site speaks to them; empty: as their browser asks.",
                                max_length=5,
                            ),
                        ),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("email", "pk"),
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("email"),
                                name="user_email_unique_in_any_case",
                                violation_error_message="An account with this e-mail address exists already.",
                            )
                        ],
                    },
                    managers=[
                        ("objects", people.models.user.UserManager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Person",
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
                            "user",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="person",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("first_name", models.CharField(max_length=80)),
                        ("last_name", models.CharField(max_length=80)),
                        (
                            "email",
                            models.EmailField(
                                blank=True, max_length=254, verbose_name="e-mail address"
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True,
                                help_text="Shown only to people who look up who is on call.",
                                max_length=40,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "people",
                        "ordering": ("last_name", "first_name", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="Program",
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
                        ("name", models.CharField(max_length=120)),
                        ("slug", models.SlugField(unique=True)),
                        ("specialty", models.CharField(max_length=80)),
                        (
                            "time_zone",
                            models.CharField(
                                help_text="An IANA name, such as America/New_York. It decides what a day is.",
                                max_length=64,
                                validators=[people.models.program.validate_time_zone],
                            ),
                        ),
                        (
                            "block_calendar",
                            models.CharField(
                                choices=[
                                    ("thursday_blocks", "blocks 0-13, Thursday to Wednesday"),
                                    ("four_weeks", "13 blocks of 4 weeks"),
                                    ("months", "12 months"),
                                    ("weeks", "weeks"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "leave_weeks_per_year",
                            models.PositiveSmallIntegerField(
                                default=4,
                                help_text="Weeks of leave each resident has in an academic year.",
                                validators=[django.core.validators.MaxValueValidator(52)],
                            ),
                        ),
                        (
                            "second_person_publishes",
                            models.BooleanField(
                                default=False,
                                help_text="A schedule is published by somebody other than the person who made it.",
                            ),
                        ),
                        (
                            "roster_is_public",
                            models.BooleanField(
                                default=False,
                                help_text="Who is on call can be read without signing in.",
                            ),
                        ),
                        (
                            "clinic_rooms",
                            models.PositiveSmallIntegerField(
                                default=8,
                                help_text="Rooms at the main site in each half-day.",
                                validators=[django.core.validators.MinValueValidator(1)],
                            ),
                        ),
                        (
                            "frozen_days",
                            models.PositiveSmallIntegerField(
                                default=2,
                                help_text="Days from today on which a repair moves nobody who lost nothing.",
                            ),
                        ),
                        (
                            "notice_days",
                            models.PositiveSmallIntegerField(
                                default=7,
                                help_text="Days from today on which a repair changes as little as possible.",
                            ),
                        ),
                        (
                            "clinic_notice_days",
                            models.PositiveSmallIntegerField(
                                default=30,
                                help_text="A clinic nearer than this has patients who must be called when it is cancelled.",
                            ),
                        ),
                        (
                            "training_years",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="How many years training lasts. Empty: completion dates are not known.",
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(8),
                                ],
                            ),
                        ),
                        (
                            "board",
                            models.CharField(
                                blank=True,
                                choices=people.models.program.board_choices,
                                help_text="Whose limits on time away are shown. Empty: none is.",
                                max_length=12,
                                verbose_name="certifying board",
                            ),
                        ),
                        (
                            "hours_lock_days",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="How many days after a week, Monday to Sunday, residents can still log and confirm its hours. Empty: always.",
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(90),
                                ],
                            ),
                        ),
                        (
                            "guard_percent",
                            models.PositiveSmallIntegerField(
                                default=20,
                                help_text="Publishing asks why when it changes more than this share of the cells, in percent.",
                                validators=[django.core.validators.MaxValueValidator(100)],
                            ),
                        ),
                        (
                            "guard_people",
                            models.PositiveSmallIntegerField(
                                default=10,
                                help_text="Publishing asks why when it changes the schedule of more people than this.",
                            ),
                        ),
                        ("active", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ("name", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("leave_weeks_per_year__lte", 52)),
                                name="program_leave_within_the_year",
                                violation_error_message="A year has 52 weeks of leave at most.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("clinic_rooms__gte", 1)),
                                name="program_has_a_clinic_room",
                                violation_error_message="A program has one clinic room at least.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("training_years", None),
                                    models.Q(
                                        ("training_years__gte", 1), ("training_years__lte", 8)
                                    ),
                                    _connector="OR",
                                ),
                                name="program_training_lasts_some_years",
                                violation_error_message="Training lasts 1 to 8 years.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("hours_lock_days", None),
                                    models.Q(
                                        ("hours_lock_days__gte", 1), ("hours_lock_days__lte", 90)
                                    ),
                                    _connector="OR",
                                ),
                                name="program_hours_lock_after_some_days",
                                violation_error_message="Hours are locked 1 to 90 days after their week.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
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
                                related_name="notices",
                                to="people.program",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to="people.person",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("kind", models.CharField(max_length=30)),
                        (
                            "event",
                            models.CharField(
                                help_text="What happened, once for each reader.", max_length=120
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                default="en", help_text="In which it was told.", max_length=10
                            ),
                        ),
                        ("subject", models.CharField(max_length=200)),
                        (
                            "lines",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), blank=True, default=list, size=None
                            ),
                        ),
                        (
                            "url",
                            models.CharField(
                                help_text="The page that shows it.",
                                max_length=300,
                                verbose_name="address",
                            ),
                        ),
                        ("told_at", models.DateTimeField()),
                        ("read_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "needs_ack_by",
                            models.DateTimeField(blank=True, null=True, verbose_name="seen by"),
                        ),
                        (
                            "acknowledged_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="said to be seen"
                            ),
                        ),
                        (
                            "escalated_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="passed on"),
                        ),
                    ],
                    options={
                        "ordering": ("-told_at", "-pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("person__isnull", False), ("user", None)),
                                    models.Q(("person", None), ("user__isnull", False)),
                                    _connector="OR",
                                ),
                                name="notice_has_one_reader",
                                violation_error_message="A notice goes to a person or to an account.",
                            ),
                            models.UniqueConstraint(
                                fields=("person", "kind", "event"),
                                name="notice_once_to_a_person",
                                violation_error_message="This person was told of that already.",
                            ),
                            models.UniqueConstraint(
                                fields=("user", "kind", "event"),
                                name="notice_once_to_an_account",
                                violation_error_message="This account was told of that already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("acknowledged_at", None),
                                    ("read_at__lte", models.F("acknowledged_at")),
                                    _connector="OR",
                                ),
                                name="notice_acknowledged_is_read",
                                violation_error_message="What is acknowledged has been read.",
                            ),
                        ],
                        "indexes": [
                            models.Index(fields=["person", "-told_at"], name="notice_to_a_person"),
                            models.Index(fields=["user", "-told_at"], name="notice_to_an_account"),
                            models.Index(
                                condition=models.Q(
                                    ("acknowledged_at", None),
                                    ("escalated_at", None),
                                    ("needs_ack_by__isnull", False),
                                ),
                                fields=["needs_ack_by"],
                                name="notice_unanswered",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
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
                            "notice",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="delivery",
                                to="people.notice",
                            ),
                        ),
                        (
                            "address",
                            models.EmailField(
                                blank=True, max_length=254, verbose_name="e-mail address"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "waiting"),
                                    ("sent", "sent"),
                                    ("failed", "failed"),
                                    ("not_sent", "not sent"),
                                ],
                                default="waiting",
                                max_length=8,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                help_text="Why it waits, was not sent, or failed.",
                                max_length=300,
                            ),
                        ),
                        ("due_at", models.DateTimeField()),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("settled_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name_plural": "deliveries",
                        "ordering": ("-due_at", "-pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("settled_at", None), ("status", "waiting")),
                                    models.Q(
                                        models.Q(("status", "waiting"), _negated=True),
                                        ("settled_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="delivery_settled_at_a_moment",
                                violation_error_message="What is settled was settled at a moment.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("address", ""), _negated=True),
                                    ("status__in", ("failed", "not_sent")),
                                    _connector="OR",
                                ),
                                name="delivery_sent_to_an_address",
                                violation_error_message="Nothing is sent without an address.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reason", ""), _negated=True),
                                    ("status__in", ("waiting", "sent")),
                                    _connector="OR",
                                ),
                                name="delivery_unsent_for_a_reason",
                                violation_error_message="What was not sent was not sent for a reason.",
                            ),
                        ],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "waiting")),
                                fields=["due_at"],
                                name="delivery_waiting",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NoticePreferences",
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
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notice_preferences",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "ways",
                            models.JSONField(
                                blank=True,
                                default=dict,
                                help_text="Kinds that are mailed in another way than usual.",
                            ),
                        ),
                        (
                            "daily_at",
                            models.TimeField(
                                default=datetime.time(7, 0),
                                help_text="When the news of the day is mailed.",
                            ),
                        ),
                        (
                            "quiet_from",
                            models.TimeField(blank=True, default=datetime.time(21, 0), null=True),
                        ),
                        (
                            "quiet_until",
                            models.TimeField(blank=True, default=datetime.time(6, 0), null=True),
                        ),
                        (
                            "rests_after_call",
                            models.BooleanField(
                                default=True,
                                help_text="Nothing is mailed while resting after a call by night.",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "notice preferences",
                        "ordering": ("user", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("quiet_from", None), ("quiet_until", None)),
                                    models.Q(
                                        ("quiet_from__isnull", False),
                                        ("quiet_until__isnull", False),
                                        models.Q(
                                            ("quiet_from", models.F("quiet_until")), _negated=True
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="quiet_hours_have_two_ends",
                                violation_error_message="Quiet hours have a beginning and another end, or there are none.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LeaveAllotment",
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
                                related_name="leave_allotments",
                                to="people.program",
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                help_text="As people call it: vacation, sick days.", max_length=60
                            ),
                        ),
                        (
                            "kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("vacation", "vacation"),
                                        ("sick", "sick leave"),
                                        ("medical", "medical leave"),
                                        ("parental", "parental leave"),
                                        ("caregiver", "caregiver leave"),
                                        ("family_emergency", "family emergency"),
                                        ("bereavement", "bereavement"),
                                        ("conference", "conference"),
                                        ("military", "military duty"),
                                        ("jury", "jury duty"),
                                        ("away_rotation", "away rotation (TDY)"),
                                        ("interview", "interview"),
                                        ("holiday", "holiday"),
                                        ("other", "other"),
                                    ],
                                    max_length=16,
                                ),
                                help_text="The kinds of absence that use it up.",
                                size=None,
                            ),
                        ),
                        (
                            "position",
                            models.CharField(
                                choices=[("resident", "resident"), ("faculty", "faculty")],
                                max_length=8,
                            ),
                        ),
                        (
                            "pgys",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(),
                                blank=True,
                                default=list,
                                help_text="Whose it is, such as 2,3. Empty: everybody's of the position.",
                                size=None,
                                verbose_name="PGYs",
                            ),
                        ),
                        (
                            "half_days",
                            models.PositiveSmallIntegerField(
                                help_text="Two to a day: four weeks of the calendar are 56, twenty workdays 40.",
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(732),
                                ],
                                verbose_name="half-days a year",
                            ),
                        ),
                        (
                            "counted",
                            models.CharField(
                                choices=[
                                    ("calendar", "every day of the calendar"),
                                    ("workdays", "Monday to Friday without holidays"),
                                ],
                                default="calendar",
                                max_length=8,
                            ),
                        ),
                        (
                            "from_year",
                            models.PositiveSmallIntegerField(
                                help_text="The academic year from which it holds: 2026 begins on 1 July 2026.",
                                validators=[
                                    django.core.validators.MinValueValidator(2000),
                                    django.core.validators.MaxValueValidator(2100),
                                ],
                            ),
                        ),
                        (
                            "until_year",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="The last academic year in which it holds, if there is.",
                                null=True,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("program", "position", "name", "from_year", "pk"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("program", "name", "position", "pgys", "from_year"),
                                name="allotment_once_from_a_year",
                                violation_error_message="There is such an allotment from that year already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("half_days__gte", 1), ("half_days__lte", 732)),
                                name="allotment_is_something",
                                violation_error_message="A year has 1 to 732 half-days of leave.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until_year", None),
                                    ("until_year__gte", models.F("from_year")),
                                    _connector="OR",
                                ),
                                name="allotment_ends_after_it_starts",
                                violation_error_message="An allotment cannot end before it starts.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kinds__len__gte", 1)),
                                name="allotment_has_kinds",
                                violation_error_message="Name a kind of absence at least.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("pgys", []),
                                    models.Q(
                                        ("pgys__contained_by", [1, 2, 3, 4, 5, 6, 7, 8]),
                                        ("position", "resident"),
                                    ),
                                    _connector="OR",
                                ),
                                name="allotment_pgys_are_of_residents",
                                violation_error_message="PGYs are of residents, 1 to 8.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JointChange",
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
                                related_name="joint_changes",
                                to="people.program",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                help_text="Of which table: “people.enrolment”.", max_length=60
                            ),
                        ),
                        (
                            "values",
                            models.JSONField(
                                encoder=django.core.serializers.json.DjangoJSONEncoder,
                                help_text="What was set, by column.",
                            ),
                        ),
                        (
                            "rows",
                            models.JSONField(
                                encoder=django.core.serializers.json.DjangoJSONEncoder,
                                help_text="Each row's key with what it held before.",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField()),
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
                        "ordering": ("-at", "-pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone_at", None), ("undone_by", None)),
                                    models.Q(
                                        ("undone_at__isnull", False), ("undone_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="joint_change_undone_by_somebody",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Enrolment",
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
                                related_name="enrolments",
                                to="people.program",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enrolments",
                                to="people.person",
                            ),
                        ),
                        (
                            "academic_year",
                            models.PositiveSmallIntegerField(
                                help_text="The year in which it begins: 2026 runs from 1 July 2026 to 30 June 2027.",
                                validators=[
                                    django.core.validators.MinValueValidator(2000),
                                    django.core.validators.MaxValueValidator(2100),
                                ],
                            ),
                        ),
                        (
                            "position",
                            models.CharField(
                                choices=[("resident", "resident"), ("faculty", "faculty")],
                                max_length=8,
                            ),
                        ),
                        (
                            "pgy",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="1 to 8 for residents, empty for faculty.",
                                null=True,
                                verbose_name="PGY",
                            ),
                        ),
                        (
                            "faculty_role",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("program_director", "program director"),
                                    ("associate_program_director", "associate program director"),
                                    ("chief_of_department", "chief of department"),
                                    ("clinic_lead", "clinic lead"),
                                    ("sports_medicine", "sports medicine"),
                                    ("core", "core faculty"),
                                    ("adjunct", "adjunct faculty"),
                                ],
                                help_text="Empty for residents.",
                                max_length=26,
                            ),
                        ),
                        (
                            "fte_percent",
                            models.PositiveSmallIntegerField(
                                default=100, verbose_name="FTE percent"
                            ),
                        ),
                        ("track", models.CharField(blank=True, max_length=40)),
                        (
                            "clinic_min",
                            models.PositiveSmallIntegerField(
                                default=0,
                                help_text="Half-days in clinic a week, at least.",
                                validators=[django.core.validators.MaxValueValidator(14)],
                            ),
                        ),
                        (
                            "clinic_max",
                            models.PositiveSmallIntegerField(
                                default=4,
                                help_text="Half-days in clinic a week, at most.",
                                validators=[django.core.validators.MaxValueValidator(14)],
                            ),
                        ),
                        (
                            "supervision_min",
                            models.PositiveSmallIntegerField(
                                default=0,
                                help_text="Half-days supervising, at least.",
                                validators=[django.core.validators.MaxValueValidator(14)],
                            ),
                        ),
                        (
                            "supervision_max",
                            models.PositiveSmallIntegerField(
                                default=0,
                                help_text="Half-days supervising, at most.",
                                validators=[django.core.validators.MaxValueValidator(14)],
                            ),
                        ),
                        (
                            "clinic_block_max",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Half-days in clinic a block, at most. Empty: no limit.",
                                null=True,
                            ),
                        ),
                        (
                            "clinic_weekdays",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(),
                                blank=True,
                                default=list,
                                help_text="Monday 1 to Sunday 7, on which they have clinic. Empty: on any day.",
                                size=None,
                            ),
                        ),
                        (
                            "clinic_group",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="From 1: whose clinic weeks a resident shares.",
                                null=True,
                            ),
                        ),
                        ("call_eligible", models.BooleanField(default=True)),
                        (
                            "starts_on",
                            models.DateField(
                                blank=True,
                                help_text="Only when later than the year's first day.",
                                null=True,
                            ),
                        ),
                        (
                            "ends_on",
                            models.DateField(
                                blank=True,
                                help_text="Only when earlier than the year's last day.",
                                null=True,
                            ),
                        ),
                        (
                            "visiting_from",
                            models.CharField(
                                blank=True,
                                help_text="The home of a rotator or student who is here for a while. Their curriculum, their leave and their graduation are not this program's. Empty: one of ours.",
                                max_length=80,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "enrollment",
                        "ordering": ("-academic_year", "position", "pgy", "person", "pk"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("program", "person", "academic_year"),
                                name="enrolment_once_a_year",
                                violation_error_message="This person is enrolled for that academic year already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("academic_year__range", (2000, 2100))),
                                name="enrolment_year_in_range",
                                violation_error_message="An academic year begins between 2000 and 2100.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("faculty_role", ""),
                                        ("pgy__isnull", False),
                                        ("pgy__range", (1, 8)),
                                        ("position", "resident"),
                                    ),
                                    models.Q(
                                        ("pgy__isnull", True),
                                        ("position", "faculty"),
                                        models.Q(("faculty_role", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="enrolment_fits_its_position",
                                violation_error_message="A resident has a PGY from 1 to 8 and no faculty role; a member of the faculty has a faculty role and no PGY.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("fte_percent__range", (1, 100))),
                                name="enrolment_fte_is_a_percentage",
                                violation_error_message="The FTE is from 1 to 100 percent.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("clinic_max__lte", 14),
                                    ("clinic_min__lte", models.F("clinic_max")),
                                ),
                                name="enrolment_clinic_min_within_max",
                                violation_error_message="The least half-days in clinic cannot exceed the most, nor can these exceed 14.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("supervision_max__lte", 14),
                                    ("supervision_min__lte", models.F("supervision_max")),
                                ),
                                name="enrolment_supervision_min_within_max",
                                violation_error_message="The least half-days supervising cannot exceed the most, nor can these exceed 14.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("clinic_weekdays__contained_by", [1, 2, 3, 4, 5, 6, 7])
                                ),
                                name="enrolment_clinic_weekdays_are_iso",
                                violation_error_message="Weekdays are numbers from 1, Monday, to 7, Sunday.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("clinic_group", None),
                                    models.Q(("clinic_group__gte", 1), ("position", "resident")),
                                    _connector="OR",
                                ),
                                name="enrolment_clinic_group_is_of_a_resident",
                                violation_error_message="Clinic groups are of residents, and count from 1.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("starts_on", None),
                                    ("ends_on", None),
                                    ("ends_on__gte", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="enrolment_ends_after_it_starts",
                                violation_error_message="An enrolment cannot end before it starts.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CredentialKind",
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
                                related_name="credential_kinds",
                                to="people.program",
                            ),
                        ),
                        ("code", models.CharField(max_length=20)),
                        ("name", models.CharField(max_length=120)),
                    ],
                    options={
                        "ordering": ("program", "code", "pk"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("program", "code"),
                                name="credential_kind_code_once_a_program",
                                violation_error_message="The program has a credential with this code already.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Credential",
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
                                related_name="credentials",
                                to="people.program",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="credentials",
                                to="people.person",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="credentials",
                                to="people.credentialkind",
                            ),
                        ),
                        ("issued_on", models.DateField()),
                        ("expires_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ("person", "kind", "issued_on", "pk"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("person", "kind", "issued_on"),
                                name="credential_once_from_a_day",
                                violation_error_message="This credential issued on that day is recorded already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("expires_on", None),
                                    ("expires_on__gte", models.F("issued_on")),
                                    _connector="OR",
                                ),
                                name="credential_expires_after_issue",
                                violation_error_message="A credential cannot expire before it is issued.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Absence",
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
                                related_name="absences",
                                to="people.program",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="absences",
                                to="people.person",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("vacation", "vacation"),
                                    ("sick", "sick leave"),
                                    ("medical", "medical leave"),
                                    ("parental", "parental leave"),
                                    ("caregiver", "caregiver leave"),
                                    ("family_emergency", "family emergency"),
                                    ("bereavement", "bereavement"),
                                    ("conference", "conference"),
                                    ("military", "military duty"),
                                    ("jury", "jury duty"),
                                    ("away_rotation", "away rotation (TDY)"),
                                    ("interview", "interview"),
                                    ("holiday", "holiday"),
                                    ("other", "other"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        (
                            "starts_at_slot",
                            models.CharField(
                                choices=[("AM", "morning"), ("PM", "afternoon")],
                                default="AM",
                                max_length=2,
                                verbose_name="from the",
                            ),
                        ),
                        ("ends_on", models.DateField()),
                        (
                            "ends_slot",
                            models.CharField(
                                choices=[("AM", "morning"), ("PM", "afternoon")],
                                default="PM",
                                max_length=2,
                                verbose_name="to the",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("requested", "requested"),
                                    ("approved", "approved"),
                                    ("denied", "denied"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="requested",
                                max_length=9,
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("request", "own request"),
                                    ("coordinator", "entered by the office"),
                                    ("import", "import"),
                                    ("plan", "annual plan"),
                                ],
                                default="request",
                                max_length=11,
                            ),
                        ),
                        (
                            "reason",
                            models.TextField(
                                blank=True, help_text="Private: seen by the office only."
                            ),
                        ),
                        (
                            "of_six_weeks",
                            models.BooleanField(
                                db_default=False,
                                default=False,
                                help_text="Counts toward the six weeks of paid leave that an institution owes once.",
                                verbose_name="of the six paid weeks",
                            ),
                        ),
                        (
                            "pay_percent",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Empty: not recorded.",
                                null=True,
                                verbose_name="percent of pay",
                            ),
                        ),
                        (
                            "requested_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="absences_requested",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "requested_at",
                            models.DateTimeField(
                                blank=True,
                                help_text="When it was asked for or entered, where that is known.",
                                null=True,
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="absences_decided",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("decision_note", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ("starts_on", "person", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("starts_on__lt", models.F("ends_on")),
                                    models.Q(
                                        ("starts_on", models.F("ends_on")),
                                        models.Q(
                                            ("ends_slot", "AM"),
                                            ("starts_at_slot", "PM"),
                                            _negated=True,
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="absence_ends_after_it_starts",
                                violation_error_message="An absence cannot end before it starts.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_slot__in", ("AM", "PM")),
                                    ("starts_at_slot__in", ("AM", "PM")),
                                ),
                                name="absence_slots_are_halves",
                                violation_error_message="A half-day is AM or PM.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at", None),
                                        ("decided_by", None),
                                        ("status", "requested"),
                                    ),
                                    models.Q(
                                        ("status__in", ("approved", "denied", "cancelled")),
                                        models.Q(("decided_at", None), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="absence_decided_at_a_moment",
                                violation_error_message="An absence has a moment of decision unless it is still requested.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status", "requested"),
                                    ("decided_by__isnull", False),
                                    ("source__in", ("import", "plan")),
                                    _connector="OR",
                                ),
                                name="absence_decided_by_somebody",
                                violation_error_message="Somebody decided this absence: say who.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("of_six_weeks", False),
                                    (
                                        "kind__in",
                                        ("medical", "parental", "caregiver", "sick", "vacation"),
                                    ),
                                    _connector="OR",
                                ),
                                name="absence_of_six_weeks_for_a_reason",
                                violation_error_message="The six paid weeks are medical, parental or caregiver leave, or sick leave or vacation that is spent on it.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("pay_percent", None),
                                    ("pay_percent__lte", 100),
                                    _connector="OR",
                                ),
                                name="absence_pay_is_a_percentage",
                                violation_error_message="Pay is 0 to 100 percent.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("status__in", ("requested", "approved"))),
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
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.Func(
                                                        models.F("starts_on"),
                                                        models.Value(
                                                            datetime.date(2000, 1, 1),
                                                            models.DateField(),
                                                        ),
                                                        arg_joiner=" - ",
                                                        output_field=models.IntegerField(),
                                                        template="(%(expressions)s)",
                                                    ),
                                                    "*",
                                                    models.Value(2),
                                                ),
                                                "+",
                                                django.db.models.functions.text.StrIndex(
                                                    models.F("starts_at_slot"), models.Value("P")
                                                ),
                                            ),
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.Func(
                                                        models.F("ends_on"),
                                                        models.Value(
                                                            datetime.date(2000, 1, 1),
                                                            models.DateField(),
                                                        ),
                                                        arg_joiner=" - ",
                                                        output_field=models.IntegerField(),
                                                        template="(%(expressions)s)",
                                                    ),
                                                    "*",
                                                    models.Value(2),
                                                ),
                                                "+",
                                                django.db.models.functions.text.StrIndex(
                                                    models.F("ends_slot"), models.Value("P")
                                                ),
                                            ),
                                            models.Value("[]"),
                                            function="int8range",
                                            output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="absence_never_overlaps",
                                violation_error_code="overlaps",
                                violation_error_message="This person is away already in a part of that time.",
                            ),
                        ],
                        "indexes": [
                            models.Index(
                                fields=["program", "starts_on", "ends_on"], name="absence_by_days"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Record",
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
                        ("at", models.DateTimeField()),
                        (
                            "kind",
                            models.CharField(
                                help_text="Of which table: “people.person”.", max_length=60
                            ),
                        ),
                        ("row", models.CharField(help_text="Its key there.", max_length=40)),
                        (
                            "verb",
                            models.CharField(
                                choices=[
                                    ("add", "added"),
                                    ("change", "changed"),
                                    ("delete", "deleted"),
                                    ("forget", "forgot"),
                                ],
                                max_length=6,
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="people.program",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
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
                        (
                            "before",
                            models.JSONField(
                                help_text="The columns that changed, as they were.", null=True
                            ),
                        ),
                        (
                            "after",
                            models.JSONField(help_text="The same, as they are since.", null=True),
                        ),
                    ],
                    options={
                        "verbose_name": "change on record",
                        "verbose_name_plural": "changes on record",
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(
                                fields=["kind", "row", "-id"], name="people_reco_kind_4a5595_idx"
                            ),
                            models.Index(
                                fields=["program", "-id"], name="people_reco_program_34d4b1_idx"
                            ),
                            models.Index(fields=["at"], name="people_reco_at_6e473c_idx"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Role",
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
                                related_name="roles",
                                to="people.program",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="roles",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("admin", "administrator"),
                                    ("coordinator", "coordinator"),
                                    ("director", "program director"),
                                    ("chief", "chief resident"),
                                    ("faculty", "faculty"),
                                    ("resident", "resident"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ("program", "kind", "starts_on", "pk"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("program", "user", "kind", "starts_on"),
                                name="role_once_from_a_day",
                                violation_error_message="This account has the role from that day already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on", None),
                                    ("ends_on__gte", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="role_ends_after_it_starts",
                                violation_error_message="A role cannot end before it starts.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Seal",
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
                            "record",
                            models.OneToOneField(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="seal",
                                to="people.record",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="people.program",
                            ),
                        ),
                        ("place", models.PositiveIntegerField(help_text="In its chain, from 1.")),
                        (
                            "content",
                            models.CharField(help_text="SHA-256 of the record.", max_length=64),
                        ),
                        (
                            "digest",
                            models.CharField(
                                help_text="SHA-256 of the digest before and this.", max_length=64
                            ),
                        ),
                        ("sealed_at", models.DateTimeField()),
                        (
                            "forgotten_at",
                            models.DateTimeField(
                                blank=True,
                                help_text="When the record was forgotten; the seal stays.",
                                null=True,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["program", "place"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("program", "place"),
                                name="seal_has_its_place",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Token",
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tokens",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                help_text="What it is for, in your own words.", max_length=80
                            ),
                        ),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("read", "read"),
                                    ("write", "read and write"),
                                    ("feed", "calendar feed"),
                                ],
                                max_length=5,
                            ),
                        ),
                        ("prefix", models.CharField(editable=False, max_length=12)),
                        ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                        ("created_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField(blank=True, null=True)),
                        ("last_used_at", models.DateTimeField(blank=True, null=True)),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("expires_at", None),
                                    ("expires_at__gt", models.F("created_at")),
                                    _connector="OR",
                                ),
                                name="token_expires_after_it_was_made",
                                violation_error_message="A token cannot expire before it is made.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Webhook",
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
                                related_name="webhooks",
                                to="people.program",
                            ),
                        ),
                        ("url", models.URLField(max_length=500, verbose_name="address")),
                        (
                            "kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=30),
                                blank=True,
                                default=list,
                                help_text="Kinds of notice that are told of; none chosen: all of them.",
                                size=None,
                            ),
                        ),
                        ("active", models.BooleanField(default=True)),
                        ("nonce", models.CharField(editable=False, max_length=64)),
                        (
                            "former_nonce",
                            models.CharField(blank=True, editable=False, max_length=64),
                        ),
                        ("rotated_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField(editable=False)),
                    ],
                    options={
                        "ordering": ("program", "url", "pk"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("program", "url"),
                                name="webhook_once_in_a_program",
                                violation_error_message="The program tells this address already.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WebhookCall",
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
                            "webhook",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="calls",
                                to="people.webhook",
                            ),
                        ),
                        ("kind", models.CharField(max_length=30)),
                        ("event", models.CharField(max_length=120)),
                        ("payload", models.JSONField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "waiting"),
                                    ("taken", "taken"),
                                    ("failed", "failed"),
                                ],
                                default="waiting",
                                max_length=7,
                            ),
                        ),
                        ("due_at", models.DateTimeField()),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        (
                            "answer",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="HTTP status"
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        ("created_at", models.DateTimeField()),
                        ("settled_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("settled_at", None), ("status", "waiting")),
                                    models.Q(
                                        models.Q(("status", "waiting"), _negated=True),
                                        ("settled_at__gte", models.F("created_at")),
                                    ),
                                    _connector="OR",
                                ),
                                name="webhook_call_settled_at_a_moment",
                                violation_error_message="What is settled was settled at a moment.",
                            )
                        ],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "waiting")),
                                fields=["due_at"],
                                name="webhook_call_waiting",
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
