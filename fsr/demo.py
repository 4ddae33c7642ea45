"""Demo data: each feature registers how to make its own and how to take it away."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from flask import Flask, current_app


class Demo(NamedTuple):
    """A feature's demo data.

    load    make it, owned by the given user, and return how many things were made; a second time makes nothing new
    remove  take all of it away, and return how many things went
    """

    load: Callable[[Any], int]
    remove: Callable[[Any], int]


def register(app: Flask, demo: Demo) -> None:
    """Offer `demo` at set-up and to `fsr demo`."""
    known(app).append(demo)


def known(app: Flask | None = None) -> list[Demo]:
    """What is registered, in the order of registration."""
    demos: list[Demo] = (app or current_app).extensions.setdefault("fsr.demo", [])
    return demos


def load(user: Any) -> int:
    """Make all demo data for `user`; return how many things were made."""
    return sum(each.load(user) for each in known())


def remove(user: Any) -> int:
    """Take all demo data away, the last made first; return how many things went."""
    return sum(each.remove(user) for each in reversed(known()))


def want(home: Path) -> None:
    """Remember that demo data is wanted, for the administrator whom set-up will make (`make demo` comes first)."""
    (home / "demo_wanted").touch(mode=0o600)


def is_wanted(home: Path) -> bool:
    """Whether somebody asked for demo data before there was anybody to own it."""
    return (home / "demo_wanted").exists()
