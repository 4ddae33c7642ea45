"""Uploaded files of cases between their preview and their import: kept on disk for a day, each for its sender alone."""

import os
import re
import secrets
from datetime import timedelta
from pathlib import Path

from flask import current_app

from fsr import clock
from fsr.auth.models import User
from fsr.errors import Gone, NotFound, TooLarge
from fsr.web.i18n import gettext as _

KEPT = timedelta(days=1)
MB = 1024 * 1024
_TOKEN = re.compile(r"(\d{1,18})-[0-9a-f]{32}")


def keep(user: User, data: bytes) -> str:
    """Keep an upload; the name to ask for it by.

    :raises TooLarge: over FSR_UPLOAD_FILE_MB.
    """
    most = current_app.config["FSR_UPLOAD_FILE_MB"]
    if len(data) > most * MB:
        raise TooLarge(_("The file is too large (at most %(most)s MB).", most=most))
    token = f"{user.id}-{secrets.token_hex(16)}"
    _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(os.open(_path(token), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
    return token


def must_own(token: str, user_id: int | None) -> None:
    """Let this person go on with that upload.

    :raises NotFound: it is no upload of theirs.
    """
    found = _TOKEN.fullmatch(token)
    if found is None or int(found.group(1)) != user_id:
        raise NotFound(_("There is no such upload."))


def path(token: str, user_id: int | None) -> Path:
    """Where the upload is.

    :raises NotFound: it is no upload of theirs.
    :raises Gone: it was kept for a day.
    """
    must_own(token, user_id)
    if not (place := _path(token)).exists():
        raise Gone(_("This upload was kept for a day. Choose the file again."))
    return place


def sweep() -> int:
    """Remove what was kept long enough; how many files."""
    limit, old = (clock.now() - KEPT).timestamp(), 0
    for place in _folder().glob("*.csv"):
        if place.stat().st_mtime < limit:
            place.unlink(missing_ok=True)
            old += 1
    return old


def _folder() -> Path:
    return Path(current_app.config["FILES_DIR"]) / "imports"


def _path(token: str) -> Path:
    return _folder() / f"{token}.csv"
