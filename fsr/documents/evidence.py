"""Where a value stands: a page of a document and a place on it, ready to be shown."""

from dataclasses import dataclass

from flask import url_for

from fsr.documents.models import Document
from fsr.extraction.reading import Box

WIDTH = 960
"""Pixels of the page's picture beside a form."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A page's picture with a box, for `documents/_evidence.html`.

    box    None when the place is not known (typed by hand): the page is shown as it is
    pages  None while nobody counted them
    """

    document_id: int
    filename: str
    page: int
    pages: int | None
    box: Box | None = None

    @property
    def picture(self) -> str:
        """URL of the page's picture."""
        return url_for("documents.picture", document_id=self.document_id, page=self.page, width=WIDTH)

    @property
    def original(self) -> str:
        """URL of the file itself."""
        return url_for("documents.original", document_id=self.document_id)

    @property
    def earlier(self) -> str | None:
        """URL of the page before, without a box."""
        return self._at(self.page - 1) if self.page > 1 else None

    @property
    def later(self) -> str | None:
        """URL of the page after, without a box."""
        return self._at(self.page + 1) if self.pages is None or self.page < self.pages else None

    def _at(self, page: int) -> str:
        return url_for("documents.page", document_id=self.document_id, page=page)


def evidence_of(document: Document, page: int, box: Box | None = None) -> Evidence:
    """The evidence on that page of the document."""
    return Evidence(document.id, document.filename, page, document.page_count, box)
