"""The timetable: what runs by the clock, whatever the apps do."""

import structlog
from django.core.management import call_command
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from content.feedback.actions import forget_old_answers
from content.search.log import purge
from enquiries import tasks

log = structlog.get_logger("pofclinic.jobs")


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Hand jobs whose worker died back to the queue.

    A worker killed with -9 leaves its job `doing` for ever; its heartbeat stops. A job
    may therefore run twice, and each of ours is written to bear that.
    """
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        log.warning("stalled job", task=job.task_name, job=job.id)
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            # Its queueing lock is held by a later job of the same kind, which does its work.
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="tend_mail")
def tend_mail(timestamp: int) -> None:
    """Notice that mail is back, and that a message has lost its job."""
    tasks.tend_mail()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="publish_scheduled")
def publish_scheduled(timestamp: int) -> None:
    """Publish and unpublish the pages whose hour has come."""
    call_command("publish_scheduled", verbosity=0)


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="clear_sessions")
def clear_sessions(timestamp: int) -> None:
    """Delete the sessions that have ended."""
    call_command("clearsessions", verbosity=0)


@app.periodic(cron="22 3 * * *")
@app.task(queueing_lock="forget_old_feedback")
def forget_old_feedback(timestamp: int) -> None:
    """Delete what readers said of a page more than a year ago."""
    forget_old_answers()


@app.periodic(cron="22 3 * * *")
@app.task(queueing_lock="forget_old_searches")
def forget_old_searches(timestamp: int) -> None:
    """Forget the searches that have not come back."""
    purge()


@app.periodic(cron="27 3 * * *")
@app.task(queueing_lock="remove_old_jobs", pass_context=True)
async def remove_old_jobs(context: JobContext, timestamp: int) -> None:
    """Delete finished jobs after three days, failed ones after thirty."""
    manager = context.app.job_manager
    await manager.delete_old_jobs(nb_hours=72)
    await manager.delete_old_jobs(nb_hours=720, include_failed=True)
