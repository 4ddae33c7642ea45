"""Files as a form sends them."""

from collections.abc import Sequence

from flask import Request, flash
from markupsafe import Markup, escape

from fsr.offers.service.receiving import Incoming, Refused
from fsr.web.i18n import gettext as _
from fsr.web.i18n import ngettext
from fsr.web.sentences import said

NAMED, LONGEST = 5, 60
"""Refused files that are named after the others were taken, and characters of their names."""


def incoming(request: Request) -> list[Incoming]:
    """The files of a form, each with the insurer chosen for it; an input left empty is no file."""
    files = [file for file in request.files.getlist("files") if file.filename]
    insurers = request.form.getlist("insurers")
    named = insurers if len(insurers) == len(files) else [""] * len(files)
    return [Incoming(file.filename or "", file.read(), insurer) for file, insurer in zip(files, named, strict=True)]


def tell(refused: Sequence[Refused]) -> None:
    """Say on the next page which files were not taken and why; a duplicate leads to the column that holds it.

    Of many only the first are named: they travel in the cookie, and browsers keep none above 4 kB.
    """
    for one in refused[:NAMED]:
        name = one.filename if len(one.filename) <= LONGEST else f"{one.filename[:LONGEST]}…"
        words = Markup("<bdi>{}</bdi>: {}").format(name, said(one.error))
        if one.offer_id:
            words += Markup(' <a href="#column-{}">{}</a>').format(one.offer_id, escape(_("Show it")))
        flash(words, "warn" if one.offer_id else "bad")
    if more := len(refused[NAMED:]):
        flash(ngettext("%(num)s more file was not taken.", "%(num)s more files were not taken.", more), "bad")
