"""The function that writes a record for each row, and what keeps records and seals as they are."""

from django.db import migrations

# A trigger tells it: the table's label, the column and the query that lead to the program, the
# columns to keep secret and those to ignore.
WRITER = """
CREATE FUNCTION people_write_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb := CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END;
    is_now jsonb := CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END;
    either jsonb := coalesce(is_now, was);
    key text;
    of_program bigint;
BEGIN
    FOREACH key IN ARRAY string_to_array(TG_ARGV[4], ',') LOOP
        was := was - key;
        is_now := is_now - key;
    END LOOP;
    FOREACH key IN ARRAY string_to_array(TG_ARGV[3], ',') LOOP
        IF was -> key IS DISTINCT FROM is_now -> key AND TG_OP = 'UPDATE' THEN
            was := jsonb_set(was, ARRAY[key], '"..."');
            is_now := jsonb_set(is_now, ARRAY[key], '"...."');
        ELSE
            was := was - key;
            is_now := is_now - key;
        END IF;
    END LOOP;
    IF TG_OP = 'UPDATE' THEN
        SELECT jsonb_object_agg(a.key, a.value), jsonb_object_agg(a.key, was -> a.key)
        INTO is_now, was
        FROM jsonb_each(is_now) a WHERE a.value IS DISTINCT FROM was -> a.key;
        IF is_now IS NULL THEN
            RETURN NULL;
        END IF;
    END IF;
    IF TG_ARGV[2] <> '' THEN
        EXECUTE TG_ARGV[2] INTO of_program USING (either ->> TG_ARGV[1])::bigint;
        IF of_program IS NULL THEN
            -- What led to it was deleted first, in the same transaction.
            SELECT program_id INTO of_program FROM people_record
            WHERE kind = TG_ARGV[0] AND row = either ->> 'id' ORDER BY id DESC LIMIT 1;
        END IF;
    END IF;
    INSERT INTO people_record (at, kind, row, verb, program_id, by_id, door, before, after)
    VALUES (clock_timestamp(), TG_ARGV[0], either ->> 'id',
        CASE TG_OP WHEN 'INSERT' THEN 'add' WHEN 'UPDATE' THEN 'change' ELSE 'delete' END,
        of_program, nullif(current_setting('rounds.by', true), '')::bigint,
        coalesce(current_setting('rounds.door', true), ''), was, is_now);
    RETURN NULL;
END $$;
"""

KEEPER = """
CREATE FUNCTION people_keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('rounds.forgets', true), '') <> 'on' THEN
        RAISE EXCEPTION 'History is on record and stays there.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER records_are_kept BEFORE UPDATE OR DELETE ON people_record
FOR EACH ROW EXECUTE FUNCTION people_keep_history();
CREATE TRIGGER seals_are_kept BEFORE UPDATE OR DELETE ON people_seal
FOR EACH ROW EXECUTE FUNCTION people_keep_history();
"""


class Migration(migrations.Migration):
    replaces = [
        ("people", "0013_history_is_written"),
        ("people", "0017_changes_on_record"),
    ]

    dependencies = [("people", "0001_tables")]

    operations = [
        migrations.RunSQL(
            WRITER + KEEPER,
            "DROP TRIGGER records_are_kept ON people_record;"
            "DROP TRIGGER seals_are_kept ON people_seal;"
            "DROP FUNCTION people_keep_history();"
            "DROP FUNCTION people_write_record() CASCADE;",
        )
    ]
