"""Commands for cases, for scripts."""

from pathlib import Path

import click
from flask.cli import AppGroup

from fsr.errors import Refusal
from fsr.notebook.intake import told
from fsr.notebook.service import importing

cases = AppGroup("cases", help="The registry of cases.")


@cases.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def import_file(file: Path) -> None:
    """Import cases from a CSV FILE with the columns case_number,is_open[,title]; doing it again changes nothing more.

    Exits with 1 when a line could not be read; the others are imported all the same.
    """
    try:
        with file.open("rb") as stream:
            report = importing.run(None, stream)
    except Refusal as error:
        raise click.ClickException(str(error)) from error
    first, *bad = told(report).splitlines()
    click.echo(first)
    for line in bad:
        click.echo(line, err=True)
    if report.bad_count:
        raise SystemExit(1)
