"""What runs by the clock."""

from datetime import timedelta

from django.core.management import call_command
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
