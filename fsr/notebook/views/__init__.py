"""Pages of the notebook: the list, the editor, history, people, closing, papers; each module adds its own."""

from fsr.notebook.views import (
    attachments,
    case,
    check,
    closing,
    conflict,
    history,
    importing,
    items,
    listing,
    papers,
    people,
    presence,
    saving,
    snippets,
)
from fsr.notebook.views.blueprint import bp

__all__ = [
    "attachments",
    "bp",
    "case",
    "check",
    "closing",
    "conflict",
    "history",
    "importing",
    "items",
    "listing",
    "papers",
    "people",
    "presence",
    "saving",
    "snippets",
]
