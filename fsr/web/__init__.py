"""HTTP manners shared by all pages and the JSON API: answers, errors, transactions, headers, language."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Teach `app` the manners."""
    from fsr.web import (
        errors,
        htmx,
        i18n,
        inputs,
        logs,
        openapi,
        request_id,
        security,
        sentences,
        shell,
        styleguide,
        transaction,
    )

    for part in (request_id, logs, transaction, htmx, inputs, i18n, sentences, security, shell, styleguide, errors,
                 openapi):
        part.init_app(app)
