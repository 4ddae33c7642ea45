"""Catalogues: every string that the sources show has its words in every language, with the same placeholders."""

import io
import re
from functools import cache

import pytest
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from fsr.web.i18n import CATALOGUES, LANGUAGES

ROOT = CATALOGUES.parent.parent
TRANSLATED = [code for code in LANGUAGES if code != "en"]
MEND = "run `make catalogues`, translate what is empty, run it again"


@cache
def sources() -> frozenset[str | tuple[str, ...]]:
    """The strings that the sources hand to gettext; those with plurals as tuples."""
    found: set[str | tuple[str, ...]] = set()
    for folder, kind in ((ROOT / "fsr", ("**.py", "python")), (ROOT / "templates", ("**.html", "jinja2"))):
        found.update(message for _file, _line, message, _comments, _context in extract_from_dir(folder, [kind]))
    return frozenset(found)


@cache
def catalogue(code: str) -> Catalog:
    """The catalogue as people edit it."""
    with (CATALOGUES / code / "LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale=code)


def placeholders(text: str) -> list[str]:
    """The placeholders in `text`, sorted."""
    return sorted(re.findall(r"%\(\w+\)s|%%", text))


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_string_of_the_sources_is_in_the_catalogue(code: str) -> None:
    known = {message.id for message in catalogue(code) if message.id}
    assert (sorted(map(str, sources() - known)), sorted(map(str, known - sources()))) == ([], []), MEND


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_string_is_translated(code: str) -> None:
    empty = [message.id for message in catalogue(code) if message.id and not all(_forms(message.string))]
    assert (empty, [message.id for message in catalogue(code) if message.fuzzy and message.id]) == ([], []), MEND


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_has_the_placeholders_of_its_source(code: str) -> None:
    wrong = [message.id for message in catalogue(code) if message.id
             for form in _forms(message.string) if placeholders(form) != placeholders(_forms(message.id)[-1])]
    assert wrong == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_what_the_app_loads_is_what_people_edited(code: str) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(code))
    assert (CATALOGUES / code / "LC_MESSAGES/messages.mo").read_bytes() == compiled.getvalue(), MEND


def test_latvian_counts_by_its_three_forms() -> None:
    assert catalogue("lv").num_plurals == 3


def _forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)
