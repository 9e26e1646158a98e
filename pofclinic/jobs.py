"""The timetable: what runs by the clock, whatever the apps do."""

from contextlib import suppress

import structlog
from django.core.management import call_command
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Status

from content.feedback.actions import forget_old_answers
from content.search.log import purge
from enquiries import audit, notifications, tasks, tombstones
from enquiries.abuse import forget_old_counts
from enquiries.actions import AnotherRunError, run_retention, shorten_trail

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


@app.periodic(cron="30 6 * * *")
@app.task(queueing_lock="begin_digest")
def begin_digest(timestamp: int) -> None:
    """Begin the day's summary of enquiries, on days on which somebody works."""
    today = timezone.localdate()
    if notifications.is_sent_on(today):
        with suppress(AlreadyEnqueued):
            tasks.send_digest.defer(day=today.isoformat())


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


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="complete_tombstones")
def complete_tombstones(timestamp: int) -> None:
    """Make up for tombstones that could not be written into their file."""
    if missing := tombstones.complete():
        log.warning("tombstones were missing from the file", count=missing)


@app.periodic(cron="47 2 * * *")
@app.task(queueing_lock="delete_what_is_due")
def delete_what_is_due(timestamp: int) -> None:
    """Delete the enquiries whose time is over; two runs at once are one."""
    with suppress(AnotherRunError):
        run_retention()


@app.periodic(cron="37 3 * * *")
@app.task(queueing_lock="prune_tombstones")
def prune_tombstones(timestamp: int) -> None:
    """Drop the tombstones that no backup can need any more."""
    tombstones.prune()


@app.periodic(cron="42 * * * *")
@app.task(queueing_lock="forget_counts")
def forget_counts(timestamp: int) -> None:
    """Forget from where enquiries came: old counts, and the salts under which they stand."""
    forget_old_counts()


@app.periodic(cron="52 3 * * *")
@app.task(queueing_lock="shorten_audit_trail")
def shorten_audit_trail(timestamp: int) -> None:
    """Delete the events of the audit trail that are older than six years."""
    shorten_trail()


@app.periodic(cron="57 3 * * *")
@app.task(queueing_lock="check_audit_trail")
def check_audit_trail(timestamp: int) -> None:
    """Check the audit trail and log its head, so that one stands outside the database."""
    head, finding = audit.verify()
    if finding:
        log.error("audit trail is not whole", position=finding.position, error=finding.fault.name)
    log.info("audit head", position=head.position, hash=head.hash)


@app.periodic(cron="27 3 * * *")
@app.task(queueing_lock="remove_old_jobs", pass_context=True)
async def remove_old_jobs(context: JobContext, timestamp: int) -> None:
    """Delete finished jobs after three days, failed ones after thirty."""
    manager = context.app.job_manager
    await manager.delete_old_jobs(nb_hours=72)
    await manager.delete_old_jobs(nb_hours=720, include_failed=True)
