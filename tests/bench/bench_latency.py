"""How long a page takes while a batch of offers is read, against the same page of the same server when idle.

Beside the clock it prints what the web process itself spends on a page and on an offer: that number hardly depends on
what else this machine does.
"""

import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from flask_migrate import upgrade

from fsr import create_app
from fsr.auth import service
from fsr.auth.models import Role
from fsr.db import commit
from tests import factories
from tests.samples import sample

ROOT = Path(__file__).resolve().parents[2]
REQUESTS, PAUSE = 300, 0.02
FILES = 400
SETTLED = {"completed", "failed", "cancelled"}


def main() -> None:
    """Print p50 and p95 of the matrix page idle and busy, and their ratio."""
    with tempfile.TemporaryDirectory() as home:
        server = Server(Path(home))
        try:
            measure(server)
        finally:
            server.stop()


class Server:
    """The app as `make run` serves it, in a process of its own, with one user's token."""

    def __init__(self, home: Path) -> None:
        settings = {"FSR_INSTANCE_DIR": str(home), "FSR_SECRET_KEY": "bench"}
        app = create_app({**settings, "FSR_WORKERS": 0})
        with app.app_context():
            upgrade()
            user = factories.user("not a hash: nobody signs in by password", Role.ADMIN)
            _, self.token = service.create_token(user, "bench", user)
            commit()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        self._process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", "fsr", "serve", "--port", str(self.port)], cwd=ROOT,
            env={**os.environ, **settings, "FSR_JOB_USER_LIMIT": "0"},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                self.ask("GET", "/healthz")
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server does not answer")

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> bytes:
        """The body of the answer; a failure is an error of the benchmark."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"Authorization": f"Bearer {self.token}", **({"Content-Type": kind} if kind else {})}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        if answer.status not in (200, 201, 202):
            raise RuntimeError(f"{method} {path}: {answer.status} {data[:300]!r}")
        return data

    def upload(self, files: list[bytes], wait: bool) -> dict[str, object]:
        """Post a batch; each file gets bytes of its own, so that none is read from the cache."""
        edge = secrets.token_hex(16)
        parts = []
        for data in files:
            head = (f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="offer.pdf"\r\n'
                    "Content-Type: application/pdf\r\n\r\n")
            parts.append(head.encode() + data + f"\n%{secrets.token_hex(8)}\r\n".encode())
        for name in ("insurers", "reg_number"):
            parts.append(f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n\r\n'.encode())
        body = b"".join(parts) + f"--{edge}--\r\n".encode()
        path = f"/casco/upload/batch?wait={int(wait)}"
        answer: dict[str, object] = json.loads(self.ask("POST", path, body, f"multipart/form-data; boundary={edge}"))
        return answer

    def settled(self, job: str) -> bool:
        """Whether the job has ended."""
        return json.loads(self.ask("GET", f"/jobs/{job}"))["status"] in SETTLED

    def cpu(self) -> float:
        """CPU milliseconds that the web process used so far; those of the reading children do not count."""
        (web,) = psutil.Process(self._process.pid).children()
        times = web.cpu_times()
        return float(times.user + times.system) * 1000

    def stop(self) -> None:
        """End the server."""
        self._process.terminate()
        self._process.wait(30)


def measure(server: Server) -> None:
    """Idle first, then the same while offers are read."""
    offers = [sample("casco", start).read_bytes() for start in ("01", "02", "06", "10")]
    page = f"/compare/{server.upload(offers, wait=True)['casco_job_id']}"
    latencies(server, page, 20)
    before = server.cpu()
    idle = latencies(server, page, REQUESTS)
    each = (server.cpu() - before) / REQUESTS
    batch = [offers[number % 4] for number in range(FILES)]
    started, before = time.monotonic(), server.cpu()
    queued = [server.upload(batch[at:at + 50], wait=False) for at in range(0, FILES, 50)]
    last = str([job for answer in queued for job in answer["jobs"]][-1])  # type: ignore[attr-defined]  # a list of ids
    busy: list[float] = []
    while not server.settled(last):
        busy += latencies(server, page, 10)
    seconds, offer = time.monotonic() - started, (server.cpu() - before - each * len(busy)) / FILES
    print(f"matrix page of 4 offers, {FILES} offers read in {seconds:.1f} s")
    for name, found in (("idle", idle), ("while reading", busy)):
        print(f"  {name:14} p50 {at_share(found, 0.5):6.1f} ms   p95 {at_share(found, 0.95):6.1f} ms   ({len(found)})")
    print(f"  ratio p95      {at_share(busy, 0.95) / at_share(idle, 0.95):.2f} (goal ≤ 1.5)\n"
          f"  the web process's own CPU: {each:.1f} ms a page, {offer:.1f} ms an offer")


def latencies(server: Server, path: str, count: int) -> list[float]:
    """Milliseconds of so many requests, one after the other."""
    found = []
    for _ in range(count):
        started = time.perf_counter()
        server.ask("GET", path)
        found.append((time.perf_counter() - started) * 1000)
        time.sleep(PAUSE)
    return found


def at_share(values: list[float], share: float) -> float:
    """The value below which that share lies."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


if __name__ == "__main__":
    main()
