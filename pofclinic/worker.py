"""`python -m pofclinic.worker`: do the jobs, for as long as nobody says stop.

Procrastinate's own command ends when PostgreSQL is gone for a moment. This one begins again
as soon as it is back; a job that was cut short is handed out again by `retry_stalled_jobs`.
"""

import asyncio
import contextlib
import os
import signal
from pathlib import Path

import django
import psycopg
import structlog
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

# A mail server that hangs shall not stop the timetable.
JOBS_AT_ONCE = 4
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 1, 30
# Whoever fills in a form goes before the mail.
NICENESS = 10
# Who has worked so long had its database: the waits begin anew.
WORKED_SECONDS = 60


def stand_back() -> None:
    """Let the web server go before us where both want the processor.

    Linux weighs sessions against each other first, where it groups them by themselves:
    then a process's own niceness counts for nothing outside its session. A session that is
    not ours alone, such as a terminal's, stays as it is.
    """
    os.nice(NICENESS)
    if os.getsid(0) == os.getpid():
        with contextlib.suppress(OSError):
            Path("/proc/self/autogroup").write_text(str(NICENESS))


async def keep_working() -> None:
    """Work until SIGTERM or SIGINT; the jobs at hand are finished first."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stop.set)
    log = structlog.get_logger("pofclinic.worker")
    wait = FIRST_WAIT_SECONDS
    while not stop.is_set():
        began = loop.time()
        error = await _work(stop)
        if stop.is_set():
            return
        if loop.time() - began > WORKED_SECONDS:
            wait = FIRST_WAIT_SECONDS
        log.warning("worker begins again", error=type(error).__name__ if error else "")
        await _until(stop, wait)
        wait = min(wait * 2, LONGEST_WAIT_SECONDS)


async def _work(stop: asyncio.Event) -> Exception | None:
    """Work until told to stop or until the database is lost; return the error, if one was seen."""
    with app.replace_connector(app.connector.get_worker_connector()):
        work = asyncio.ensure_future(_open_and_work())
        stopped = asyncio.ensure_future(stop.wait())
        try:
            await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                work.cancel()  # which lets it finish what it has begun
            await work
        except asyncio.CancelledError:
            pass
        except (ConnectorException, psycopg.Error) as error:
            return error
        finally:
            stopped.cancel()
    return None


async def _open_and_work() -> None:
    async with app.open_async():
        await app.run_worker_async(concurrency=JOBS_AT_ONCE, install_signal_handlers=False)


async def _until(stop: asyncio.Event, seconds: float) -> None:
    """Wait for a stop, at most so long."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


if __name__ == "__main__":
    stand_back()
    django.setup()
    asyncio.run(keep_working())
