"""Offers, trades and trips, as the first version has them."""

import datetime

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import people.fields
import swaps.models.policy
from people.tables import CreateModels


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("swaps", "0001_swaps"),
        ("swaps", "0002_sentences_keep_their_patterns"),
    ]

    dependencies = [
        ("people", "0001_tables"),
        ("scheduling", "0001_tables"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Obligation",
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
                                related_name="obligations",
                                to="people.program",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="obligations",
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
                        ("ends_on", models.DateField()),
                        ("slot", models.CharField(blank=True, max_length=2)),
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
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "end",
                            models.CharField(
                                blank=True, help_text="Why it is theirs no more.", max_length=200
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["starts_at", "person", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=(
                                    "person",
                                    "kind",
                                    "starts_on",
                                    "slot",
                                    "rotation",
                                    "activity",
                                    "call_type",
                                ),
                                name="obligation_stands_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind", "leave"), _negated=True),
                                name="obligation_is_no_leave",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("end", ""), ("ended_at", None)),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        models.Q(("end", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="obligation_ended_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SwapOffer",
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
                            "search_status",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("looking", "Looking"),
                                    ("answered", "Answered"),
                                    ("failed", "Failed"),
                                ],
                                default="waiting",
                                max_length=8,
                            ),
                        ),
                        ("search_asked_at", models.DateTimeField()),
                        ("search_ended_at", models.DateTimeField(blank=True, null=True)),
                        ("search_message", models.CharField(blank=True, max_length=200)),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="swap_offers",
                                to="people.program",
                            ),
                        ),
                        (
                            "obligation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offers",
                                to="swaps.obligation",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "Open"),
                                    ("taken", "Taken"),
                                    ("done", "Done"),
                                    ("withdrawn", "Withdrawn"),
                                    ("expired", "Expired"),
                                    ("lost", "No longer theirs"),
                                ],
                                default="open",
                                max_length=9,
                            ),
                        ),
                        ("gift", models.BooleanField(default=True, verbose_name="for nothing")),
                        ("exchange", models.BooleanField(default=True, verbose_name="in exchange")),
                        (
                            "wanted_from",
                            models.DateField(
                                blank=True,
                                help_text="What comes for it lies on or after this day.",
                                null=True,
                            ),
                        ),
                        ("wanted_until", models.DateField(blank=True, null=True)),
                        ("note", models.CharField(blank=True, max_length=200)),
                        ("offered_at", models.DateTimeField()),
                        (
                            "offered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "consent",
                            models.CharField(
                                blank=True,
                                help_text="On behalf of somebody: how they agreed.",
                                max_length=120,
                            ),
                        ),
                        ("expires_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("reminded_at", models.DateTimeField(blank=True, null=True)),
                        ("matches", people.fields.SaidField(blank=True, default=list)),
                        (
                            "cannot",
                            people.fields.SaidField(
                                blank=True, default=dict, help_text="Why not, by person."
                            ),
                        ),
                        (
                            "asked",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Nobody: everybody who could take it.",
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["expires_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ["open", "taken"])),
                                fields=("obligation",),
                                name="swap_offered_once",
                                violation_error_message="This duty is offered already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("gift", True), ("exchange", True), _connector="OR"
                                ),
                                name="swap_offer_wants_something",
                                violation_error_message="It is given away, exchanged, or either.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("wanted_until__gte", models.F("wanted_from")),
                                    ("wanted_from", None),
                                    ("wanted_until", None),
                                    _connector="OR",
                                ),
                                name="swap_offer_window_in_order",
                                violation_error_message="What comes for it lies between a day and a later one.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_at", None), ("status__in", ["open", "taken"])
                                    ),
                                    models.Q(
                                        models.Q(("status__in", ["open", "taken"]), _negated=True),
                                        ("closed_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="swap_offer_closed_has_a_time",
                            ),
                        ],
                        "indexes": [
                            models.Index(
                                fields=["program", "status", "expires_at"],
                                name="swaps_swapo_program_825a76_idx",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SwapPolicy",
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
                                related_name="swap_policy",
                                to="people.program",
                            ),
                        ),
                        (
                            "kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("call", "Calls"),
                                        ("half-day", "Half-days"),
                                        ("week", "Weeks of attending"),
                                        ("rotation", "Rotations"),
                                    ],
                                    max_length=8,
                                ),
                                blank=True,
                                default=swaps.models.policy.all_kinds,
                                help_text="What may be traded. Nothing chosen: there are no swaps.",
                                size=None,
                            ),
                        ),
                        (
                            "approval",
                            models.CharField(
                                choices=[
                                    ("always", "Somebody approves every swap"),
                                    (
                                        "in-doubt",
                                        "Somebody approves what comes at short notice or is advised against",
                                    ),
                                    (
                                        "never",
                                        "Whatever breaks no rule is carried out once everybody has agreed",
                                    ),
                                ],
                                default="in-doubt",
                                max_length=8,
                            ),
                        ),
                        (
                            "deciders",
                            models.CharField(
                                choices=[
                                    ("office", "Coordinators and directors"),
                                    ("planners", "Chief residents as well"),
                                ],
                                default="planners",
                                max_length=8,
                                verbose_name="who approves",
                            ),
                        ),
                        (
                            "gifts",
                            models.BooleanField(
                                default=True,
                                help_text="A duty may be taken with nothing given for it.",
                                verbose_name="give-aways",
                            ),
                        ),
                        (
                            "open_pool",
                            models.BooleanField(
                                default=True,
                                help_text="A duty may be offered to everybody, not to people by name only.",
                            ),
                        ),
                        (
                            "longest_ring",
                            models.PositiveSmallIntegerField(
                                default=4,
                                help_text="People in one swap at most: 2 to 4.",
                                validators=[
                                    django.core.validators.MinValueValidator(2),
                                    django.core.validators.MaxValueValidator(4),
                                ],
                            ),
                        ),
                        (
                            "same_pgy",
                            models.BooleanField(
                                default=False,
                                help_text="Residents trade with those of their own PGY.",
                                verbose_name="same PGY only",
                            ),
                        ),
                        (
                            "closes_hours",
                            models.PositiveSmallIntegerField(
                                default=48,
                                help_text="So many hours before a duty starts it can be traded no more.",
                            ),
                        ),
                        (
                            "weeks_around",
                            models.PositiveSmallIntegerField(
                                default=8,
                                help_text="How far from a duty others are looked for in exchange.",
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(52),
                                ],
                            ),
                        ),
                        (
                            "undo_hours",
                            models.PositiveSmallIntegerField(
                                default=24,
                                help_text="So many hours after a swap was carried out it can be undone.",
                            ),
                        ),
                        (
                            "waking_from",
                            models.TimeField(
                                default=datetime.time(7, 0),
                                help_text="Reminders come from this time on.",
                            ),
                        ),
                        ("waking_until", models.TimeField(default=datetime.time(21, 0))),
                    ],
                    options={
                        "verbose_name": "swap policy",
                        "verbose_name_plural": "swap policies",
                        "ordering": ["program"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("longest_ring__range", (2, 4))),
                                name="swap_ring_of_two_to_four",
                                violation_error_message="Two to four people take part in one swap.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weeks_around__range", (1, 52))),
                                name="swap_weeks_around_within_a_year",
                                violation_error_message="Others are looked for within 1 to 52 weeks.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("waking_from__lt", models.F("waking_until"))),
                                name="swap_waking_hours_in_order",
                                violation_error_message="Waking hours end after they begin.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Trade",
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
                                related_name="trades",
                                to="people.program",
                            ),
                        ),
                        (
                            "offer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="trades",
                                to="swaps.swapoffer",
                            ),
                        ),
                        (
                            "manner",
                            models.CharField(
                                choices=[
                                    ("gift", "Give-away"),
                                    ("exchange", "Exchange"),
                                    ("cycle", "Ring"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("proposed", "Waiting for consent"),
                                    ("agreed", "Being checked"),
                                    ("waiting", "Waiting for approval"),
                                    ("done", "Carried out"),
                                    ("undone", "Undone"),
                                    ("declined", "Declined"),
                                    ("refused", "Not approved"),
                                    ("withdrawn", "Withdrawn"),
                                    ("expired", "Expired"),
                                    ("failed", "Not possible"),
                                    ("lost", "Overtaken"),
                                ],
                                default="proposed",
                                max_length=9,
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200)),
                        ("proposed_at", models.DateTimeField()),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("expires_at", models.DateTimeField()),
                        ("agreed_at", models.DateTimeField(blank=True, null=True)),
                        ("looked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "look",
                            people.fields.SaidField(
                                blank=True,
                                default=dict,
                                help_text="What it does, when last looked at.",
                            ),
                        ),
                        (
                            "doubts",
                            people.fields.SaidField(
                                blank=True,
                                default=list,
                                help_text="Why somebody has to approve it, in sentences.",
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
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
                        (
                            "message",
                            models.CharField(
                                blank=True, help_text="Why it ended as it did.", max_length=400
                            ),
                        ),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "change_set",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="trade",
                                to="scheduling.changeset",
                            ),
                        ),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
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
                    ],
                    options={
                        "ordering": ["-proposed_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("change_set__isnull", False),
                                        ("status__in", ["done", "undone"]),
                                        ("done_at__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(("status__in", ["done", "undone"]), _negated=True),
                                        ("change_set", None),
                                        ("done_at", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="trade_carried_out_is_on_record",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "undone"), ("undone_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status", "undone"), _negated=True),
                                        ("undone_at", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="trade_undone_has_a_time",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ["agreed", "waiting", "done"])),
                                fields=("offer",),
                                name="swap_offer_goes_to_one_trade",
                            ),
                        ],
                        "indexes": [
                            models.Index(
                                fields=["program", "status"], name="swaps_trade_program_919e67_idx"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Leg",
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
                            "trade",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="legs",
                                to="swaps.trade",
                            ),
                        ),
                        (
                            "obligation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="legs",
                                to="swaps.obligation",
                            ),
                        ),
                        (
                            "giver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        (
                            "taker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["trade", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("trade", "obligation"),
                                name="duty_goes_to_one_person_in_a_trade",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("giver", models.F("taker")), _negated=True),
                                name="nobody_trades_with_themselves",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Consent",
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
                            "trade",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="consents",
                                to="swaps.trade",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        ("agrees", models.BooleanField(blank=True, null=True)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "how",
                            models.CharField(
                                blank=True,
                                help_text="Recorded for somebody: how they said so.",
                                max_length=120,
                            ),
                        ),
                        ("undo_asked_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["trade", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("trade", "person"), name="consent_once_of_a_person"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("agrees", None), ("answered_at", None)),
                                    models.Q(
                                        ("agrees__isnull", False),
                                        ("answered_at__isnull", False),
                                        ("recorded_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="consent_answered_has_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TripPlan",
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
                            "search_status",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("looking", "Looking"),
                                    ("answered", "Answered"),
                                    ("failed", "Failed"),
                                ],
                                default="waiting",
                                max_length=8,
                            ),
                        ),
                        ("search_asked_at", models.DateTimeField()),
                        ("search_ended_at", models.DateTimeField(blank=True, null=True)),
                        ("search_message", models.CharField(blank=True, max_length=200)),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="trip_plans",
                                to="people.program",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="trip_plans",
                                to="people.person",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("trip", "Days off"), ("weekends", "Golden weekends")],
                                max_length=8,
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "days",
                            people.fields.SaidField(
                                blank=True,
                                default=list,
                                help_text="What stands in the way, by day.",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-search_asked_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="trip_ends_after_it_starts",
                                violation_error_message="A trip cannot end before it starts.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Favor",
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
                                related_name="favors",
                                to="people.program",
                            ),
                        ),
                        (
                            "leg",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="favor",
                                to="swaps.leg",
                            ),
                        ),
                        (
                            "owed_to",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="favors_owed",
                                to="people.person",
                            ),
                        ),
                        (
                            "owed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="favors_owing",
                                to="people.person",
                            ),
                        ),
                        ("earned_at", models.DateTimeField()),
                        ("settled_at", models.DateTimeField(blank=True, null=True)),
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
                        (
                            "end",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("returned", "A duty was taken in return"),
                                    ("forgiven", "Forgiven"),
                                    ("undone", "The swap was undone"),
                                ],
                                max_length=8,
                                verbose_name="how it was settled",
                            ),
                        ),
                        (
                            "returned_by",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="returns",
                                to="swaps.leg",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["earned_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("end", ""), ("settled_at", None)),
                                    models.Q(
                                        ("settled_at__isnull", False),
                                        models.Q(("end", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="favor_settled_says_how",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("end", "returned"), ("returned_by__isnull", False)),
                                    models.Q(
                                        models.Q(("end", "returned"), _negated=True),
                                        ("returned_by", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="favor_returned_by_a_duty",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("owed_to", models.F("owed_by")), _negated=True),
                                name="nobody_owes_themselves",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
