"""A link in the JSON of seed 000; an allow-list, so that nothing stored slips out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fsr.shares.models import Share
from fsr.shares.queries import look, shown
from fsr.shares.viewers import viewer_of
from fsr.shares.visits import Stats

KEPT = {"document_ids", "file_ids", "results", "insurer_only", "batch_token", "product_type", "type", "reg_number",
        "broker_profile"}
"""What POST /shares keeps beside the link's own fields."""
TOLD = ("company_name", "employees_count", "product_line", "product_type", "type", "reg_number", "broker_profile")
"""What the API tells the holder of it; never the rest."""


def answer(link: Share, token: str, stats: Stats) -> dict[str, Any]:
    """The link in the shape of seed 000: CASCO and HEALTH answer with different keys there, and so here."""
    if link.subject is not None:
        shared = viewer_of(link.subject).api(shown(link), look(link, preferences=False))
        return {"token": token, "payload": payload(link), **shared, "product_line": link.product_line,
                "stats": stats_of(link, stats)}
    figures = stats_of(link, stats)
    return {"ok": True, "token": token, "payload": payload(link), "offers": _offers(link), "views": stats.views,
            "edits": stats.edits, "stats": figures, "last_viewed_at": figures["last_viewed_at"],
            "last_edited_at": figures["last_edited_at"]}


def payload(link: Share) -> dict[str, Any]:
    """What the holder is told of the link itself; an allow-list, so that nothing stored slips out."""
    told = {name: link.payload[name] for name in TOLD if name in link.payload}
    if link.subject is not None:
        told |= {"product_line": link.product_line, "casco_job_id": _number(link.subject.id)}
    else:
        told = {"company_name": None, "employees_count": None, **told}
    return {**told, "title": link.title, "editable": link.editable, "role": link.role,
            "allow_edit_fields": link.allow_edit_fields, "view_prefs": link.view_prefs}


def stats_of(link: Share, stats: Stats) -> dict[str, Any]:
    """The counters, under the names of the product line."""
    views, edits = ("views", "edits") if link.subject is None else ("views_count", "edit_count")
    return {views: stats.views, edits: stats.edits, "last_viewed_at": _iso(stats.last_viewed_at),
            "last_edited_at": _iso(stats.last_edited_at)}


def _number(text: str) -> int | str:
    return int(text) if text.isdecimal() else text


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _offers(link: Share) -> list[dict[str, Any]]:
    """The offer groups sent along, only one insurer's programs where the link says so.

    A link made from `document_ids` alone has none: HEALTH documents are not read yet, and nothing is invented.
    """
    only = str(link.payload.get("insurer_only") or "").casefold()
    groups: list[dict[str, Any]] = link.payload.get("results") or []
    return [group | {"programs": _programs(group, only)} if only else group for group in groups]


def _programs(group: dict[str, Any], only: str) -> list[Any]:
    programs = group.get("programs")
    return [program for program in programs if isinstance(program, dict)
            and str(program.get("insurer") or "").casefold() == only] if isinstance(programs, list) else []


def company_of(results: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The company and its headcount, where the offers say so: the first that does."""
    named = (group.get("company_name") or group.get("company_hint") for group in results)
    names = (name for name in named if isinstance(name, str))
    heads = (count for group in results if isinstance(count := group.get("employee_count"), int) and count >= 0)
    found = {"company_name": next(names, None), "employees_count": next(heads, None)}
    return {key: value for key, value in found.items() if value is not None}
