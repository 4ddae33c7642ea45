"""A correction teaches the label beside the value; the next paper of the layout is read with it."""

from pathlib import Path
from typing import Any

import pytest

from fsr.sheets.reader import read_fields
from fsr.sheets.teaching import find_label
from tests.sheets.reader.papers import drawn_reading


def field(name: str, data_type: str, value: str) -> dict[str, Any]:
    return {"field": name, "data_type": data_type, "role": "", "value": value}


LINES = [(60, 100, 10, "Objekta kods: AB-77"), (60, 140, 10, "Sensor range"), (300, 140, 10, "12.5"),
         (60, 200, 8, "Calibrated"), (60, 212, 12, "14 March 2026"),
         (60, 300, 10, "Nobody who reads a sentence as long as this one takes its 99 words for a label.")]


@pytest.mark.parametrize(("name", "data_type", "value", "label"), [
    ("Code", "text", "AB-77", "Objekta kods"), ("Range", "number", "12.5", "Sensor range"),
    ("Checked", "date_mdy", "2026-03-14", "Calibrated"),
])
def test_the_label_beside_a_typed_value_is_found_and_reads_it_the_next_time(
        tmp_path: Path, name: str, data_type: str, value: str, label: str) -> None:
    reading = drawn_reading(tmp_path, LINES)
    found = find_label(reading, field(name, data_type, value))
    assert found is not None
    assert (found["label"], found["page"], len(found["box"])) == (label, 1, 4)
    options = {"fields": [{"name": name, "data_type": data_type}]}
    assert read_fields(reading, options)["records"][0]["values"][name]["value"] is None
    taught = read_fields(reading, {**options, "learned": [[name, label]]})["records"][0]["values"][name]
    assert (taught["value"], taught["state"], taught["rule"].split(":")[0]) == (value, "found", "learned")


def test_a_value_that_is_not_printed_or_has_no_label_teaches_nothing(tmp_path: Path) -> None:
    reading = drawn_reading(tmp_path, LINES)
    assert find_label(reading, field("Code", "text", "ZZ-1")) is None
    assert find_label(reading, field("Figure", "number", "99")) is None


def test_a_title_over_two_lines_is_found_whole(tmp_path: Path) -> None:
    reading = drawn_reading(tmp_path, [(-1, 100, 9, "Denomination of the thing"), (-1, 118, 14, "A long name"),
                                       (-1, 134, 14, "of a thing that is taught"), (60, 400, 9, "x")])
    found = find_label(reading, field("Name", "text", "a long name of a thing that is taught"))
    assert found is not None
    assert found["label"] == "Denomination of the thing"
