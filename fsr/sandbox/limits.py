"""What a reading child may use, and how it sets that upon itself before any file is opened.

The numbers were chosen by measuring hostile files: 768 MB of address space,
20 s of CPU and 2 s more for each page up to 300 s, a wall clock of 1.5 times
that, files of 64 MB, no core dumps.  The parent's wall timer does not rely on
the child: it kills the whole process group.

A child has a process group of its own but stays in its parent's session: Linux
(autogroup) shares the CPU evenly among sessions first, and nice counts only
inside one.  In a session of its own a child at nice 19 takes as much as the web
process.  It gives up the session's terminal instead.
"""

import contextlib
import ctypes
import fcntl
import os
import resource
import select
import signal
import sys
import termios
import threading
from pathlib import Path
from typing import Any

MB = 1024 * 1024
MEMORY = 768 * MB
CPU_SECONDS, CPU_PER_PAGE, CPU_MOST = 20, 2, 300
WALL = 1.5
PATIENCE = 3
"""How often the clock is wound up again for a child that is ready to run: at nice 19 a busy machine lets it wait."""
OPEN_FILES = 64
"""32 are enough for a parser; Tesseract's pipes come on top."""
FILE_BYTES = 64 * MB
NICE = 19
TASKS = 1000
"""A child is replaced after so many, against slow leaks of the native parsers.  Measured: 171 MB of address space
after 400 offers, growing by 0.01 MB each; a new child costs as much CPU as 40 pages, so 200 would cost a tenth."""

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


def cpu_seconds(pages: int) -> int:
    """CPU seconds allowed for a document of `pages`."""
    return min(CPU_SECONDS + CPU_PER_PAGE * pages, CPU_MOST)


def confine() -> None:
    """Set all limits of this process for good; CPU is set anew for each task."""
    os.nice(NICE - os.nice(0))
    for kind, number in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_NOFILE, OPEN_FILES),
                         (resource.RLIMIT_FSIZE, FILE_BYTES), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(kind, (number, number))
    _leave_network()
    _leave_terminal()
    _die_with_parent()


def allow_cpu(seconds: int) -> None:
    """Let this process use `seconds` of CPU from now on; then it is ended by SIGXCPU."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, hard))


def wants_cpu(group: int) -> bool:
    """Whether any process of the group is ready to run: then it is not stuck, the machine has no time for it."""
    for place in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it ended while we looked
            state, _parent, its_group = place.read_text("ascii", "replace").rpartition(")")[2].split()[:3]
            if int(its_group) == group and state == "R":
                return True
    return False


def report() -> dict[str, Any]:
    """The limits in force, for the doctor and the tests."""
    names = {"memory": resource.RLIMIT_AS, "files": resource.RLIMIT_NOFILE, "file_bytes": resource.RLIMIT_FSIZE,
             "core": resource.RLIMIT_CORE}
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = resource.getrlimit(resource.RLIMIT_CPU)[0] - used.ru_utime - used.ru_stime
    return {**{name: resource.getrlimit(kind)[0] for name, kind in names.items()},
            "cpu": cpu, "nice": os.nice(0), "group": os.getpgid(0), "session": os.getsid(0),
            "terminal": _has_terminal(), "isolated": bool(sys.flags.isolated),
            "environment": sorted(os.environ), "network": _interfaces()}


def told(_path: Any, _options: Any, _progress: Any) -> dict[str, Any]:
    """`report` as a task of the child."""
    return report()


def _interfaces() -> list[str]:
    """Network interfaces this process can see; only "lo" where the kernel let it leave the network."""
    with open("/proc/self/net/dev", encoding="ascii") as lines:
        return [line.split(":")[0].strip() for line in lines if ":" in line]


def _leave_network() -> None:
    """Move to a network without interfaces, where the kernel allows that to ordinary users; `report` tells."""
    ctypes.CDLL(None).unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def _leave_terminal() -> None:
    """Give up the terminal from which the server was started, if any: a file's parser has nothing to say there."""
    with contextlib.suppress(OSError), open("/dev/tty", "rb") as terminal:
        fcntl.ioctl(terminal, termios.TIOCNOTTY)


def _has_terminal() -> bool:
    """Whether this process could write to somebody's terminal."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True


def _die_with_parent() -> None:
    """End this process group as soon as the parent's end of our standard input is closed, even by `kill -9`."""
    watch = select.poll()
    watch.register(sys.stdin.fileno(), 0)

    def wait() -> None:
        watch.poll()
        os.killpg(0, signal.SIGKILL)

    threading.Thread(target=wait, name="parent", daemon=True).start()
