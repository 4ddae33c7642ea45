"""Which tasks there are: each package names its own in its `init_app`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app

from fsr.jobs.bell import Bell
from fsr.jobs.courtesy import Courtesy

if TYPE_CHECKING:
    from fsr.jobs.run import Run

Task = Callable[..., dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job.

    task        called with the `Run` and the payload; returns the result, JSON values only
    label       what to call the kind in a list, in the reader's language
    afterwards  the kind of job that follows where one of this kind failed or was cancelled; "" for none
    """

    name: str
    task: Task
    label: Callable[[], str]
    afterwards: str = ""


@dataclass(slots=True)
class Registry:
    """What one app has to do with jobs.

    periods     how often the periodic kinds run, in seconds
    bell        wakes the threads of this process
    courtesy    lets them give way to its requests
    announcers  told the id of each job once it is committed; the bell is the first
    """

    kinds: dict[str, Kind] = field(default_factory=dict)
    periods: dict[str, float] = field(default_factory=dict)
    bell: Bell = field(default_factory=Bell)
    courtesy: Courtesy = field(default_factory=Courtesy)
    announcers: list[Callable[[str], None]] = field(init=False)

    def __post_init__(self) -> None:
        self.announcers = [self.bell.ring]

    def announce(self, job_id: str) -> None:
        """Tell everybody who may run it that `job_id` waits; harmless if lost or doubled."""
        for announcer in self.announcers:
            announcer(job_id)


def registry(app: Flask | None = None) -> Registry:
    """The registry of `app`, by default of the current one."""
    found: Registry = (app or current_app).extensions.setdefault("fsr.jobs", Registry())
    return found


def register(
    app: Flask, kind: str, task: Task, label: Callable[[], str] | None = None, *, afterwards: str = "",
) -> None:
    """Let jobs of `kind` be done by `task(run, **payload)`.

    The task runs in an app context and in its owner's language.  What it writes
    is committed together with the job's end, so it must not commit, and calls
    `fsr.db.release()` before slow work.  A `Refusal` it raises is shown to the
    owner; any other exception is ours, and the job is tried again.

    :param afterwards: a registered kind whose task is called with the same payload and `ended_id`, the number of a
        job of this kind that ended without its task's word: it failed, was cancelled, or lost its worker too often.
        It is asked for in the transaction that ends the job, and is the house's own.
    """
    registry(app).kinds[kind] = Kind(kind, task, label or (lambda: kind), afterwards)


def every(
    app: Flask, kind: str, seconds: float, function: "Callable[[Run], dict[str, Any] | None]",
    label: Callable[[], str] | None = None,
) -> None:
    """Run `function(run)` about every `seconds`, once however many processes there are."""
    register(app, kind, function, label)
    registry(app).periods[kind] = seconds


def label_of(kind: str) -> str:
    """What to call `kind` in a list; its own name where no package of this version knows it."""
    known = registry().kinds.get(kind)
    return known.label() if known else kind
