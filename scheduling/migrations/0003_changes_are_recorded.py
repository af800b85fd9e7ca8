"""The database writes down every change of assignments, and refuses those that nobody owns up to.

A draft takes any change; one that names no change set is put into a new one of the kind "direct".
A published version takes only what names a change set of its own, made in the same transaction.
What was withdrawn takes nothing.
"""

from django.db import migrations

# Which change set a statement belongs to: the one named by the setting of this transaction, if it
# is the version's own and as new as that; else, in a draft, one made here.
OWNER = """
CREATE FUNCTION scheduling_change_set_of(touched_version bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    named bigint := nullif(current_setting('rounds.change_set', true), '')::bigint;
    state text;
    found_set bigint;
BEGIN
    SELECT status INTO state FROM scheduling_scheduleversion WHERE id = touched_version;
    IF state IN ('draft', 'published') THEN
        SELECT id INTO found_set FROM scheduling_changeset
        WHERE id = named AND version_id = touched_version
            AND transaction = pg_current_xact_id()::text::bigint
            AND (kind <> 'open' OR state = 'draft');
    END IF;
    IF found_set IS NULL AND state = 'draft' THEN
        INSERT INTO scheduling_changeset
            (version_id, kind, at, door, sentence, reason, overrides, conflicts)
        VALUES (touched_version, 'direct', now(), '',
            'Changed in the database, past every service.', '', '[]', '[]')
        RETURNING id INTO found_set;
    END IF;
    -- A version that is not there was deleted first, in the same transaction: it too is no draft.
    IF found_set IS NULL THEN
        RAISE EXCEPTION 'Schedule version % is frozen.', touched_version
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN found_set;
END $$;
"""

# A row that goes, and one that comes. What came and went in one set leaves nothing on either side.
GONE = """
    INSERT INTO scheduling_assignmentchange (change_set_id, person_id, kind, starts_on, ends_on,
        slot, call_type_id, before, after)
    SELECT owner, person_id, kind, starts_on, ends_on, slot, call_type_id,
        to_jsonb(t) - 'version_id', NULL
    FROM gone t WHERE version_id = touched_version
    ON CONFLICT (change_set_id, person_id, kind, starts_on, slot, call_type_id)
    DO UPDATE SET after = NULL;
"""
CAME = """
    INSERT INTO scheduling_assignmentchange (change_set_id, person_id, kind, starts_on, ends_on,
        slot, call_type_id, before, after)
    SELECT owner, person_id, kind, starts_on, ends_on, slot, call_type_id,
        NULL, to_jsonb(t) - 'version_id'
    FROM came t WHERE version_id = touched_version
    ON CONFLICT (change_set_id, person_id, kind, starts_on, slot, call_type_id)
    DO UPDATE SET after = EXCLUDED.after,
        ends_on = greatest(scheduling_assignmentchange.ends_on, EXCLUDED.ends_on);
"""

EVENTS = {
    "insert": ("NEW TABLE AS came", "SELECT version_id FROM came", CAME),
    "delete": ("OLD TABLE AS gone", "SELECT version_id FROM gone", GONE),
    "update": (
        "OLD TABLE AS gone NEW TABLE AS came",
        "SELECT version_id FROM gone UNION SELECT version_id FROM came",
        GONE + CAME,
    ),
}

# Once for each statement, not for each row: a version has tens of thousands of them. Opening a
# draft copies another version, which is its history; the copies are not written down again.
RECORDER = """
CREATE FUNCTION scheduling_record_{event}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched_version bigint;
    owner bigint;
BEGIN
    FOR touched_version IN SELECT DISTINCT version_id FROM ({versions}) v ORDER BY 1 LOOP
        owner := scheduling_change_set_of(touched_version);
        CONTINUE WHEN (SELECT kind FROM scheduling_changeset WHERE id = owner) = 'open';
{statements}
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER assignments_recorded_on_{event} AFTER {event} ON scheduling_assignment
REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION scheduling_record_{event}();
"""
RECORDERS = "".join(
    RECORDER.format(event=event, tables=tables, versions=versions, statements=statements)
    for event, (tables, versions, statements) in EVENTS.items()
)

# What is written down stays, unless a draft goes as a whole.
KEEPER = """
CREATE FUNCTION scheduling_keep_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM touched t JOIN scheduling_changeset c ON c.id = t.change_set_id
        JOIN scheduling_scheduleversion v ON v.id = c.version_id
        WHERE c.transaction <> pg_current_xact_id()::text::bigint
            AND NOT (TG_OP = 'DELETE' AND v.status = 'draft')
    ) THEN
        RAISE EXCEPTION 'What was changed is on record and stays there.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER changes_kept_on_update AFTER UPDATE ON scheduling_assignmentchange
REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION scheduling_keep_changes();
CREATE TRIGGER changes_kept_on_delete AFTER DELETE ON scheduling_assignmentchange
REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION scheduling_keep_changes();

CREATE FUNCTION scheduling_keep_change_sets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM touched t JOIN scheduling_scheduleversion v ON v.id = t.version_id
        WHERE v.status <> 'draft' AND t.transaction <> pg_current_xact_id()::text::bigint
    ) THEN
        RAISE EXCEPTION 'What was changed is on record and stays there.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER change_sets_kept_on_delete AFTER DELETE ON scheduling_changeset
REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION scheduling_keep_change_sets();
"""

# The database makes change sets itself, so that it must also take them away with their version.
CASCADES = """
DO $$
DECLARE name text;
BEGIN
    SELECT conname INTO name FROM pg_constraint
    WHERE conrelid = 'scheduling_{table}'::regclass AND contype = 'f'
        AND confrelid = 'scheduling_{target}'::regclass
        AND conkey = (SELECT array_agg(attnum) FROM pg_attribute
            WHERE attrelid = 'scheduling_{table}'::regclass AND attname = '{column}');
    EXECUTE format('ALTER TABLE scheduling_{table} DROP CONSTRAINT %I', name);
    EXECUTE format('ALTER TABLE scheduling_{table} ADD CONSTRAINT %I FOREIGN KEY ({column}) '
        'REFERENCES scheduling_{target} (id) ON DELETE {action} DEFERRABLE INITIALLY DEFERRED',
        name);
END $$;
"""
CASCADED = (
    ("changeset", "scheduleversion", "version_id"),
    ("assignmentchange", "changeset", "change_set_id"),
)


def constraints(action: str) -> str:
    return "".join(
        CASCADES.format(table=table, target=target, column=column, action=action)
        for table, target, column in CASCADED
    )


DROPPED = """
DROP TRIGGER change_sets_kept_on_delete ON scheduling_changeset;
DROP FUNCTION scheduling_keep_change_sets();
DROP TRIGGER changes_kept_on_update ON scheduling_assignmentchange;
DROP TRIGGER changes_kept_on_delete ON scheduling_assignmentchange;
DROP FUNCTION scheduling_keep_changes();
""" + "".join(
    f"DROP TRIGGER assignments_recorded_on_{event} ON scheduling_assignment;\n"
    f"DROP FUNCTION scheduling_record_{event}();\n"
    for event in EVENTS
)


class Migration(migrations.Migration):
    replaces = [
        ("scheduling", "0002_published_is_frozen"),
        ("scheduling", "0012_changes_are_recorded"),
        ("scheduling", "0025_workbooks_of_large_years"),
    ]

    dependencies = [("scheduling", "0002_versions_are_revised")]

    operations = [
        migrations.RunSQL(constraints("CASCADE"), constraints("NO ACTION")),
        migrations.RunSQL(
            OWNER + RECORDERS + KEEPER, DROPPED + "DROP FUNCTION scheduling_change_set_of(bigint);"
        ),
    ]
