"""A real server is killed while people save: what it acknowledged is there afterwards, and nothing is there twice."""

import contextlib
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import psutil
import pytest

from fsr.auth.models import User
from fsr.config import ROOT
from fsr.db import commit, db
from fsr.notebook.models import Page, PageVersion
from tests import factories

KILLS = int(os.environ.get("FSR_TEST_KILLS", "50"))
WRITERS, SECONDS = 4, 120
WHOLE = 10
"""Each so manieth time the whole server is killed and started again, otherwise the process that answers."""


class Server:
    """`fsr serve` in a process group of its own."""

    def __init__(self, settings: dict[str, object], home: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        self._log = home / "server.log"
        self._environment = {**os.environ, "FSR_INSTANCE_DIR": str(settings["FSR_INSTANCE_DIR"]), "FSR_WORKERS": "0",
                             "FSR_DATABASE_URL": str(settings["FSR_DATABASE_URL"]), "FSR_SAVES_A_MINUTE": "0",
                             "FSR_SECRET_KEY": str(settings["FSR_SECRET_KEY"]), "FSR_SQLITE_SYNCHRONOUS": "FULL"}
        self.start()

    def start(self) -> None:
        """Start it, with the same port as before."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "fsr", "serve", "--port", str(self.port)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=log, stderr=log,
                                             start_new_session=True)

    def kill(self, whole: bool) -> None:
        """SIGKILL to the process that answers, or to all of them, and up again."""
        if whole:
            self.end()
            self.start()
            return
        for worker in psutil.Process(self._process.pid).children():
            worker.kill()

    def end(self) -> None:
        """Kill everything that was started here."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(SECONDS)


class Writer(threading.Thread):
    """One person at one page, saving without pause; a save without an answer is sent again under its own name."""

    def __init__(self, port: int, number: str, headers: dict[str, str], stop: threading.Event) -> None:
        super().__init__()
        self.port, self.number, self.headers, self.stop = port, number, headers, stop
        self.acknowledged: list[tuple[int, str]] = []
        self.strange: list[object] = []

    def run(self) -> None:
        """Until told to stop, and until the last save is answered."""
        turn, base = 0, 0
        while not self.stop.is_set():
            turn += 1
            text = f"{self.number} save {turn} "
            answer = self._save(text, base, f"{self.number}-{turn}")
            if answer is None:
                return
            base = int(str(answer["version"]))
            self.acknowledged.append((base, text))

    def _save(self, text: str, base: int, op: str) -> dict[str, object] | None:
        body, end = json.dumps({"fsrNotes": text, "baseVersion": base}), time.monotonic() + SECONDS
        while time.monotonic() < end:
            try:
                status, answer = self._put(body, op)
            except (OSError, http.client.HTTPException):
                time.sleep(0.01)  # the server is down
                continue
            if status == 200:
                return answer
            self.strange.append((status, answer))
            return None
        self.strange.append("no answer")
        return None

    def _put(self, body: str, op: str) -> tuple[int, dict[str, object]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        with contextlib.closing(connection):
            connection.request("PUT", f"/api/cases/data/{self.number}", body,
                               {**self.headers, "X-Op-Id": op, "Content-Type": "application/json"})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())


@pytest.fixture
def writers(app, ana, bob, settings, tmp_path, token_for):
    """Four people's pages and the server that they save on."""
    with app.app_context():
        for number in range(WRITERS):
            factories.case(f"KILL-{number}")
        commit()
    heads, stop, server = [token_for(ana), token_for(bob)], threading.Event(), Server(settings, tmp_path)
    found = [Writer(server.port, f"KILL-{number}", heads[number % 2], stop) for number in range(WRITERS)]
    yield server, found
    stop.set()
    server.end()
    for writer in found:
        writer.join(SECONDS)


def saved(writers):
    return sum(len(writer.acknowledged) for writer in writers)


def wait_for_saves(writers, count):
    end = time.monotonic() + SECONDS
    while saved(writers) < count and time.monotonic() < end and not any(writer.strange for writer in writers):
        time.sleep(0.002)
    assert saved(writers) >= count, [writer.strange for writer in writers]


def test_fifty_kills_lose_no_acknowledged_save_and_do_none_twice(app, writers):
    server, people = writers
    dice = random.Random(7)
    for person in people:
        person.start()
    for number in range(1, KILLS + 1):
        wait_for_saves(people, saved(people) + 2)
        time.sleep(dice.random() / 50)  # anywhere within a save
        server.kill(whole=number % WHOLE == 0)
    wait_for_saves(people, saved(people) + WRITERS)
    people[0].stop.set()
    for person in people:
        person.join(SECONDS)
    assert [person.strange for person in people] == [[]] * WRITERS
    with app.app_context():
        for person in people:
            _is_kept(person)


def _is_kept(person):
    page = db.session.query(Page).join(Page.case).filter_by(number=person.number).one()
    rows = {row.version: row.fsr_notes for row in db.session.query(PageVersion).filter_by(page_id=page.id)}
    assert [ack for ack in person.acknowledged if rows.get(ack[0]) != ack[1]] == []
    assert sorted(rows) == list(range(1, page.version + 1))
    assert max(Counter(rows.values()).values()) == 1  # nothing was done twice
    assert page.fsr_notes == person.acknowledged[-1][1] == rows[page.version]
    assert db.session.get_one(User, page.user_id).name in {"Ana", "Bob"}
