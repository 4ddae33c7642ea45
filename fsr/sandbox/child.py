"""The limited child: takes one task after the other from standard input, answers on standard output.

Started by `fsr.sandbox.pool` as `python -I child.py NAME=module:function ...`.
A task names a function of the literal table below, or an engine that the app
named at the start; nothing else can be called.

Task: `{"name", "path", "options"}`.  Answers: `{"progress": [done, total]}` any
number of times, a raw frame (bytes to keep) at most once, and at last
`{"result": ...}`, `{"unreadable": sentence}`, `{"crash": traceback}` of a reader, or
`{"defect": traceback}` of an engine: what an engine throws is no fault of the file.
"""

import gc
import importlib
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from fsr.errors import Unreadable
from fsr.sandbox import frames, limits

Answer = Callable[[bytes], None]

OWN = {
    "read": "fsr.extraction.readers.doors:read",
    "check": "fsr.extraction.readers.doors:check",
    "picture": "fsr.extraction.readers.doors:picture",
    "unpack": "fsr.extraction.readers.doors:unpack",
    "limits": "fsr.sandbox.limits:told",
}
"""What every child can do.  Names, not imports: the parsers stand beside this package, the engines above it."""


def main(engines: list[str]) -> None:
    """Confine this process, load what it needs, and work until the parent closes the pipe."""
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # whatever a parser prints must not stand among the answers
    limits.confine()
    table = _table(engines)
    gc.freeze()  # what is loaded stays: the collector need not look at it during each task
    gc.set_threshold(50_000, 20, 20)
    answers.write(frames.packed({"ready": True}))
    for task in _tasks(sys.stdin.buffer):
        _work(task, table, lambda frame: _write(answers, frame))


def _write(stream: Any, data: bytes) -> None:
    """Write all of `data`: an unbuffered pipe may take only a part at a time."""
    view = memoryview(data)
    while view:
        view = view[stream.write(view):]


def _tasks(stream: BinaryIO) -> Iterator[dict[str, Any]]:
    while frame := frames.read_frame(stream.read):
        yield json.loads(frame[1])


def _table(engines: list[str]) -> dict[str, Callable[..., Any]]:
    """All callable names, imported now so that the first task is fast."""
    table: dict[str, Callable[..., Any]] = {name: _answering(_function(place)) for name, place in OWN.items()}
    for engine in engines:
        name, _, place = engine.partition("=")
        table[name] = _reading_first(_function(place), _function(OWN["read"]))
    return table


def _function(place: str) -> Callable[..., Any]:
    """The function that "module:function" names."""
    module, _, name = place.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found


def _work(task: dict[str, Any], table: dict[str, Callable[..., Any]], answer: Answer) -> None:
    """Do one task; whatever goes wrong is answered, never raised."""
    pages = 0

    def progress(done: int, total: int) -> None:
        nonlocal pages
        if total != pages:
            pages = total
            limits.allow_cpu(limits.cpu_seconds(total))
        answer(frames.packed({"progress": [done, total]}))

    limits.allow_cpu(limits.cpu_seconds(0))
    try:
        path = Path(task["path"]) if task["path"] else None
        result = table[task["name"]](path, task["options"], progress, answer)
        answer(frames.packed({"result": result}))
    except Unreadable as error:
        answer(frames.packed({"unreadable": str(error)}))
    except MemoryError:
        answer(frames.packed({"unreadable": "The file needs more memory than allowed."}))
    except frames.TooLongError:
        answer(frames.packed({"unreadable": "The file holds more text than allowed."}))
    except EngineError:
        answer(frames.packed({"defect": traceback.format_exc(limit=-12)[-8000:]}))
    except Exception:
        answer(frames.packed({"crash": traceback.format_exc(limit=-12)[-8000:]}))


class EngineError(Exception):
    """An engine failed on what was read well: a defect of ours."""


def _answering(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that answers by its result alone."""
    return lambda path, options, progress, answer: function(path, options, progress)


def _reading_first(engine: Callable[..., Any], read: Callable[..., Any]) -> Callable[..., Any]:
    """The engine as a task: it is handed the reading as data, read now unless the options bring it along.

    With `keep` among the options, the reading is sent back as a raw frame of
    JSON, which the parent stores without looking into it.
    """
    def task(path: Path | None, options: dict[str, Any], progress: Any, answer: Answer) -> Any:
        reading = options.pop("reading", None)
        keep = options.pop("keep", False)
        if reading is None:
            reading = read(path, options, progress)
            if keep:
                answer(frames.framed(frames.RAW, json.dumps(reading, ensure_ascii=False).encode()))
        try:
            return engine(reading, {name: value for name, value in options.items() if name != "reader"})
        except (Unreadable, MemoryError):
            raise
        except Exception as error:
            raise EngineError from error

    return task


if __name__ == "__main__":
    main(sys.argv[1:])
