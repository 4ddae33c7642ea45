"""The engines' sentences in the reader's language.

Engines and reading children know no language: they say why a file cannot be
read in English, and that is what is stored.  Whoever shows such a sentence
passes it through `said` (in templates: `{{ offer.error|said }}`), which finds
it in the table below.  A test reads the engines' sources and misses none.
"""

import re
from functools import lru_cache

from flask import Flask

from fsr.web.i18n import gettext


def N_(sentence: str) -> str:  # noqa: N802  # the name by which gettext's tools find what is translated later
    """Mark `sentence` for the catalogues."""
    return sentence


SENTENCES = (
    N_("The file is empty."),
    N_("This is not a PDF file, whatever its name says."),
    N_("This is not a PDF, PNG or JPEG file."),
    N_("Only files named .pdf, .png, .jpg or .jpeg are accepted."),
    N_("This is a PDF, although its name says that it is an image."),
    N_("This is a %(kind)s image, not a PDF."),
    N_("The PDF is damaged or incomplete; please send it again."),
    N_("The picture is damaged or incomplete; please send it again."),
    N_("The PDF is protected by a password; open it and send an unprotected copy."),
    N_("The file holds a script; it was not run."),
    N_("Too many pages (%(count)s; at most %(most)s)."),
    N_("The PDF's structure is too deep or refers to itself."),
    N_("The PDF expands to more data than allowed."),
    N_("The PDF is too complex: page %(page)s holds too much text (at most %(most)s characters)."),
    N_("No readable text was found (probably a scan that cannot be read)."),
    N_("This page has no text layer: install Tesseract or type the values."),
    N_("Page %(pages)s has no text layer: install Tesseract or type the values."),
    N_("The page's picture took longer than %(seconds)s s to read."),
    N_("The document has no page %(page)s."),
    N_("The picture is too large (at most %(most)s megapixels)."),
    N_("The file needs more memory than allowed."),
    N_("The file holds more text than allowed."),
    N_("The file could not be read: its reader stopped. It may be damaged; please send it again."),
    N_("The file takes too long to read; it may be damaged or far too complex."),
    N_("The ZIP archive is damaged. Make it anew and send it again."),
    N_("The ZIP archive holds no files."),
    N_("The ZIP archive holds more than %(most)s files. Send it in parts."),
    N_("The ZIP archive expands to more data than allowed. Send it in parts."),
    N_("This file of the archive expands to more data than allowed."),
    N_("This file of the archive is protected by a password."),
    N_("This file of the archive is damaged."),
    N_("The name of this file leads out of the archive."),
    N_("This is a link, not a file."),
    N_("This is an archive in an archive in an archive. Send it by itself."),
    N_("The file is too large (at most %(most)s MB)."),
    N_("This is an OCTA (liability) offer, not CASCO: nothing was taken from it (%(reason)s)."),
    N_("This does not look like a CASCO offer: nothing was taken from it (%(reason)s)."),
    N_("The offer has %(count)s variants and marks none as chosen: the first is shown."),
    N_("No insurer was recognised in the document: choose one."),
    N_("This offer was read from a picture: compare the figures with the page."),
    N_("Only %(count)s of %(most)s values were found: this may not be an offer."),
    N_("seen '%(words)s' on page %(page)s"),
    N_("only the file's name says '%(name)s'"),
    N_("no number plate is seen"),
)


def init_app(app: Flask) -> None:
    """Give templates the filter."""
    app.jinja_env.filters["said"] = said


def said(sentence: str | None) -> str:
    """`sentence` in the language of the answer; one that is not in the table stays as it is, None is ""."""
    if not sentence:
        return ""
    if (known := find(sentence)) is None:
        return sentence
    pattern, values = known
    return gettext(pattern, **{name: said(value) for name, value in values.items()})


def find(sentence: str) -> tuple[str, dict[str, str]] | None:
    """The entry of the table that `sentence` was made from, and what stands in its places."""
    for pattern, shape in _shapes():
        if match := shape.fullmatch(sentence):
            return pattern, match.groupdict()
    return None


@lru_cache
def _shapes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((sentence, re.compile(re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.+?)", re.escape(sentence)), re.DOTALL))
                 for sentence in SENTENCES)
