"""The app as real processes run it in tests, with tasks that leave traces."""

import os
from datetime import timedelta
from pathlib import Path

from fsr import clock, create_app, jobs
from fsr.jobs import Run, keeper, service
from tests.waiting import until

TRACES = Path(os.environ["FSR_TEST_TRACES"])
HOLD = TRACES.with_name("hold")
"""While this file is there, tasks that can be held go on and on."""

keeper.REAP_SECONDS = float(os.environ["FSR_TEST_REAP"])


def trace(run: Run, held: bool) -> dict[str, int]:
    """Say that it began, work as long as the test wants, and write one row that must be there once."""
    with TRACES.open("a") as file:
        file.write(f"{run.job_id} {os.getpid()}\n")
    assert not held or until(lambda: run.check() or not HOLD.exists(), seconds=600)
    service.enqueue("test.effect", {}, actor=None, title=run.job_id, run_after=clock.now() + timedelta(days=1))
    return {"pid": os.getpid()}


app = create_app()
jobs.register(app, "test.trace", trace)
jobs.register(app, "test.effect", lambda run: None)
