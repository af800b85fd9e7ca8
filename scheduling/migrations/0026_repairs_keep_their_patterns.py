from django.db import migrations

from people.fields import SaidField

TO_JSON = """
ALTER TABLE scheduling_repairrun ALTER COLUMN message TYPE jsonb USING to_jsonb(message)
"""
TO_TEXT = """
ALTER TABLE scheduling_repairrun ALTER COLUMN message TYPE text
    USING CASE jsonb_typeof(message) WHEN 'string' THEN message #>> '{}' ELSE '' END
"""


class Migration(migrations.Migration):
    dependencies = [
        ("scheduling", "0025_workbooks_of_large_years"),
    ]

    operations = [
        migrations.RunSQL(
            sql=TO_JSON,
            reverse_sql=TO_TEXT,
            state_operations=[
                migrations.AlterField(
                    model_name="repairrun",
                    name="message",
                    field=SaidField(blank=True, default=str),
                ),
            ],
        ),
        migrations.AlterField(
            model_name="repairrun",
            name="ways",
            field=SaidField(blank=True, default=list, help_text="The ways found, best first."),
        ),
        migrations.AlterField(
            model_name="repairrun",
            name="result",
            field=SaidField(blank=True, default=dict, help_text="Bounds, reasons, seconds."),
        ),
    ]
