"""What runs by the clock."""

from datetime import timedelta
from types import SimpleNamespace

from asgiref.sync import async_to_sync
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from pofclinic import jobs
from tests.factories import make_home, make_treatments


def test_a_page_scheduled_for_a_minute_ago_is_published(client, db):
    [page] = make_treatments(make_home())
    page.unpublish()
    page.go_live_at = timezone.now() - timedelta(minutes=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    jobs.publish_scheduled.func(timestamp=0)
    page.refresh_from_db()
    assert page.live


def test_the_timetable_holds_the_four_jobs(db):
    names = {task.task.name for task in jobs.app.periodic_registry.periodic_tasks.values()}
    assert {name.rpartition(".")[2] for name in names} >= {
        "retry_stalled_jobs",
        "publish_scheduled",
        "clear_sessions",
        "remove_old_jobs",
    }


def test_sessions_can_be_cleared(db):
    call_command("clearsessions")
    jobs.clear_sessions.func(timestamp=0)


def leave_a_job_with_a_dead_worker() -> None:
    jobs.clear_sessions.defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH dead AS (
                INSERT INTO procrastinate_workers (last_heartbeat)
                VALUES (now() - interval '1 hour') RETURNING id
            )
            UPDATE procrastinate_jobs SET status = 'doing', worker_id = dead.id FROM dead
            """
        )


def test_a_job_whose_worker_was_killed_is_handed_back(committed_db):
    leave_a_job_with_a_dead_worker()
    async_to_sync(jobs.retry_stalled_jobs.func)(SimpleNamespace(app=jobs.app), timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs")
        assert cursor.fetchall() == [("todo",)]


def test_a_dead_workers_job_whose_next_turn_waits_already_is_not_doubled(committed_db):
    leave_a_job_with_a_dead_worker()
    jobs.clear_sessions.defer(timestamp=60)
    async_to_sync(jobs.retry_stalled_jobs.func)(SimpleNamespace(app=jobs.app), timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs ORDER BY id")
        assert cursor.fetchall() == [("failed",), ("todo",)]
