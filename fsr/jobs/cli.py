"""Commands that run things: `serve` pages with job threads beside them, `work` jobs alone."""

import signal
import socket
import threading
from types import FrameType

import click
from flask import Flask, current_app

from fsr.cli import group
from fsr.jobs import start

DEFAULT_THREADS = 4


@group.command()
@click.option("--threads", default=None, type=click.IntRange(1, 64), help="Jobs at once; default: FSR_WORKERS, else 4.")
def work(threads: int | None) -> None:
    """Do background jobs until SIGTERM; what runs then goes back into the queue at once."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # Flask's documented way to the app itself
    told = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        told.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, stop)
    listening = start.work(app, threads or app.config["FSR_WORKERS"] or DEFAULT_THREADS)
    click.echo(f"working on {listening}; stop with Ctrl+C")
    told.wait()
    start.stop(app)


@group.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=5000, show_default=True)
@click.option("--processes", default=1, show_default=True, type=click.IntRange(1, 64), help="Each has job threads.")
@click.option("--threads", default=16, show_default=True, type=click.IntRange(1, 256), help="Requests at once.")
def serve(host: str, port: int, processes: int, threads: int) -> None:
    """Serve the pages and the API, with job threads in the same process."""
    from fsr.serve import Server

    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # as above
    must_be_free(host, port)
    Server(app, host, port, processes, threads).run()


def must_be_free(host: str, port: int) -> None:
    """Say plainly that another program has the port, before gunicorn tries it five times."""
    try:
        with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
            pass
    except OSError as error:
        raise click.ClickException(f"Port {port} of {host} is not free ({error.strerror}). "
                                   f"Take another: make run PORT={port + 1}") from error
