"""A version knows that its assignments changed: each change gives it a number it never had."""

from django.db import migrations, models

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

# Once for each statement, as with the triggers that keep versions frozen.
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
    dependencies = [("scheduling", "0009_rule_packs")]

    operations = [
        migrations.AddField(
            model_name="scheduleversion",
            name="revision",
            field=models.PositiveBigIntegerField(
                default=0,
                editable=False,
                help_text="A new number whenever its assignments change; given by the database.",
            ),
        ),
        migrations.RunSQL(FUNCTIONS + TRIGGERS, DROPPED),
    ]
