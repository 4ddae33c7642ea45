"""A page leaves the house: on paper, as text and as DOCX."""

import io

from flask import make_response, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fsr.documents.service import clean_name
from fsr.notebook.export.sheet import Sheet, sheet_of
from fsr.notebook.export.text import answers, closed_words, heading, plain
from fsr.notebook.service import papers
from fsr.notebook.views.blueprint import bp
from fsr.notebook.views.case import URL
from fsr.notebook.views.head import Head, head_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _sheet(head: Head) -> Sheet:
    return sheet_of(head.case, head.page, current_user, everyone=bool(request.args.get("everyone")))


@bp.get(f"{URL}/print")
def paper(case: str) -> ResponseReturnValue:
    """The page as an A4 sheet; `?everyone=1` adds what colleagues share with the reader."""
    head = head_of(case)
    return render_template("notebook/print.html", head=head, sheet=_sheet(head), heading=heading, answers=answers,
                           closed_words=closed_words, everyone=bool(request.args.get("everyone")))


@bp.get(f"{URL}/text")
def text(case: str) -> ResponseReturnValue:
    """The page as plain text: with a button that copies it for browsers, alone for programs."""
    head = head_of(case)
    sheet = _sheet(head)
    if request.accept_mimetypes.best_match(["text/plain", "text/html"]) == "text/html":
        return render_template("notebook/text.html", head=head, case=head.case, page=head.page, text=plain(sheet))
    response = make_response(plain(sheet))
    response.mimetype = "text/plain"
    response.vary.add("Accept")
    return response


@bp.get(f"{URL}/export.txt")
def text_file(case: str) -> ResponseReturnValue:
    """The page as a file of plain text."""
    head = head_of(case)
    data = plain(_sheet(head)).encode()
    return _sent(head, data, "text/plain; charset=utf-8", "txt")


@bp.get(f"{URL}/export.docx")
def docx(case: str) -> ResponseReturnValue:
    """The page as DOCX."""
    head = head_of(case)
    return _sent(head, papers.word(_sheet(head)), DOCX, "docx")


def _sent(head: Head, data: bytes, mime: str, form: str) -> ResponseReturnValue:
    subject = head.page.subject if head.page else head.case.subject
    name = clean_name(f"{head.case.number.replace('/', '-')}.{form}")
    papers.told_export(subject, head.case, current_user, form)
    return send_file(io.BytesIO(data), mimetype=mime, as_attachment=True, download_name=name, etag=False, max_age=0)
