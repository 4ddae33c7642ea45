"""Where a token leads, as an address that can be sent to somebody."""

from flask import current_app, request, url_for


def public_url(token: str) -> str:
    """The whole address of the recipient's page: under FSR_PUBLIC_URL where that is set, else where we were asked."""
    path = url_for("recipient.show", token=token)
    base = str(current_app.config["FSR_PUBLIC_URL"] or request.url_root)
    return base.rstrip("/") + path
