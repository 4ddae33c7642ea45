"""When this process begins to do jobs: at its first request, or when a command says so; never at import.

`flask db upgrade` and every other command import the app too, and a server
may fork after that: threads started then would work in the wrong process.
"""

import atexit
import os
import threading

from flask import Flask, current_app

from fsr.jobs.pool import Pool
from fsr.jobs.registry import registry

_starting = threading.Lock()


def init_app(app: Flask) -> None:
    """Let the first request start the pool; where a broker is named, let it hear of each job."""
    app.extensions["fsr.jobs.pools"] = {}
    app.wsgi_app = registry(app).courtesy.around(app.wsgi_app)  # type: ignore[method-assign]  # Flask's documented way
    if url := app.config["FSR_QUEUE_URL"]:
        from fsr.jobs.messages import Courier  # a tenth of a second, for those who use it

        app.extensions["fsr.jobs.courier"] = courier = Courier(url)
        registry(app).announcers.append(courier.send)
    if not app.testing:
        app.before_request(_at_first_request)


def start(app: Flask, threads: int | None = None) -> Pool | None:
    """Start this process's pool, once; None where it shall have none (`FSR_WORKERS` 0)."""
    pools: dict[int, Pool] = app.extensions["fsr.jobs.pools"]
    threads = app.config["FSR_WORKERS"] if threads is None else threads
    with _starting:
        if threads and os.getpid() not in pools:
            pools.clear()  # a parent's, which did not follow its fork
            pools[os.getpid()] = pool = Pool(app, threads)
            pool.start()
            atexit.register(pool.stop)
    return pools.get(os.getpid())


def work(app: Flask, threads: int) -> str:
    """Start this process's pool and, where a broker is named, listen to it; what was started, in words."""
    pool = start(app, threads)
    url = app.config["FSR_QUEUE_URL"]
    if pool is None or not url:
        return f"{threads} threads"
    from fsr.jobs.messages import Listener

    app.extensions["fsr.jobs.listener"] = listener = Listener(url, pool)
    listener.start()
    return f"{threads} threads, with {url.partition('://')[0]}"


def stop(app: Flask) -> None:
    """Stop what this process has of listener, pool and courier; what runs goes back into the queue."""
    if listener := app.extensions.get("fsr.jobs.listener"):
        listener.stop()
    if pool := app.extensions["fsr.jobs.pools"].get(os.getpid()):
        pool.stop()
    if courier := app.extensions.get("fsr.jobs.courier"):
        courier.close()


def _at_first_request() -> None:
    if os.getpid() not in current_app.extensions["fsr.jobs.pools"]:
        start(current_app._get_current_object())  # type: ignore[attr-defined]  # Flask's documented way to the app itself
