"""Opening a PDF without surprises: every reason why it cannot be read, in plain words."""

import contextlib
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium_c

from fsr.errors import Unreadable
from fsr.extraction.kinds import EMPTY, NOT_A_PDF, kind_of

MOST_PAGES = 1000
"""Pages read of one document: the longest policy terms seen have 150."""
TAIL = 65_536
"""`%%EOF` must stand in this many last bytes, or the file was cut off."""

DAMAGED = "The PDF is damaged or incomplete; please send it again."
PROTECTED = "The PDF is protected by a password; open it and send an unprotected copy."
SCRIPT = "The file holds a script; it was not run."

@contextlib.contextmanager
def open_pdf(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The opened PDF; raises `Unreadable` with the reason in plain words."""
    if not data:
        raise Unreadable(EMPTY)
    if kind_of(data) != "pdf":
        raise Unreadable(NOT_A_PDF)
    if b"%%EOF" not in data[-TAIL:]:
        raise Unreadable(DAMAGED)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        protected = error.err_code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)
        raise Unreadable(PROTECTED if protected else DAMAGED) from error
    try:
        if len(document) == 0:
            raise Unreadable(DAMAGED)
        if len(document) > MOST_PAGES:
            raise Unreadable(f"Too many pages ({len(document):,}; at most {MOST_PAGES:,}).")
        yield document
    finally:
        document.close()


def notes_of(document: pypdfium2.PdfDocument, data: bytes) -> list[str]:
    """Sentences about what else the file holds.

    PDFium is built without a script engine, so nothing can run; this is told for
    the user's own care.
    """
    scripted = pdfium_c.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0 or b"/JavaScript" in data
    return [SCRIPT] if scripted else []
