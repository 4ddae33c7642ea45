"""The states' public templates, as the package of sheets brings them along."""

from flask import Flask

from fsr.cpe.rules.reasons import ITEMS
from fsr.cpe.templates import TEMPLATES, Column, StateTemplate
from fsr.sheets import standard
from fsr.sheets.fieldset import Field
from fsr.sheets.models import Kind
from fsr.sheets.standard import Standard


def init_app(app: Flask) -> None:
    """Have the templates brought up to date by whoever lists them first."""
    standard.register(app, *(_standard(one) for one in TEMPLATES))


def _standard(state: StateTemplate) -> Standard:
    return Standard(state.name, Kind.CPE, state.description, tuple(_field(one) for one in state.columns), state.version)


def _field(column: Column) -> Field:
    """The column as a field; what the boards ask for of every course is a cell to check where it is missing."""
    return Field(column.name, column.data_type, column.prompt, column.role, optional=column.optional,
                 required=column.role in ITEMS)
