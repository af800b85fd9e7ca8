"""Rule packs are chosen from a day on; what is chosen already holds from the beginning."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0017_changes_on_record"),
        ("scheduling", "0026_repairs_keep_their_patterns"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="packchoice",
            options={
                "ordering": [
                    "program",
                    models.OrderBy(models.F("effective_from"), nulls_first=True),
                    "position",
                    "pk",
                ]
            },
        ),
        migrations.RemoveConstraint(
            model_name="packchoice",
            name="pack_chosen_once",
        ),
        migrations.AddField(
            model_name="packchoice",
            name="effective_from",
            field=models.DateField(blank=True, help_text="Empty: from the beginning.", null=True),
        ),
        migrations.AddField(
            model_name="packchoice",
            name="effective_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="packchoice",
            constraint=models.UniqueConstraint(
                fields=("program", "pack", "effective_from"),
                name="pack_chosen_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="packchoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("effective_until__gte", models.F("effective_from"))),
                name="pack_choice_ends_after_start",
            ),
        ),
    ]
