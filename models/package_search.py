"""What packages are looked for and sorted by, kept beside them by the database itself.

Part of it belongs to the current revision, whose rows are wide: a list that had to visit them all
would be slow.
"""

STATEMENTS = [
    "ALTER TABLE package ADD COLUMN search text NOT NULL DEFAULT '', "
    "ADD COLUMN version varchar(8), ADD COLUMN file_size_bytes bigint",
    """
    CREATE FUNCTION describe_package() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
    DECLARE current record; BEGIN
      SELECT edition, file_size_bytes, identifier, original_filename INTO current FROM revision
        WHERE tenant_id = NEW.tenant_id AND package_id = NEW.id AND number = NEW.current_revision;
      NEW.version := CASE WHEN current.edition IS NULL THEN NULL
        WHEN current.edition = '1.2' THEN '1.2' ELSE '2004' END;
      NEW.file_size_bytes := current.file_size_bytes;
      NEW.search := lower(concat_ws(E'\\n', NEW.title, NEW.description,
        (SELECT string_agg(tag, E'\\n') FROM jsonb_array_elements_text(NEW.tags) AS tag),
        left(current.identifier, 1000), current.original_filename));
      RETURN NEW;
    END $$
    """,
    "CREATE TRIGGER describe_package BEFORE INSERT OR UPDATE ON package "
    "FOR EACH ROW EXECUTE FUNCTION describe_package()",
    # The package is counted up before its new revision is there.
    """
    CREATE FUNCTION describe_package_again() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$ BEGIN
      UPDATE package SET current_revision = NEW.number WHERE tenant_id = NEW.tenant_id
        AND id = NEW.package_id AND current_revision = NEW.number;
      RETURN NULL;
    END $$
    """,
    "CREATE TRIGGER describe_package_again AFTER INSERT ON revision "
    "FOR EACH ROW EXECUTE FUNCTION describe_package_again()",
    *(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY" for table in ("package", "revision")),
    "UPDATE package SET current_revision = current_revision",
    *(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY" for table in ("package", "revision")),
]
