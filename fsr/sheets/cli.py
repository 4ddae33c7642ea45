"""`fsr templates`: bring the templates that come with fsr up to date."""

import click

from fsr.cli import group
from fsr.sheets import standard


@group.command("templates")
def supply() -> None:
    """Write the templates that come with fsr into the database, where they are missing or of another version."""
    click.echo(f"{standard.ensure()} templates written.")
