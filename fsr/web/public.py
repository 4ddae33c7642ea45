"""Marks of endpoints that are open to everybody, or answer strangers themselves; the guard is `fsr.auth.guard`."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Open `view` to everybody, signed in or not."""
    view.is_public = True  # type: ignore[attr-defined]  # functions carry attributes
    return view


def is_public(view: Callable[..., Any] | None) -> bool:
    """Whether `view` is open to everybody."""
    return getattr(view, "is_public", False)


def when_signed_out(answer: Callable[[], Any]) -> Callable[[View], View]:
    """Answer whoever is not signed in by `answer()` and not by the sign-in form, which forgets what was typed."""

    def mark(view: View) -> View:
        view.when_signed_out = answer  # type: ignore[attr-defined]  # functions carry attributes
        return view

    return mark
