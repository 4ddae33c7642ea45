"""House rules of templates: pages and fragments, nothing that the content policy blocks, nothing from elsewhere."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
FILES = sorted(TEMPLATES.rglob("*.html"))
FRAGMENTS = [path for path in FILES if path.name.startswith("_")]
PAGES = [path for path in FILES if not path.name.startswith("_") and path.parent.name != "macros"]
BASES = {"base.html", "base_bare.html"}


def name_of(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


def markup(path: Path) -> str:
    """The template without its comments."""
    return re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S)


@pytest.mark.parametrize("path", FRAGMENTS, ids=name_of)
def test_a_fragment_extends_nothing(path: Path) -> None:
    assert "{% extends" not in markup(path), "a fragment is included by its page, or sent alone"


@pytest.mark.parametrize("path", [path for path in PAGES if path.name not in BASES], ids=name_of)
def test_a_page_extends_a_base(path: Path) -> None:
    assert re.search(r"\{%-? extends ", markup(path)), "a page extends a base; a fragment's name begins with _"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_template_holds_nothing_that_the_policy_blocks(path: Path) -> None:
    text = markup(path)
    found = re.findall(r"\sstyle=|<style\b|<script(?![^>]*\ssrc=)|\son[a-z]+=|\shx-on[:-]|javascript:", text)
    assert found == [], "styles belong in static/css, behaviour in static/js (data- attributes)"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_trigger_has_no_filter(path: Path) -> None:
    triggers = re.findall(r'hx-trigger="([^"]*)"', markup(path))
    assert [one for one in triggers if "[" in one] == [], "a filter needs eval, which is off: it would count as true"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_template_fetches_nothing_from_elsewhere(path: Path) -> None:
    assert re.findall(r'(?:src|srcset|action|hx-[a-z]+)="(?:https?:)?//', markup(path)) == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_posting_form_carries_the_csrf_token(path: Path) -> None:
    forms = re.findall(r"<form\b[^>]*method=\"post\".*?</form>", markup(path), flags=re.S | re.I)
    bare = [form[:120] for form in forms if "csrf" not in form]
    assert bare == [], '{% from "macros/forms.html" import csrf %} … {{ csrf() }}'


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_form_of_htmx_works_without_it(path: Path) -> None:
    forms = re.findall(r"<form\b(?:[^>\"]|\"[^\"]*\")*>", markup(path))
    deaf = [form[:160] for form in forms if "hx-post" in form and not ("action=" in form and "method=" in form)]
    assert deaf == [], "a form with hx-post also says action and method"


@pytest.mark.parametrize("path", [path for path in PAGES if path.name not in BASES], ids=name_of)
def test_a_page_has_a_title_of_its_own(path: Path) -> None:
    assert "{% block title %}" in markup(path)
