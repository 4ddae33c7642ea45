"""The audit pack: the workbook, the certificates in the order of their days, and an index, as one ZIP.

It is written to the disk first, each certificate straight from where it is kept, so that memory does not grow with it.
Names inside are made of plain letters and a number: they mean the same on every system, and none leads out of the ZIP.
"""

import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import IO, Any

import sqlalchemy as sa
from flask import current_app, render_template

from fsr.audit import service as audit
from fsr.audit.names import Action
from fsr.auth.models import User
from fsr.cpe import bars, words
from fsr.cpe.standing import Standing, standing
from fsr.db import apart, db
from fsr.documents.service import store
from fsr.sheets import export
from fsr.sheets.export import Exported
from fsr.sheets.models import Row, Run, SourceFile, source_files_to_tasks
from fsr.web import i18n

MIME = "application/zip"
LONGEST = 60
"""Characters of a certificate's title in its name."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A certificate in the pack: what its rows say, the first first.

    is_there  whether its bytes are; a lost file is named in the index and spoils nothing else
    """

    name: str
    path: str
    sha256: str
    is_there: bool
    lines: Sequence[tuple[str, str, str, str, str, str]]


def make(run: Run) -> Exported:
    """The pack of all that `run` shows."""
    seen = standing(run.sheet, run)
    papers = _papers(seen)
    file = tempfile.TemporaryFile()  # noqa: SIM115  # whoever sends it closes it
    try:
        _write(file, seen, papers)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return Exported(file, export.filename(run.sheet.name, "zip"), MIME, len(papers))


def told(actor: User, run: Run, papers: int) -> None:
    """Log that the pack left the house; in a transaction of its own, because a GET only reads."""
    subject, run_id = run.sheet.subject, run.id
    with apart() as session:
        audit.record(Action.CPE_PACK_EXPORTED, subject, actor, session=session, run=run_id, certificates=papers)


def _write(file: IO[bytes], seen: Standing, papers: Sequence[Paper]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as pack:
        pack.writestr("index.html", _index(seen, papers), zipfile.ZIP_DEFLATED)
        pack.write(Path(current_app.static_folder or "") / "css" / "pack.css", "index.css")
        made = export.xlsx(seen.run, optional=True)
        with made.file, pack.open("sheet.xlsx", "w") as member:
            for part in made.parts():
                member.write(part)
        for paper in papers:
            if paper.is_there:
                pack.write(store().path(paper.sha256), paper.name)


def _index(seen: Standing, papers: Sequence[Paper]) -> str:
    """A page that shows the pack in any browser, without a server."""
    done = seen.progress
    return render_template(
        "cpe/_pack.html", seen=seen, papers=papers, bars=[bar for bar in bars.shown(seen) if bar.applies],
        rules=done.rules if done else None, period=bars.window((done.period.start, done.period.end))
        if done and done.period else "")


def _papers(seen: Standing) -> list[Paper]:
    """The files behind the rows, each once, by the day of their first course."""
    rows: dict[str, list[int]] = {}
    files: dict[str, tuple[str, str]] = {}
    for row, file_id, path, sha256 in db.session.execute(_files(seen.run)):
        rows.setdefault(file_id, []).append(row)
        files[file_id] = (path, sha256)
    order = sorted(files, key=lambda one: (_day(seen, rows[one]), files[one][0], one))
    return [_paper(number, seen, rows[one], *files[one]) for number, one in enumerate(order, 1)]


def _files(run: Run) -> Any:
    link = source_files_to_tasks
    return (
        sa.select(Row.id, SourceFile.id, SourceFile.original_path, SourceFile.sha256)
        .join(link, link.c.task_id == Row.task_id).join(SourceFile, SourceFile.id == link.c.source_file_id)
        .where(Row.series_id == run.series_id, Row.set_index <= run.set_index, Row.deleted_at.is_(None),
               SourceFile.deleted_at.is_(None), SourceFile.document_id.is_not(None))
        .order_by(Row.set_index, Row.path, Row.id))


def _day(seen: Standing, rows: Iterable[int]) -> date:
    days = [credit.completed for row in rows if (credit := seen.rows.credits.get(row)) and credit.completed]
    return min(days, default=date.max)


def _paper(number: int, seen: Standing, rows: Sequence[int], path: str, sha256: str) -> Paper:
    day = _day(seen, rows)
    title = seen.titles.get(rows[0], "")
    when = f"{day.isoformat()}_" if day != date.max else ""
    name = f"certificates/{number:04}_{when}{_plain(title) or 'certificate'}{_ending(path)}"
    return Paper(name, path, sha256, store().path(sha256).is_file(), [_line(seen, row) for row in rows])


def _line(seen: Standing, row: int) -> tuple[str, str, str, str, str, str]:
    """Title, provider, day, hours, field and method of a row."""
    credit = seen.rows.credits[row]
    return (credit.title, credit.sponsor, i18n.day(credit.completed), words.hours(credit.hours) if credit.hours else "",
            credit.field, credit.method)


def _plain(text: str) -> str:
    """`text` in plain letters, for a name on any system."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "_".join("".join(c if c.isalnum() else " " for c in ascii_only).split())[:LONGEST].strip("_")


def _ending(path: str) -> str:
    ending = PurePosixPath(path).suffix.lower()
    return ending if ending in {".pdf", ".png", ".jpg", ".jpeg"} else ""
