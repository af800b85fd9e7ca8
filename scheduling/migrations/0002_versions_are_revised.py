"""A version knows that its assignments changed: each change gives it a number it never had."""

from django.db import migrations

FUNCTIONS = """
CREATE SEQUENCE scheduling_revision;

CREATE FUNCTION scheduling_new_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE scheduling_scheduleversion SET revision = revision
    WHERE id IN (SELECT DISTINCT version_id FROM touched);
    RETURN NULL;
END $$;

CREATE FUNCTION scheduling_keep_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Whoever saves a version knows an old number, perhaps; only the triggers below give a new one.
    -- A sequence does not go back when a transaction does, so that no number comes twice.
    NEW.revision := CASE WHEN pg_trigger_depth() > 1
        THEN nextval('scheduling_revision') ELSE OLD.revision END;
    RETURN NEW;
END $$;

CREATE TRIGGER version_keeps_its_revision BEFORE UPDATE ON scheduling_scheduleversion
FOR EACH ROW EXECUTE FUNCTION scheduling_keep_revision();
"""

EVENTS = {
    "insert": ("INSERT", "NEW"),
    "update": ("UPDATE", "NEW"),
    "update_from": ("UPDATE", "OLD"),
    "delete": ("DELETE", "OLD"),
}

# An update is looked at from both sides, and once for each statement, not for each row: a version
# has tens of thousands of them.
TRIGGERS = "".join(
    f"""
CREATE TRIGGER assignments_revised_on_{name} AFTER {event} ON scheduling_assignment
REFERENCING {side} TABLE AS touched
FOR EACH STATEMENT EXECUTE FUNCTION scheduling_new_revision();
"""
    for name, (event, side) in EVENTS.items()
)

DROPPED = (
    "".join(
        f"DROP TRIGGER assignments_revised_on_{name} ON scheduling_assignment;\n" for name in EVENTS
    )
    + """
DROP TRIGGER version_keeps_its_revision ON scheduling_scheduleversion;
DROP FUNCTION scheduling_keep_revision();
DROP FUNCTION scheduling_new_revision();
DROP SEQUENCE scheduling_revision;
"""
)


class Migration(migrations.Migration):
    replaces = [
        ("scheduling", "0010_version_revision"),
    ]

    dependencies = [("scheduling", "0001_tables")]

    operations = [
        migrations.RunSQL(FUNCTIONS + TRIGGERS, DROPPED),
    ]
