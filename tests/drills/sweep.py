"""Run in a process of its own: one run of the sweep that the timetable makes every minute."""

import asyncio
import types

import django


async def sweep() -> None:
    from procrastinate.contrib.django import app

    from pofclinic import jobs

    worker_app = app.with_connector(app.connector.get_worker_connector())
    async with worker_app.open_async():
        await jobs.retry_stalled_jobs.func(types.SimpleNamespace(app=worker_app), timestamp=0)


if __name__ == "__main__":
    django.setup()
    asyncio.run(sweep())
