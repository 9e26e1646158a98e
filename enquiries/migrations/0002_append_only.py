"""The audit trail is chained and append-only, whoever writes to its table.

`enquiry_event_chain` gives a new event its position, the database's time and its hash:
SHA-256 over a JSON array of what it says and of the hash before it. One writer at a time,
by an advisory lock that the transaction keeps to its end. `verify_audit` computes the same
in Python.

Events older than six years may go, from the oldest on: `enquiries_trailstart` holds where the
rest begins, and takes only what is really that old by the database's clock.
"""

from django.db import migrations

CHAIN = """
CREATE FUNCTION enquiry_event_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    head record;
BEGIN
    PERFORM pg_advisory_xact_lock(7303, 1);
    SELECT position, hash INTO head
        FROM enquiries_enquiryevent ORDER BY position DESC LIMIT 1;
    IF NOT FOUND THEN
        SELECT position, hash INTO head
            FROM enquiries_trailstart ORDER BY position DESC LIMIT 1;
    END IF;
    NEW.position := coalesce(head.position, 0) + 1;
    NEW.previous_hash := coalesce(head.hash, ''::bytea);
    NEW.happened_at := clock_timestamp();
    NEW.hash := sha256(convert_to(json_build_array(
        NEW.position, NEW.kind, NEW.enquiry_id::text, NEW.actor_id, NEW.state_before,
        NEW.state_after, NEW.reason, NEW.subject, NEW.count,
        to_char(NEW.happened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        encode(NEW.previous_hash, 'hex')
    )::text, 'UTF8'));
    RETURN NEW;
END $$;
CREATE TRIGGER enquiry_event_chain BEFORE INSERT ON enquiries_enquiryevent
    FOR EACH ROW EXECUTE FUNCTION enquiry_event_chain();

CREATE FUNCTION enquiry_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'enquiries_enquiryevent' THEN
        IF OLD.happened_at < clock_timestamp() - interval '6 years'
            AND OLD.position <= (SELECT max(position) FROM enquiries_trailstart)
        THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'The audit trail is append-only: % refused.', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER enquiry_event_no_change BEFORE UPDATE OR DELETE ON enquiries_enquiryevent
    FOR EACH ROW EXECUTE FUNCTION enquiry_event_refuse();
CREATE TRIGGER enquiry_event_no_truncate BEFORE TRUNCATE ON enquiries_enquiryevent
    FOR EACH STATEMENT EXECUTE FUNCTION enquiry_event_refuse();

CREATE FUNCTION enquiry_trail_start() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM enquiries_enquiryevent
            WHERE position = NEW.position AND hash = NEW.hash
            AND happened_at < clock_timestamp() - interval '6 years'
    ) THEN
        RAISE EXCEPTION 'The audit trail cannot begin after an event of the last six years.'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    NEW.made_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER enquiry_trail_start BEFORE INSERT ON enquiries_trailstart
    FOR EACH ROW EXECUTE FUNCTION enquiry_trail_start();
CREATE TRIGGER enquiry_trail_start_no_change BEFORE UPDATE OR DELETE ON enquiries_trailstart
    FOR EACH ROW EXECUTE FUNCTION enquiry_event_refuse();
CREATE TRIGGER enquiry_trail_start_no_truncate BEFORE TRUNCATE ON enquiries_trailstart
    FOR EACH STATEMENT EXECUTE FUNCTION enquiry_event_refuse();
"""
UNCHAIN = """
DROP TRIGGER enquiry_trail_start_no_truncate ON enquiries_trailstart;
DROP TRIGGER enquiry_trail_start_no_change ON enquiries_trailstart;
DROP TRIGGER enquiry_trail_start ON enquiries_trailstart;
DROP FUNCTION enquiry_trail_start();
DROP TRIGGER enquiry_event_no_truncate ON enquiries_enquiryevent;
DROP TRIGGER enquiry_event_no_change ON enquiries_enquiryevent;
DROP TRIGGER enquiry_event_chain ON enquiries_enquiryevent;
DROP FUNCTION enquiry_event_refuse();
DROP FUNCTION enquiry_event_chain();
"""


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0001_initial")]
    operations = [migrations.RunSQL(CHAIN, UNCHAIN)]
