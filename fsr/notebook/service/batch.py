"""Saving several pages at once, each on its own: what is wrong with one keeps no other from being saved."""

from collections.abc import Sequence
from dataclasses import dataclass

from fsr.auth.models import User
from fsr.db import db
from fsr.errors import NotFound, Refusal
from fsr.notebook.access import get_both
from fsr.notebook.refusals import CaseClosed
from fsr.notebook.service.saving import Draft, Saved, save


@dataclass(frozen=True, slots=True)
class Item:
    """One page to save; `number` is what the client sent, whatever it is; a refusal met already goes through."""

    number: object
    draft: Draft
    base: int | None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an item: `saved`, or why not."""

    item: Item
    saved: Saved | None
    refusal: Refusal | None


def save_each(actor: User, items: Sequence[Item]) -> list[Result]:
    """Save the actor's own pages, in order, each in a savepoint of its own."""
    return [_save_one(actor, item) for item in items]


def _save_one(actor: User, item: Item) -> Result:
    try:
        with db.session.begin_nested():
            return Result(item, _saved(actor, item), None)
    except Refusal as refusal:
        return Result(item, None, refusal)


def _saved(actor: User, item: Item) -> Saved:
    if not isinstance(item.number, str):
        raise NotFound("a case number is a string")
    case, page = get_both(item.number, actor)
    if not case.is_open:
        raise CaseClosed(case)
    if item.refusal:
        raise item.refusal
    return save(actor, case, page, item.draft, base_version=item.base)
