"""Children are limited for real, break without harm, and are gone when they should be."""

import json
import os
import pty
import resource
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from fsr.errors import Unreadable
from fsr.sandbox import limits, pool
from fsr.sandbox.pool import Cancelled, EngineDefect, Sandbox
from tests.samples import HERE, sample, samples
from tests.waiting import SECONDS, until

ROOT = Path(__file__).resolve().parents[2]
ENGINES = {"count": "tests.sandbox.engines:count", "misbehave": "tests.sandbox.engines:misbehave"}
OFFER = sample("casco", "01")
EXPECTED = json.loads((HERE / "hostile" / "expected.json").read_text("utf-8"))


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox(1, ENGINES)
    yield made
    made.close()


@pytest.fixture(scope="module")
def lasting() -> Iterator[Sandbox]:
    """One pool for all hostile files: each must leave it working."""
    made = Sandbox(1, ENGINES)
    yield made
    made.close()


def misbehave(sandbox: Sandbox, how: str, **options):
    return sandbox.call("misbehave", None, {"how": how, "reading": {"pages": []}, **options})


def hanging(sandbox: Sandbox, stop: threading.Event) -> threading.Thread:
    """A thread whose call hangs in the only child until `stop` cancels it."""

    def call() -> None:
        with pytest.raises(Cancelled):
            sandbox.call("misbehave", None, {"how": "hang", "reading": {}}, cancelled=stop.is_set)

    thread = threading.Thread(target=call)
    thread.start()
    assert until(sandbox.pids)
    return thread


def gone(pid: int) -> bool:
    """Whether the process ends."""
    try:
        psutil.Process(pid).wait(SECONDS)
    except psutil.NoSuchProcess:
        return True
    except psutil.TimeoutExpired:
        return False
    return True


def cpu_of_children() -> float:
    """Seconds of processor that the children used so far, the dead ones included."""
    dead = resource.getrusage(resource.RUSAGE_CHILDREN)
    living = [child.cpu_times() for child in psutil.Process().children()]
    return dead.ru_utime + dead.ru_stime + sum(child.user + child.system for child in living)


def test_a_child_has_set_all_its_limits(sandbox: Sandbox) -> None:
    told = sandbox.call("limits")
    assert told["memory"] == limits.MEMORY
    assert told["files"] == limits.OPEN_FILES
    assert told["file_bytes"] == limits.FILE_BYTES
    assert told["core"] == 0
    assert told["nice"] == 19
    assert [told["group"]] == sandbox.pids()
    assert told["session"] == os.getsid(0), "Linux heeds nice only among the processes of one session"
    assert told["isolated"]
    assert 0 < told["cpu"] <= limits.CPU_SECONDS + 5
    assert set(told["environment"]) <= {"LANG", "LC_CTYPE", "OMP_THREAD_LIMIT", "PATH"}


def test_a_child_of_a_server_in_a_terminal_cannot_reach_it() -> None:
    work = """if True:
        import os, sys
        os.close(os.open(sys.argv[1], os.O_RDWR))  # a session's first terminal is its own
        from fsr.sandbox import limits, pool
        print(limits.report()["terminal"], pool.Sandbox(1).call("limits")["terminal"])"""
    ours, theirs = pty.openpty()
    try:
        told = subprocess.check_output([sys.executable, "-c", work, os.ttyname(theirs)], start_new_session=True)
    finally:
        os.close(ours)
        os.close(theirs)
    assert told.decode().split() == ["True", "False"]


def test_nothing_but_the_named_functions_can_be_called(sandbox: Sandbox) -> None:
    for name in ("os:system", "fsr.config:load", "eval"):
        with pytest.raises(Unreadable):
            sandbox.call(name, OFFER)


def test_an_engine_gets_the_reading_and_its_options(sandbox: Sandbox) -> None:
    assert sandbox.call("count", OFFER, {"insurer": "BALTA", "filename": "a.pdf"}) == {
        "pages": 2, "options": {"insurer": "BALTA", "filename": "a.pdf"}}


def test_a_fresh_reading_is_handed_over_to_keep_and_need_not_be_read_again(sandbox: Sandbox) -> None:
    kept: list[bytes] = []
    sandbox.call("count", OFFER, keep=kept.append)
    reading = json.loads(kept[0])
    assert sandbox.call("count", None, {"reading": reading}, keep=kept.append)["pages"] == 2
    assert len(kept) == 1


def test_progress_is_told_page_by_page(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "PROGRESS_SECONDS", 0)
    told: list[tuple[int, int]] = []
    sandbox.call("read", OFFER, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_a_short_document_is_done_before_its_progress_is_worth_telling(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pool, "PROGRESS_SECONDS", SECONDS)
    told: list[int] = []
    sandbox.call("misbehave", OFFER, {"how": "nothing"}, progress=lambda done, _total: told.append(done))
    assert told == []


@pytest.mark.parametrize("path", samples("hostile"), ids=lambda path: path.stem)
def test_a_hostile_file_gets_its_answer_in_time_and_the_pool_goes_on(lasting: Sandbox, path: Path) -> None:
    expected = EXPECTED[path.name]
    used, before = cpu_of_children(), psutil.Process().memory_info().rss
    try:
        lasting.call("read", path, {"filename": path.name})
        answer = "ok"
    except Unreadable as error:
        answer = str(error)
    assert cpu_of_children() - used < expected["max_seconds"]
    assert psutil.Process().memory_info().rss - before < 50 << 20
    if expected["expect"] == "error":
        assert answer != "ok"
    assert "Traceback" not in answer
    assert lasting.call("count", OFFER)["pages"] == 2
    assert len(psutil.Process().children()) >= 1


def test_a_decompression_bomb_is_called_one(lasting: Sandbox) -> None:
    with pytest.raises(Unreadable, match="expands to more data than allowed"):
        lasting.call("read", sample("hostile", "04"), {"filename": "04.pdf"})


@pytest.mark.parametrize("how", ["crash", "eat", "talk", "write"])
def test_a_child_that_breaks_is_replaced(sandbox: Sandbox, how: str) -> None:
    with pytest.raises(EngineDefect if how == "write" else Unreadable):
        misbehave(sandbox, how)
    assert sandbox.call("count", OFFER)["pages"] == 2


def test_a_defect_of_an_engine_is_not_blamed_on_the_file(sandbox: Sandbox) -> None:
    with pytest.raises(EngineDefect, match="secret detail"):
        misbehave(sandbox, "raise")
    assert sandbox.call("count", OFFER)["pages"] == 2


def test_noise_of_a_parser_does_not_stand_among_the_answers(sandbox: Sandbox) -> None:
    assert misbehave(sandbox, "print") == "survived"


def test_a_child_cannot_reach_the_network(sandbox: Sandbox) -> None:
    if sandbox.call("limits")["network"] != ["lo"]:
        pytest.skip("this kernel does not let ordinary users leave the network")
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(EngineDefect, match="OSError"):
        misbehave(sandbox, "connect", port=server.getsockname()[1])


def test_a_child_that_hangs_is_killed_with_all_it_started(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch,
) -> None:
    sandbox.warm()
    (child,) = sandbox.pids()
    family: list[psutil.Process] = []

    def still_begins(_session: int) -> bool:
        family.extend(psutil.Process(child).children())
        return not family

    monkeypatch.setattr(limits, "WALL", 0.01)
    monkeypatch.setattr(limits, "PATIENCE", 10_000)
    monkeypatch.setattr(limits, "wants_cpu", still_begins)
    with pytest.raises(Unreadable, match="takes too long"):
        misbehave(sandbox, "grandchild")
    monkeypatch.undo()
    assert len(family) == 1
    assert gone(child)
    assert gone(family[0].pid)
    assert sandbox.call("count", OFFER)["pages"] == 2


def test_a_call_may_have_a_time_of_its_own(sandbox: Sandbox) -> None:
    with pytest.raises(Unreadable, match="takes too long"):
        sandbox.call("misbehave", None, {"how": "hang", "reading": {"pages": []}}, timeout=0.1)


@pytest.mark.parametrize(("work", "wants"), [("while True: pass", True), ("import time; time.sleep(600)", False)])
def test_a_child_that_waits_for_the_cpu_is_told_from_one_that_hangs(work: str, wants: bool) -> None:
    code = f"print('begun', flush=True)\n{work}"
    with subprocess.Popen([sys.executable, "-c", code], start_new_session=True, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        assert until(lambda: limits.wants_cpu(process.pid) is wants)
        process.kill()


def test_a_busy_machine_winds_the_clock_up_again(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WALL", 0.01)
    monkeypatch.setattr(limits, "wants_cpu", lambda _session: False)
    with pytest.raises(Unreadable, match="takes too long"):
        sandbox.call("misbehave", None, {"how": "nap", "reading": {"pages": []}})
    monkeypatch.setattr(limits, "wants_cpu", lambda _session: True)
    monkeypatch.setattr(limits, "PATIENCE", 10_000)
    assert sandbox.call("misbehave", None, {"how": "nap", "reading": {"pages": []}}) == "survived"


def test_a_cancelled_call_kills_its_child_at_once(sandbox: Sandbox) -> None:
    sandbox.warm()
    (child,) = sandbox.pids()
    answers = iter([False, True])
    with pytest.raises(Cancelled):
        sandbox.call("misbehave", None, {"how": "hang", "reading": {}}, cancelled=lambda: next(answers))
    assert gone(child)


def test_one_who_waits_for_a_child_can_cancel_too(sandbox: Sandbox) -> None:
    stop = threading.Event()
    first = hanging(sandbox, stop)
    with pytest.raises(Cancelled):
        sandbox.call("count", OFFER, cancelled=lambda: True)
    stop.set()
    first.join(SECONDS)
    assert sandbox.call("count", OFFER)["pages"] == 2


def test_a_person_who_waits_goes_before_a_batch(sandbox: Sandbox) -> None:
    stop, order = threading.Event(), []

    def ask(name: str, priority: int) -> None:
        sandbox.call("count", OFFER, priority=priority, keep=lambda _reading: order.append(name))

    first = hanging(sandbox, stop)
    threads = []
    for name, priority in (("batch", 5), ("batch", 5), ("person", 0)):
        threads.append(threading.Thread(target=ask, args=(name, priority)))
        threads[-1].start()
        assert until(lambda: sandbox.waiting == len(threads))
    stop.set()
    for thread in (first, *threads):
        thread.join(SECONDS)
    assert order == ["person", "batch", "batch"]


def test_a_child_is_replaced_after_its_share_of_tasks(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TASKS", 2)
    sandbox.warm()
    (first,) = sandbox.pids()
    for _ in range(3):
        sandbox.call("limits")
    assert gone(first)
    assert sandbox.pids() != [first]


def test_a_child_that_died_while_idle_is_not_noticed_by_anybody(sandbox: Sandbox) -> None:
    sandbox.warm()
    (child,) = sandbox.pids()
    os.kill(child, signal.SIGKILL)
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    assert sandbox.call("count", OFFER)["pages"] == 2


def test_closing_leaves_no_child(sandbox: Sandbox) -> None:
    sandbox.warm()
    pids = sandbox.pids()
    sandbox.close()
    assert all(gone(pid) for pid in pids)


@pytest.mark.parametrize("busy", [False, True])
def test_children_die_with_a_parent_that_is_killed(busy: bool, tmp_path: Path) -> None:
    work = "s.call('misbehave', None, {'how': 'grandchild', 'reading': {}})" if busy else "time.sleep(600)"
    code = ("import time, threading; from fsr.sandbox.pool import Sandbox; "
            f"s = Sandbox(1, {ENGINES!r}); s.warm(); print(s.pids()[0], flush=True); {work}")
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        family: list[psutil.Process] = []
        assert not busy or until(lambda: family.extend(psutil.Process(child).children()) or family)
        parent.kill()
    assert gone(child)
    assert all(gone(process.pid) for process in family)
