"""Pointers to any row: what a kind of thing is called, where it is shown and who may see it.

Ledgers (audit, jobs, shares, documents) point at rows of packages that they
must not import.  Each feature registers its kinds here in its `init_app`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app


@dataclass(frozen=True, slots=True)
class Subject:
    """A row of some kind: `Subject("comparison", "5")`."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Kind:
    """What others must know of a kind of thing.

    title     a short name of the thing for a list ("KASKO · XY1042")
    url       where it is shown to its people; None when it has no page
    may_view  whether this user may see it
    """

    name: str
    title: Callable[[str], str]
    url: Callable[[str], str | None]
    may_view: Callable[[str, Any], bool]


def register(app: Flask, kind: Kind) -> None:
    """Make `kind` known to the ledgers of `app`."""
    app.extensions.setdefault("fsr.subjects", {})[kind.name] = kind


def kind_of(subject: Subject) -> Kind:
    """The registered kind of `subject`.

    :raises KeyError: nobody registered it; a defect of ours.
    """
    kind: Kind = current_app.extensions["fsr.subjects"][subject.kind]
    return kind
