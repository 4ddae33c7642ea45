"""The case notebook: what people write on their cases, saved as they type and never lost."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add this package to `app`."""
    from fsr import jobs
    from fsr.cli import group
    from fsr.documents import access
    from fsr.notebook import api, attached, cli, demo, home, index, intake, source, subjects, tasks, views
    from fsr.web import shell
    from fsr.web.i18n import gettext as _

    subjects.init_app(app)
    app.register_blueprint(api.bp)
    app.register_blueprint(views.bp)
    access.add_viewer(app, attached.may_view)
    index.init_app(app)
    intake.init_app(app)
    source.init_app(app)
    demo.init_app(app)
    shell.home_rows(app, home.rows)
    shell.home_steps(app, home.steps)
    jobs.every(app, "notebook.tidy", tasks.EVERY_SECONDS, tasks.tidy, lambda: _("Tidying the history of notebooks"))
    for commands in (app.cli, group):
        commands.add_command(cli.cases)
