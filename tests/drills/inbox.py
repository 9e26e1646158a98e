"""Staff: filling the inbox with rows, signing in and looking at its list."""

import re
import time

from tests.drills.form import forms_in
from tests.drills.site import Site
from tests.drills.visitors import Visitor

LOGIN, INBOX = "/admin/login/", "/admin/enquiries/"
HANDLER, PASSWORD = "handler@example.org", "demo-clinic-2026"
# Copies of what is stored already, with keys of their own, over the last three years.
_COLUMNS = """
    SELECT column_name FROM information_schema.columns
    WHERE table_name = 'enquiries_enquiry' AND is_generated = 'NEVER'
"""
_FRESH = {
    "id": "gen_random_uuid()",
    "submission_key": "gen_random_uuid()",
    # Nine digits in base 20 of a running number: no two alike, none as the site draws them.
    "reference": "'0' || lpad(to_hex(n.n), 7, '0')",
    "created_at": "now() - n.n * interval '15 minutes'",
    "state": "(ARRAY['new','in_progress','waiting','closed','closed','closed'])[1 + n.n % 6]",
}

# BEGIN, COMMIT and the question whether the connection still lives are no queries of ours.
_QUERY = re.compile(
    r"LOG:  (?:statement|execute [^:]*): (?!SELECT 1$)(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b",
    re.IGNORECASE | re.MULTILINE,
)


def fill(site: Site, rows: int) -> int:
    """Bring the inbox to so many enquiries; return how many there are."""
    names = [name for (name,) in site.sql(_COLUMNS)]
    values = [_FRESH.get(name, f'"{name}"') for name in names]
    columns = ", ".join(f'"{name}"' for name in names)
    missing = rows - site.number("SELECT count(*) FROM enquiries_enquiry")
    if missing > 0:
        site.sql(
            f"INSERT INTO enquiries_enquiry ({columns}) SELECT {', '.join(values)} "
            "FROM (SELECT * FROM enquiries_enquiry LIMIT 1) AS one, "
            f"generate_series(1, {missing}) AS n(n)"
        )
        # As PostgreSQL does by itself within a minute or so.
        site.sql("VACUUM ANALYZE enquiries_enquiry")
    return site.number("SELECT count(*) FROM enquiries_enquiry")


def sign_in(site: Site) -> Visitor:
    """Sign in as a handler, through the page that staff use."""
    handler = Visitor(site.at.port, "198.18.0.1")
    form = forms_in(handler.ask("GET", LOGIN).text, LOGIN)[0]
    fields = {**form.hidden, "username": HANDLER, "password": PASSWORD}
    answer = handler.ask("POST", LOGIN, fields)
    assert answer.status == 302, f"The handler could not sign in: {answer.status}"
    return handler


def look(handler: Visitor, query: str) -> float:
    """Open the list and return the seconds that it took."""
    began = time.perf_counter()
    answer = handler.ask("GET", INBOX + query)
    assert answer.status == 200, f"{INBOX}{query}: {answer.status}"
    return time.perf_counter() - began


def count_queries(site: Site, handler: Visitor) -> int:
    """Count the queries of one look at the list, as PostgreSQL's own log has them.

    The job worker stands still meanwhile, for its queries would stand among them.
    """
    site.stop_worker()
    site.sql("ALTER ROLE pofclinic SET log_statement = 'all'", as_superuser=True)
    site.cut_connections()
    try:
        look(handler, "")
        begin = site.cluster.log.stat().st_size
        look(handler, "")
        with site.cluster.log.open(errors="replace") as log:
            log.seek(begin)
            return len(_QUERY.findall(log.read()))
    finally:
        site.sql("ALTER ROLE pofclinic RESET log_statement", as_superuser=True)
        site.cut_connections()
        site.start_worker()
