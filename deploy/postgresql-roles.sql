-- Run once, by an administrator, inside the cockpit's own database:
--   createdb --encoding=UTF8 --template=template0 cockpit
--   psql -d cockpit -f deploy/postgresql-roles.sql
--   psql -d cockpit -c '\password cockpit_intake' -c '\password cockpit_reader'
--
-- cockpit_intake publishes versions (flask --app app data import …); the serving process only knows
-- cockpit_reader, which can read every version, present and future, and write nothing.

CREATE ROLE cockpit_intake LOGIN;
CREATE ROLE cockpit_reader LOGIN;
ALTER ROLE cockpit_reader SET default_transaction_read_only = on;

DO $$
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO cockpit_intake, cockpit_reader', current_database());
    EXECUTE format('GRANT CREATE, TEMPORARY ON DATABASE %I TO cockpit_intake', current_database());
END
$$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

-- Every version is a new schema: what intake creates tomorrow must be readable without another grant.
ALTER DEFAULT PRIVILEGES FOR ROLE cockpit_intake GRANT USAGE ON SCHEMAS TO cockpit_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE cockpit_intake GRANT SELECT ON TABLES TO cockpit_reader;
