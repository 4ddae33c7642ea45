"""Commands for whoever looks after an installation."""

from pathlib import Path

import click
from flask import current_app

from fsr import demo, health
from fsr.auth import queries, service
from fsr.auth.models import User
from fsr.cli import group
from fsr.db import commit
from fsr.errors import Refusal
from fsr.health import Level
from fsr.upkeep import backup


@group.command("doctor")
def doctor() -> None:
    """Examine the installation; exits with 1 when something is wrong."""
    findings = health.examine()
    for finding in findings:
        click.echo(f"{finding.level.value:8} {finding.about}: {finding.text}")
    if any(finding.level is Level.ERROR for finding in findings):
        raise SystemExit(1)


@group.command("backup")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def back_up(folder: Path) -> None:
    """Copy database, files and keys to DIR, which must be new or empty.  The server may run meanwhile."""
    try:
        made = backup.back_up(folder)
    except Refusal as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{folder}: database whole, {made} files. It holds the keys too: keep it as safe as the server.")


@group.command("restore")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False))
def restore(folder: Path) -> None:
    """Put a copy made by `backup` back into an installation that is still empty.  Stop the server first."""
    try:
        count = backup.restore(folder)
    except Refusal as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Restored from {folder}: {count} files. "
               "Run: flask --app wsgi db upgrade && flask --app wsgi fsr doctor")


@group.group("demo")
def demo_data() -> None:
    """Made-up data to look around with."""


@demo_data.command("load")
def load() -> None:
    """Make demo data for the first administrator, or at set-up if there is none yet."""
    if (user := queries.first_admin()) is None:
        demo.want(current_app.config["INSTANCE_DIR"])
        click.echo("There is no administrator yet: the demo data will be made when set-up is finished.")
        return
    count = service.load_demo(user)
    commit()
    click.echo(f"Made {count} things.")


@demo_data.command("remove")
def remove() -> None:
    """Take all demo data away."""
    count = service.remove_demo(_admin())
    commit()
    click.echo(f"Removed {count} things.")


def _admin() -> User:
    if (user := queries.first_admin()) is None:
        raise click.ClickException("There is no administrator yet.")
    return user
