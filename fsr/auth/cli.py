"""Commands for accounts, for scripts and for whoever lost the last password."""

import sys

import click
from flask import current_app

from fsr.auth import queries, service
from fsr.auth.models import Role
from fsr.cli import group
from fsr.db import commit
from fsr.errors import Refusal
from fsr.web.i18n import LANGUAGES


@group.command("create-user")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.AGENT.value, show_default=True)
@click.option("--name", default="", help="As others see it; default: what stands before the @.")
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="en", show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking.")
def create_user(email: str, role: str, name: str, language: str, password_stdin: bool) -> None:
    """Add a person."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else click.prompt(
        "Password", hide_input=True, confirmation_prompt=True)
    try:
        user = service.create_user(email, Role(role), password, None, name=name, language=language,
                                   timezone=current_app.config["FSR_TIMEZONE"])
    except Refusal as error:
        raise click.ClickException(str(error)) from error
    line = f"{user.email} is {user.role.value}, number {user.id}."
    commit()
    click.echo(line)


@group.command("create-token")
@click.argument("email")
@click.option("--name", default="command line", show_default=True, help="What the token is for.")
def create_token(email: str, name: str) -> None:
    """Print a new API token of a person, alone on standard output; it is shown only now."""
    user = queries.active_user(email)
    if user is None:
        raise click.ClickException(f"There is no active account {email}.")
    _, secret = service.create_token(user, name, None)
    commit()
    click.echo(secret)


@group.command("setup-key")
def setup_key() -> None:
    """Print the key that /setup asks for; nothing once an administrator exists."""
    if not service.is_set_up():
        click.echo(service.setup_key(current_app.config["INSTANCE_DIR"]))
