"""The parent's side: warm children, one task at a time each, replaced when they break.

Safe for threads: a thread takes a child, waits for its answer without burning
CPU, and puts it back.  Children are started by `subprocess` (never forked from a
process with threads) and die with this process, whatever ends it.
"""

import atexit
import contextlib
import heapq
import itertools
import json
import logging
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from fsr.errors import Unreadable
from fsr.sandbox import frames, limits

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
POLL = 0.1
"""Seconds between two looks at `cancelled`."""
PROGRESS_SECONDS = 1.0
"""Between two reports to the caller, who may write each to a database; a short document is done before the first."""
START_SECONDS = 60.0
"""A child imports its parsers in 0.5 s; a loaded machine may need longer."""

CRASHED = "The file could not be read: its reader stopped. It may be damaged; please send it again."
TOO_SLOW = "The file takes too long to read; it may be damaged or far too complex."
PDFIUM_DIED = (signal.SIGABRT, signal.SIGTRAP, signal.SIGILL, signal.SIGSEGV, signal.SIGBUS)
"""PDFium ends its process where it gets no memory or finds itself inconsistent; pdfminer then has a try."""


class EngineDefect(RuntimeError):
    """An engine failed on what was read well; holds the traceback, for the log only."""


class Cancelled(Exception):  # the caller asked for it, it is no error
    """`cancelled()` said so; the child was killed."""


class _Died(Exception):  # told to the pool only
    """The child ended in mid-task; `code` is its return code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Task(NamedTuple):
    """What a child is to do, and who wants to hear about it."""

    name: str
    path: Path | None
    options: dict[str, Any]
    progress: Progress | None = None
    cancelled: Callable[[], bool] | None = None
    keep: Callable[[bytes], None] | None = None
    timeout: float | None = None


class Sandbox:
    """A pool of `workers` children that can run the named `engines`.

    engines  name -> "module:function", called in the child as `function(reading_data, options) -> JSON data`
    """

    def __init__(self, workers: int = 2, engines: Mapping[str, str] | None = None) -> None:
        self._engines = [f"{name}={place}" for name, place in (engines or {}).items()]
        self._free = workers
        self._idle: list[_Child] = []
        self._busy: set[_Child] = set()
        self._waiting: list[tuple[int, int, threading.Event]] = []
        self._order = itertools.count()
        self._lock = threading.Lock()
        self._closed = False

    def call(self, name: str, path: Path | str | None = None, options: dict[str, Any] | None = None, *,
             progress: Progress | None = None, cancelled: Callable[[], bool] | None = None,
             keep: Callable[[bytes], None] | None = None, timeout: float | None = None, priority: int = 5) -> Any:
        """Run `name` on the file and return its JSON data; blocks until then.

        progress   called with (pages done, pages) in this thread, at most once a second
        cancelled  asked ten times a second; on True the child is killed and `Cancelled` raised
        keep       an engine's fresh reading as JSON bytes, for a cache; not called for readings brought along
        timeout    wall seconds; by default 1.5 times the CPU allowed for the pages, more on a busy machine
        priority   lower goes first: 0 for a person who waits, 5 for batches

        Raises `Unreadable` with a sentence for the user.
        """
        task = Task(name, Path(path) if path else None, {**(options or {}), **({"keep": True} if keep else {})},
                    progress, cancelled, keep, timeout)
        self._take_turn(priority, cancelled)
        try:
            return self._run(task)
        finally:
            self._pass_turn()

    def warm(self) -> None:
        """Start all children now, so that nobody waits for the first one."""
        with self._lock:
            missing = max(0, self._free - len(self._idle))
        children = [self._started() for _ in range(missing)]
        with self._lock:
            self._idle.extend(children)

    def pids(self) -> list[int]:
        """The children's process ids, idle or busy."""
        with self._lock:
            return [child.pid for child in (*self._idle, *self._busy)]

    @property
    def waiting(self) -> int:
        """How many calls wait for a child."""
        with self._lock:
            return len(self._waiting)

    def close(self) -> None:
        """End all children; running calls raise `Unreadable`."""
        with self._lock:
            self._closed = True
            children = [*self._idle, *self._busy]
            self._idle.clear()
        for child in children:
            child.kill()

    def _take_turn(self, priority: int, cancelled: Callable[[], bool] | None) -> None:
        """Wait until a child may be used; the lowest priority number first, then the first come."""
        with self._lock:
            if self._free > 0 and not self._waiting:
                self._free -= 1
                return
            turn = (priority, next(self._order), threading.Event())
            heapq.heappush(self._waiting, turn)
        while not turn[2].wait(POLL if cancelled else None):
            if cancelled and cancelled():
                self._give_up(turn)
                raise Cancelled

    def _give_up(self, turn: tuple[int, int, threading.Event]) -> None:
        """Leave the queue; a turn that came meanwhile is passed on."""
        with self._lock:
            if turn in self._waiting:
                self._waiting.remove(turn)
                heapq.heapify(self._waiting)
                return
        self._pass_turn()

    def _pass_turn(self) -> None:
        with self._lock:
            if self._waiting:
                heapq.heappop(self._waiting)[2].set()
            else:
                self._free += 1

    def _run(self, task: Task) -> Any:
        """The task's result, with one more try by pdfminer alone where PDFium ended the child."""
        started = time.monotonic()
        try:
            return self._try(task, started)
        except _Died as end:
            if -end.code not in PDFIUM_DIED or task.name in ("picture", "check", "limits"):
                raise Unreadable(TOO_SLOW if end.code == -signal.SIGXCPU else CRASHED) from end
        try:
            return self._try(task._replace(options={**task.options, "reader": "pdfminer"}), started)
        except _Died as end:
            raise Unreadable(CRASHED) from end

    def _try(self, task: Task, started: float) -> Any:
        child = self._borrow()
        healthy = False
        try:
            result = child.run(task, started)
            healthy = True
            return result
        except Unreadable:
            healthy = child.is_idle
            raise
        finally:
            self._put_back(child, healthy)

    def _borrow(self) -> "_Child":
        with self._lock:
            child = self._idle.pop() if self._idle else None
        if child and not child.is_alive:
            child.kill()
            child = None
        child = child or self._started()
        with self._lock:
            self._busy.add(child)
        return child

    def _put_back(self, child: "_Child", healthy: bool) -> None:
        with self._lock:
            self._busy.discard(child)
            keep = healthy and not self._closed and child.tasks < limits.TASKS
            if keep:
                self._idle.append(child)
        if not keep:
            child.kill()

    def _started(self) -> "_Child":
        if self._closed:
            raise Unreadable(CRASHED)
        return _Child(self._engines)


class _Child:
    """One child process."""

    def __init__(self, engines: list[str]) -> None:
        self._home = tempfile.TemporaryDirectory(prefix="fsr-reader-")
        command = [sys.executable, "-I", str(Path(__file__).with_name("child.py")), *engines]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0,
            process_group=0, close_fds=True, cwd=self._home.name,
            env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"})
        self.pid = self._process.pid
        self._answers = select.poll()
        self._answers.register(self._process.stdout or 0, select.POLLIN)
        self.tasks = 0
        self.is_idle = True
        self._deadline = time.monotonic() + START_SECONDS
        self._patience = limits.PATIENCE
        try:
            ready = self._next(None)
        except _Died as error:
            self.kill()
            raise RuntimeError("No reading child starts; run `python -I fsr/sandbox/child.py` to see why.") from error
        if ready != (frames.JSON, b'{"ready":true}'):
            self.kill()
            raise RuntimeError("A reading child answers nonsense.")

    @property
    def is_alive(self) -> bool:
        """Whether it can take a task."""
        return self._process.poll() is None

    def run(self, task: Task, started: float) -> Any:
        """The task's result; raises `Unreadable`, `Cancelled` or `_Died`."""
        self.tasks += 1
        self.is_idle = False
        self._told = time.monotonic()
        self._patience = 0 if task.timeout else limits.PATIENCE
        self._deadline = started + (task.timeout or limits.WALL * limits.cpu_seconds(0))
        path = str(task.path.resolve()) if task.path else None
        self._send(frames.packed({"name": task.name, "path": path, "options": task.options}))
        while True:
            kind, body = self._next(task.cancelled)
            if kind == frames.RAW:
                if task.keep:
                    task.keep(body)
                continue
            answer = json.loads(body)
            if "progress" in answer:
                self._progress(task, started, *answer["progress"])
                continue
            self.is_idle = True
            return _result(answer)

    def _progress(self, task: Task, started: float, done: int, total: int) -> None:
        """Pages were read: more pages may take longer, and the caller is told now and then."""
        if not task.timeout:
            self._deadline = started + limits.WALL * limits.cpu_seconds(int(total))
        now = time.monotonic()
        if task.progress and now - self._told >= PROGRESS_SECONDS:
            self._told = now
            task.progress(int(done), int(total))

    def _send(self, data: bytes) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        view = memoryview(data)
        try:
            while view:
                view = view[pipe.write(view):]
        except BrokenPipeError as error:
            raise _Died(self._process.wait()) from error

    def _next(self, cancelled: Callable[[], bool] | None) -> tuple[bytes, bytes]:
        """The child's next frame; raises `_Died` when it ended, `Unreadable` when time is up."""
        try:
            frame = frames.read_frame(lambda length: self._read(length, cancelled))
        except frames.TooLongError as error:
            raise Unreadable(CRASHED) from error
        if frame is None:
            raise _Died(self._process.wait())
        return frame

    def _read(self, length: int, cancelled: Callable[[], bool] | None) -> bytes:
        """Exactly `length` bytes, or fewer at the end of the pipe."""
        pipe = self._process.stdout
        assert pipe is not None
        data = bytearray()
        while len(data) < length:
            if self._answers.poll(POLL * 1000):
                part = os.read(pipe.fileno(), min(length - len(data), 1 << 20))
                if not part:
                    break
                data += part
            elif cancelled and cancelled():
                self.kill()
                raise Cancelled
            if time.monotonic() > self._deadline and not self._may_go_on():
                self.kill()
                raise Unreadable(TOO_SLOW)
        return bytes(data)

    def _may_go_on(self) -> bool:
        """Whether time is up only because the machine is busy; its CPU limit ends a child that really computes."""
        if not self._patience or not limits.wants_cpu(self.pid):
            return False
        self._patience -= 1
        self._deadline += limits.WALL * limits.CPU_SECONDS
        return True

    def kill(self) -> None:
        """End the child and all that it started, and clean up after it; harmless when it has ended."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        self._home.cleanup()


def _result(answer: dict[str, Any]) -> Any:
    """The result of a last answer; a crash is logged in full and told in short."""
    if "unreadable" in answer:
        raise Unreadable(answer["unreadable"])
    if "defect" in answer:
        raise EngineDefect(answer["defect"])
    if "crash" in answer:
        log.error("a reading child failed: %s", answer["crash"])
        raise Unreadable(CRASHED)
    return answer["result"]


_shared: dict[tuple[object, ...], Sandbox] = {}
_shared_lock = threading.Lock()


def shared(workers: int, engines: Mapping[str, str]) -> Sandbox:
    """The one pool of this process for these engines, ended with the process.

    Kept by process id: a server that forks after loading the app gives each of
    its workers a pool of its own.
    """
    key = (os.getpid(), workers, *sorted(engines.items()))
    with _shared_lock:
        if key not in _shared:
            _shared[key] = Sandbox(workers, engines)
            atexit.register(_shared[key].close)
        return _shared[key]
