from django.db import migrations

import people.fields

TO_JSON = """
ALTER TABLE swaps_trade ALTER COLUMN message TYPE jsonb USING to_jsonb(message)
"""
TO_TEXT = """
ALTER TABLE swaps_trade ALTER COLUMN message TYPE varchar(400)
    USING left(CASE jsonb_typeof(message) WHEN 'string' THEN message #>> '{}' ELSE '' END, 400)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("swaps", "0002_sentences_keep_their_patterns"),
    ]

    operations = [
        migrations.RunSQL(
            sql=TO_JSON,
            reverse_sql=TO_TEXT,
            state_operations=[
                migrations.AlterField(
                    model_name="trade",
                    name="message",
                    field=people.fields.SaidField(
                        blank=True, default=str, help_text="Why it ended as it did."
                    ),
                ),
            ],
        ),
    ]
