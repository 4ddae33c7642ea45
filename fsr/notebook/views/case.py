"""A case with the reader's own page on it, or with the page of whom `?by=` names."""

from flask import render_template
from flask.typing import ResponseReturnValue

from fsr.notebook.views.blueprint import bp
from fsr.notebook.views.editor import Editor
from fsr.notebook.views.head import head_of

URL = "/cases/<case>"


@bp.get(URL)
def case(case: str) -> ResponseReturnValue:
    """Show the editor; on a closed case, or to somebody who only reads, the texts."""
    return whole(Editor(head_of(case)))


def whole(editor: Editor, status: int = 200) -> ResponseReturnValue:
    """The page around the editor."""
    return render_template("notebook/case.html", editor=editor, head=editor.head, case=editor.head.case,
                           page=editor.head.page), status
