"""The audit trail is chained and append-only, whoever writes to its table.

`enquiry_event_chain` gives a new event its position, the database's time and its hash:
SHA-256 over a JSON array of what it says and of the hash before it. One writer at a time,
by an advisory lock that the transaction keeps to its end. `verify_audit` computes the same
in Python.
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
    RAISE EXCEPTION 'The audit trail is append-only: % refused.', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER enquiry_event_no_change BEFORE UPDATE OR DELETE ON enquiries_enquiryevent
    FOR EACH ROW EXECUTE FUNCTION enquiry_event_refuse();
CREATE TRIGGER enquiry_event_no_truncate BEFORE TRUNCATE ON enquiries_enquiryevent
    FOR EACH STATEMENT EXECUTE FUNCTION enquiry_event_refuse();
"""
UNCHAIN = """
DROP TRIGGER enquiry_event_no_truncate ON enquiries_enquiryevent;
DROP TRIGGER enquiry_event_no_change ON enquiries_enquiryevent;
DROP TRIGGER enquiry_event_chain ON enquiries_enquiryevent;
DROP FUNCTION enquiry_event_refuse();
DROP FUNCTION enquiry_event_chain();
"""


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0001_initial")]
    operations = [migrations.RunSQL(CHAIN, UNCHAIN)]
