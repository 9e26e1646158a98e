"""The role and the databases of a server, straight through psycopg."""

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from pofclinic.local.cluster import SUPERUSER, Cluster
from pofclinic.local.errors import CannotContinue

ROLE = "pofclinic"
_STATE = """
    SELECT concat_ws(' ', count(*), md5(string_agg(app || '.' || name, ',' ORDER BY app, name)),
                     EXISTS (SELECT FROM content_homepage))
    FROM django_migrations
"""


def ensure_role(cluster: Cluster, *, may_create_databases: bool = False) -> None:
    """Make the role that the site connects as. It is no superuser."""
    with _superuser(cluster) as connection:
        if not _exists(connection, "SELECT FROM pg_roles WHERE rolname = %s", ROLE):
            words = sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(ROLE))
            connection.execute(words + sql.SQL(" CREATEDB" if may_create_databases else ""))


def ensure_database(cluster: Cluster, name: str, *, template: str = "template0") -> None:
    """Make a database owned by the role, as a copy of `template`, when it is missing."""
    with _superuser(cluster) as connection:
        if not _exists(connection, "SELECT FROM pg_database WHERE datname = %s", name):
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(ROLE), sql.Identifier(template)
                )
            )


def freeze(cluster: Cluster, name: str) -> None:
    """Make a database a template: anyone may copy it, nobody may connect to it."""
    with _superuser(cluster) as connection:
        connection.execute(
            sql.SQL("ALTER DATABASE {} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false").format(
                sql.Identifier(name)
            )
        )


def require_reachable(url: str) -> None:
    """Raise `CannotContinue` when a database does not answer; its password is not repeated."""
    try:
        place = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        raise CannotContinue(
            "DATABASE_URL is not a PostgreSQL address such as postgresql://user:password@host/name."
        ) from None
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError as error:
        name = f"{place.get('dbname', '?')} at {place.get('host', 'the local socket')}"
        reason = str(error).strip().splitlines()[0].rpartition("failed: ")[2]
        raise CannotContinue(
            f"DATABASE_URL: the database {name} does not answer: {reason}"
        ) from None


def state(url: str) -> str:
    """Return what tells one state of a database from another, as far as preparing it goes.

    The applied migrations, and whether there is a home page; empty for a new database.
    """
    with psycopg.connect(url, connect_timeout=5) as connection:
        tables = connection.execute(
            "SELECT to_regclass('django_migrations'), to_regclass('content_homepage')"
        ).fetchone()
        if None in tables:
            return ""
        return connection.execute(_STATE).fetchone()[0]


def _superuser(cluster: Cluster) -> psycopg.Connection:
    return psycopg.connect(cluster.url("postgres", SUPERUSER), autocommit=True)


def _exists(connection: psycopg.Connection, query: str, name: str) -> bool:
    return connection.execute(query, [name]).fetchone() is not None
