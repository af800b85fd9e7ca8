"""What is published stays as it was: the database refuses to change its assignments."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION scheduling_refuse_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE frozen bigint;
BEGIN
    -- A version that is not there was deleted first, in the same transaction: it too is no draft.
    SELECT t.version_id INTO frozen
    FROM touched t LEFT JOIN scheduling_scheduleversion v ON v.id = t.version_id
    WHERE v.status IS DISTINCT FROM 'draft' LIMIT 1;
    IF frozen IS NOT NULL THEN
        RAISE EXCEPTION 'Schedule version % is frozen.', frozen USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""

# An update is looked at from both sides: a row may leave a frozen version as little as enter it.
EVENTS = {
    "insert": ("INSERT", "NEW"),
    "update": ("UPDATE", "NEW"),
    "update_from": ("UPDATE", "OLD"),
    "delete": ("DELETE", "OLD"),
}

# Once for each statement, not for each row: a version has tens of thousands of them.
TRIGGERS = "".join(
    f"""
CREATE TRIGGER assignments_frozen_on_{name} AFTER {event} ON scheduling_assignment
REFERENCING {side} TABLE AS touched
FOR EACH STATEMENT EXECUTE FUNCTION scheduling_refuse_frozen();
"""
    for name, (event, side) in EVENTS.items()
)

DROPPED = "".join(
    f"DROP TRIGGER assignments_frozen_on_{name} ON scheduling_assignment;\n" for name in EVENTS
)


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0001_initial")]

    operations = [
        migrations.RunSQL(
            FUNCTION + TRIGGERS,
            DROPPED + "DROP FUNCTION scheduling_refuse_frozen();",
        )
    ]
