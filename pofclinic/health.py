"""Two questions that a machine asks: are you alive, and can you do your work?"""

from datetime import timedelta
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from procrastinate.contrib.django.models import ProcrastinateWorker

from enquiries.health import health
from enquiries.tombstones import tombstones_applied

WORKER_SILENCE = timedelta(seconds=60)
CHECKED = ("database", "migrations", "worker", "tombstones", "encryption")


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 as long as the process can answer at all."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database, its migrations, a job worker and the keys are there, else 503.

    A database that was restored is not ready before its tombstones are applied. The body says
    which of them is, and how the work behind enquiries stands, which makes nothing unready: old
    mail, failed jobs, the last retention run and the key's name. It is public, and holds nothing
    of anybody.
    """
    try:
        state = {
            "database": _database_answers(),
            "migrations": _migrations_applied(),
            "worker": _worker_seen(),
            "tombstones": tombstones_applied(),
        }
        found = health()
        state["encryption"] = found.can_store
        figures = {
            "oldest_unsent_mail_seconds": found.oldest_unsent_seconds,
            "mail_not_delivered": found.not_delivered,
            "failed_jobs": found.failed_jobs,
            "last_retention_run": found.last_retention_run and found.last_retention_run.isoformat(),
            "retention_refused": found.retention_refused,
            "key_in_use": found.key_in_use,
        }
    except DatabaseError:
        state, figures = dict.fromkeys(CHECKED, False), {}
    return JsonResponse(state | figures, status=200 if all(state.values()) else 503)


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


@cache
def _migrations_found_applied() -> None:
    """Return when all are applied, else raise: only the good answer is kept."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise LookupError


def _migrations_applied() -> bool:
    try:
        _migrations_found_applied()
    except LookupError:
        return False
    return True


def _worker_seen() -> bool:
    since = timezone.now() - WORKER_SILENCE
    return ProcrastinateWorker.objects.filter(last_heartbeat__gte=since).exists()
