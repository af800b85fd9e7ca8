"""A large spreadsheet may be meant for a block, too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scheduling", "0028_what_a_spreadsheet_brings"),
    ]

    operations = [
        migrations.AddField(
            model_name="sheetreading",
            name="block",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="The block that is meant; nothing: whichever it is.",
                null=True,
            ),
        ),
    ]
