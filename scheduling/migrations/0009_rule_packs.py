"""Programs choose rule packs; those that are there have chosen the book as it was until now."""

import django.db.models.deletion
from django.db import migrations, models

BOOK = ("acgme-cpr-2025", "program-local")


def choose_the_book(apps, schema_editor):
    choice = apps.get_model("scheduling", "PackChoice")
    choice.objects.bulk_create(
        choice(program=program, pack=name, position=position)
        for program in apps.get_model("people", "Program").objects.all()
        for position, name in enumerate(BOOK)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_clinic_weekdays_groups_and_blocks"),
        ("scheduling", "0008_logged_work_waivers_and_levels"),
    ]

    operations = [
        migrations.CreateModel(
            name="PackChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("pack", models.CharField(max_length=60)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pack_choices",
                        to="people.program",
                    ),
                ),
            ],
            options={
                "ordering": ["program", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("program", "pack"), name="pack_chosen_once")
                ],
            },
        ),
        migrations.RunPython(choose_the_book, migrations.RunPython.noop),
    ]
