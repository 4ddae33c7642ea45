"""What the page of an extraction job needs: its batch in preparation, how far the one that runs is, and its grid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask_login import current_user

from fsr.sheets import access, grid, kinds, queries, templates
from fsr.sheets.access import Access
from fsr.sheets.editor import FieldsForm, needs
from fsr.sheets.fieldset import MOST_FIELDS, of
from fsr.sheets.models import FileStatus, Kind, Mode, Run, RunStatus, Sheet, Template
from fsr.sheets.queries import FileLine, Files, Progress
from fsr.sheets.service import fields
from fsr.web.i18n import gettext as _
from fsr.web.i18n import ngettext


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of files to be read; `mode` says whether each by itself or all together."""

    path: str
    files: int
    mode: str


@dataclass(frozen=True)
class Desk:
    """An extraction job as templates take it; each property is worked out when it is first read.

    form   the fields as they were typed, where they were; else those of the run
    modes  folder → mode as it was chosen
    """

    sheet: Sheet
    run: Run
    typed: FieldsForm | None = None
    modes: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""

    @property
    def url(self) -> str:
        """The page's address."""
        return url_for("extract.show", job_id=self.sheet.id)

    @cached_property
    def may_edit(self) -> bool:
        """Whether the reader may change anything."""
        return access.may_edit(current_user, self.sheet)

    @cached_property
    def listed(self) -> queries.Listed:
        """The job as the list shows it."""
        return queries.line_of(self.sheet)

    @cached_property
    def started(self) -> Run | None:
        """The newest batch that was started."""
        return self.listed.started

    @cached_property
    def progress(self) -> Progress | None:
        """How far that one is."""
        return queries.progress(self.started) if self.started else None

    @property
    def is_busy(self) -> bool:
        """Whether something is being read."""
        return self.progress is not None and self.progress.is_busy

    @property
    def is_preparing(self) -> bool:
        """Whether there is a batch to be filled and started."""
        return self.run.is_editable

    @cached_property
    def files(self) -> Files:
        """The files of the batch in preparation."""
        return queries.files(self.sheet, self.run, after=request.args.get("files"))

    @cached_property
    def failed(self) -> Files:
        """The files that could not be read, of all batches."""
        return queries.files(self.sheet, only_failed=True)

    @cached_property
    def to_read(self) -> int:
        """How many files a start would read."""
        return queries.new_files(self.run) if self.run.is_editable else 0

    @cached_property
    def folders(self) -> list[Folder]:
        """The folders of the files to be read, where there is a choice: more than one file in some of them."""
        counts: dict[str, int] = {}
        for file in fields.readable(self.run):
            folder = fields.folder_of(file.original_path)
            counts[folder] = counts.get(folder, 0) + 1
        found = [Folder(path, count, self.modes.get(path, Mode.INDIVIDUAL)) for path, count in sorted(counts.items())]
        return found if any(one.files > 1 for one in found) else []

    @cached_property
    def form(self) -> FieldsForm:
        """The fields to be edited."""
        return self.typed or FieldsForm.of(of(self.run.fields))

    @property
    def errors(self) -> Mapping[str, str]:
        """Input → what is to be mended."""
        return self.form.errors

    @property
    def has_fields(self) -> bool:
        """Whether there is anything to look for."""
        return any(not row.is_blank for row in self.form.rows)

    @cached_property
    def choices(self) -> list[Template]:
        """The templates to choose from."""
        return templates.choices(current_user, Kind.EXTRACTION)

    @cached_property
    def template_name(self) -> str:
        """The template of the batch; "" for fields of its own."""
        return self.run.template.name if self.run.template else ""

    @property
    def types(self) -> list[tuple[str, str]]:
        """The types of data, with their names."""
        return [(one.code, _(one.label)) for one in kinds.DATA_TYPES]

    @property
    def needs(self) -> list[tuple[str, str]]:
        """How much a field may matter, with names."""
        return needs()

    @property
    def most(self) -> int:
        """Fields that a batch may have."""
        return MOST_FIELDS

    @property
    def reason(self) -> str:
        """Why nothing can be started, with what to do; "" where it can."""
        if not self.to_read:
            return _("Add at least one file that can be read.")
        return "" if self.has_fields else _("Choose a template, or name the fields to read.")

    @cached_property
    def grid(self) -> grid.GridPage | None:
        """The rows read so far; None before the first start."""
        return grid.shown(self.run, request.args, current_user) if self.started else None

    @property
    def counts(self) -> str:
        """What there is, in words."""
        parts = [ngettext("%(num)s file", "%(num)s files", self.listed.files)]
        if self.started:
            parts.append(ngettext("%(num)s row", "%(num)s rows", self.listed.rows))
        if self.listed.to_check:
            parts.append(ngettext("%(num)s row to check", "%(num)s rows to check", self.listed.to_check))
        return " · ".join(parts)

    @property
    def status(self) -> tuple[str, str]:
        """(tone, words) of how far it is."""
        return status_words(self.listed.status, bool(self.started))

    def line(self, one: FileLine) -> tuple[str, str]:
        """(tone, words) of how far a file is."""
        return file_words(one)


def desk_of(job_id: UUID | str, need: Access = Access.VIEW, **more: Any) -> Desk:
    """The page of that job.

    :raises NotFound: there is no such extraction job, or the reader may not know of it.
    :raises Forbidden: the reader may look, but not change.
    """
    sheet = access.get_sheet(job_id, current_user, need, kind=Kind.EXTRACTION)
    return Desk(sheet, access.get_run(sheet), **more)


def status_words(status: RunStatus, is_started: bool = True) -> tuple[str, str]:
    """(tone, words) of how far a job is."""
    if not is_started:
        return "", _("Being prepared")
    return {
        RunStatus.PENDING: ("", _("Being prepared")), RunStatus.IN_PROGRESS: ("info", _("Being read")),
        RunStatus.COMPLETED: ("ok", _("Done")), RunStatus.PARTIALLY_COMPLETED: ("warn", _("Done, with failures")),
        RunStatus.FAILED: ("bad", _("Failed")), RunStatus.CANCELLED: ("", _("Stopped")),
    }[status]


def statuses() -> Sequence[tuple[str, str]]:
    """What the list can be filtered by, with names."""
    return [("", _("All")), *((one.value, status_words(one)[1]) for one in RunStatus)]


def file_words(one: FileLine) -> tuple[str, str]:
    """(tone, words) of how far a file is."""
    if one.file.status == FileStatus.UNPACKED:
        return "", _("unpacked")
    if one.file.status == FileStatus.FAILED:
        return "bad", _("cannot be read")
    words = {"processing": ("info", _("being read")), "completed": ("ok", _("read")), "failed": ("bad", _("failed")),
             "cancelled": ("", _("stopped"))}
    return words.get(one.status or "", ("", _("ready") if one.file.run.is_editable else _("waiting")))
