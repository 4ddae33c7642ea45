"""A sheet whose files are read while a second reader is switched on."""

from typing import Any

import pytest
from flask import Flask

from fsr.sheets.fieldset import Field
from tests.sheets import desk
from tests.sheets.second.model import Model, said


def test_what_the_second_reader_found_stands_in_the_row_and_is_marked(
        app: Flask, ana: Any, model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = model.endpoint()
    for name, value in (("FSR_LLM_URL", endpoint.url), ("FSR_LLM_MODEL", "tiny"), ("FSR_LLM_KEY", "sesame")):
        monkeypatch.setitem(app.config, name, value)
    monkeypatch.setattr(desk, "FIELDS", (Field("Course Title"), Field("Teacher", "name")))
    model.says = {"Teacher": said("Thaddeus Wynn", 11), "Course Title": said("Invented Course", 3)}
    run_id = desk.read(app, ana, desk.made(app, ana), [(desk.LETTER, desk.sample(desk.LETTER))])
    with app.app_context():
        (row,) = desk.rows_of(run_id)
        assert row.found["Teacher"]["rule"] == "second"
        assert (row.values["Teacher"], row.values["Course Title"]) == ("Thaddeus Wynn", None)
        (task,) = desk.tasks_of(run_id)
        assert task.facts["notes"] == ["second_reader"]
