"""Links by which people without an account see one thing.

The package knows nothing of what it shows: each feature registers a `Viewer` for its kind of subject, which makes the
snapshot, draws it, and answers for it in JSON (`fsr.shares.viewers`).
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add this package to `app`."""
    from fsr import jobs, subjects
    from fsr.shares import access, api, queries, tasks, views
    from fsr.web import shell
    from fsr.web.i18n import gettext as _

    for part in (views.links, views.recipient, api.bp):
        app.register_blueprint(part)
    subjects.register(app, subjects.Kind("share", queries.title_of, queries.url_of, access.may_view))
    jobs.every(app, "shares.expire", tasks.EVERY_SECONDS, tasks.expire, lambda: _("Looking after links that ended"))
    shell.home_rows(app, queries.home_rows)
    shell.home_steps(app, queries.home_steps)
