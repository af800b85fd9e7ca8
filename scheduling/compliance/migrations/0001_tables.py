"""Cases, confirmed days and evidence packs, as the first version has them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from people.tables import CreateModels


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("compliance", "0001_cases_and_confirmed_days"),
        ("compliance", "0002_evidence_pack"),
    ]

    dependencies = [
        ("people", "0001_tables"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Case",
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
                                related_name="cases",
                                to="people.program",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="people.person",
                            ),
                        ),
                        ("rule", models.CharField(max_length=40)),
                        ("first_day", models.DateField()),
                        ("last_day", models.DateField()),
                        ("label", models.CharField(blank=True, max_length=200)),
                        ("force", models.CharField(max_length=10)),
                        ("cited", models.CharField(blank=True, max_length=120)),
                        (
                            "message",
                            models.TextField(
                                help_text="The finding as it was when the case was opened."
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Being looked into"),
                                    ("acting", "Corrective action under way"),
                                    ("settled", "Settled"),
                                ],
                                default="open",
                                max_length=8,
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("opened_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["-opened_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=(
                                    "program",
                                    "person",
                                    "rule",
                                    "first_day",
                                    "last_day",
                                    "label",
                                ),
                                name="one_case_for_a_finding",
                                violation_error_message="There is a case for this finding already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("last_day__gte", models.F("first_day"))),
                                name="case_ends_after_it_starts",
                                violation_error_message="A finding cannot end before it starts.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseStep",
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="compliance.case",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Being looked into"),
                                    ("acting", "Corrective action under way"),
                                    ("settled", "Settled"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "reason",
                            models.TextField(
                                help_text="Why it came about, or why the case is settled."
                            ),
                        ),
                        (
                            "action",
                            models.TextField(
                                blank=True,
                                help_text="What is done so that it does not happen again.",
                                verbose_name="corrective action",
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
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="case_step_has_a_reason",
                                violation_error_message="Give the reason.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "acting"), _negated=True),
                                    models.Q(("action", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="corrective_action_is_named",
                                violation_error_message="Say what the corrective action is.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConfirmedDay",
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
                                related_name="confirmed_days",
                                to="people.program",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="confirmed_days",
                                to="people.person",
                            ),
                        ),
                        ("day", models.DateField()),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField()),
                        (
                            "taken_back_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-day", "person", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("taken_back_at", None)),
                                fields=("person", "program", "day"),
                                name="a_day_is_confirmed_once",
                                violation_error_message="This day is confirmed already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("taken_back_at", None), ("taken_back_by", None)),
                                    models.Q(
                                        ("taken_back_at__isnull", False),
                                        ("taken_back_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="confirmation_taken_back_by_somebody",
                                violation_error_message="Who took a confirmation back, and when, go together.",
                            ),
                        ],
                        "indexes": [
                            models.Index(fields=["program", "day"], name="confirmed_day_by_program")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EvidencePack",
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
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence_packs",
                                to="people.program",
                            ),
                        ),
                        ("first_day", models.DateField()),
                        ("last_day", models.DateField()),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        ("manifest", models.JSONField(blank=True, default=dict)),
                    ],
                    options={
                        "ordering": ["-requested_at", "-pk"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("last_day__gte", models.F("first_day"))),
                                name="pack_ends_after_it_starts",
                                violation_error_message="The pack ends before it starts.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("file__isnull", False), ("status", "ready")),
                                    models.Q(
                                        models.Q(("status", "ready"), _negated=True),
                                        ("file__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="pack_that_is_ready_has_its_file",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
