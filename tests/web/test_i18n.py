"""Words and numbers in templates: filled in once, escaped, in the language asked for."""

from decimal import Decimal

import pytest
from flask import Flask, render_template_string

from fsr.web.i18n import money, ngettext, speaking


def test_a_plural_in_a_template_takes_other_values_too_and_escapes_them(app: Flask) -> None:
    with app.test_request_context():
        text = render_template_string('{{ ngettext("%(num)s of %(x)s", "%(num)ss of %(x)s", 2, x="<b>") }}')
    assert text == "2s of &lt;b&gt;"


def test_a_plural_in_code_takes_other_values_too() -> None:
    assert ngettext("%(num)s of %(x)s", "%(num)ss of %(x)s", 1, x="b") == "1 of b"


@pytest.mark.parametrize(("code", "text"), [
    ("en", "€1,480.50"), ("lv", "1\u00a0480,50\u00a0€"), ("ru", "1\u00a0480,50\u00a0€"), ("he", "1,480.50\u00a0€")])
def test_money_is_written_as_the_language_writes_it(code: str, text: str) -> None:
    with speaking(code):
        assert money(Decimal("1480.50")) == text
