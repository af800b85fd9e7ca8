"""What is published stays as it was: the database refuses to change its assignments."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION scheduling_refuse_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE frozen bigint;
BEGIN
    SELECT v.id INTO frozen FROM touched t JOIN scheduling_scheduleversion v ON v.id = t.version_id
    WHERE v.status <> 'draft' LIMIT 1;
    IF frozen IS NOT NULL THEN
        RAISE EXCEPTION 'Schedule version % is frozen.', frozen USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""

# Once for each statement, not for each row: a version has tens of thousands of them.
TRIGGERS = "".join(
    f"""
CREATE TRIGGER assignments_frozen_on_{event} AFTER {event} ON scheduling_assignment
REFERENCING {"OLD" if event == "delete" else "NEW"} TABLE AS touched
FOR EACH STATEMENT EXECUTE FUNCTION scheduling_refuse_frozen();
"""
    for event in ("insert", "update", "delete")
)


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0001_initial")]

    operations = [
        migrations.RunSQL(
            FUNCTION + TRIGGERS,
            """
            DROP TRIGGER assignments_frozen_on_insert ON scheduling_assignment;
            DROP TRIGGER assignments_frozen_on_update ON scheduling_assignment;
            DROP TRIGGER assignments_frozen_on_delete ON scheduling_assignment;
            DROP FUNCTION scheduling_refuse_frozen();
            """,
        )
    ]
