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

from enquiries.tombstones import tombstones_applied

WORKER_SILENCE = timedelta(seconds=60)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 as long as the process can answer at all."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database, its migrations and a job worker are there, else 503.

    A database that was restored is not ready before its tombstones are applied.

    The body says which of them is, and nothing more: it is public.
    """
    try:
        state = {
            "database": _database_answers(),
            "migrations": _migrations_applied(),
            "worker": _worker_seen(),
            "tombstones": tombstones_applied(),
        }
    except DatabaseError:
        state = dict.fromkeys(("database", "migrations", "worker", "tombstones"), False)
    return JsonResponse(state, status=200 if all(state.values()) else 503)


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
