"""The log as CSV."""

import csv
import io
import json
from collections.abc import Iterable, Iterator

from fsr.audit.models import AuditEvent

COLUMNS = ("seq", "ts", "actor_kind", "actor_id", "action", "subject_kind", "subject_id", "details", "request_id")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\0")


def lines(events: Iterable[AuditEvent]) -> Iterator[str]:
    """A heading, then a line for each event; begins with a byte order mark, so that Excel reads UTF-8."""
    yield "\ufeff" + _line(COLUMNS)
    for event in events:
        details = json.dumps(event.details, ensure_ascii=False, sort_keys=True)
        yield _line((event.seq, event.ts.isoformat(), event.actor_kind, event.actor_id, event.action,
                     event.subject_kind, event.subject_id, details, event.request_id))


def safe(value: object) -> object:
    """A text that a spreadsheet would take for a formula gets an apostrophe in front (ASVS 5.0 1.2.10)."""
    return f"'{value}" if isinstance(value, str) and value.lstrip(" ").startswith(DANGEROUS) else value


def _line(values: Iterable[object]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([safe(value) for value in values])
    return buffer.getvalue()
