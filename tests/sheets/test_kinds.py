"""The 15 types of data: what is read, stored, sent and shown."""

import pytest

from fsr.sheets import kinds


def test_the_types_stand_in_the_order_that_clients_know() -> None:
    assert [kind.code for kind in kinds.DATA_TYPES] == [
        "text", "email", "phone", "address", "name", "url", "number", "currency", "percentage", "integer", "date_mdy",
        "date_dmy", "date_ymd", "time", "boolean"]
    assert {kind.code: kind.base for kind in kinds.DATA_TYPES if kind.base != "string"} == {
        "number": "number", "currency": "number", "percentage": "number", "integer": "integer", "boolean": "boolean"}
    assert {kind.code: kind.json_format for kind in kinds.DATA_TYPES if kind.json_format} == {
        "email": "email", "url": "uri", "date_mdy": "date", "date_dmy": "date", "date_ymd": "date", "time": "time"}


@pytest.mark.parametrize(("code", "typed", "stored"), [
    ("text", "  Tax law ", "Tax law"), ("text", "   ", None),
    ("email", "ana@example.org", "ana@example.org"), ("email", "ana at example", None),
    ("phone", "+1 (555) 010-2233", "+1 (555) 010-2233"), ("phone", "12", None),
    ("address", "4 Mill Road,\nSpringvale", "4 Mill Road, Springvale"),
    ("name", "Ana  Ozola", "Ana Ozola"),
    ("url", "www.example.org/a", "https://www.example.org/a"), ("url", "not a page", None),
    ("number", "8.0", "8.0"), ("number", "1,471.60", "1471.60"), ("number", "1.471,60", "1471.60"),
    ("number", "1,5", "1.5"), ("number", "1 1/2", "1.50"), ("number", "2½", "2.5"), ("number", "2 Hrs.", "2"),
    ("number", "(2)", "2"), ("number", ".5", "0.5"), ("number", "-3", "-3"), ("number", "2.125", "2.125"),
    ("number", "two", None), ("number", "2 or 3", None), ("number", "03/04/2026", None), ("number", "1e400", None),
    ("currency", "$1,200.50", "1200.50"), ("currency", "2.500 €", "2500"), ("currency", "12 EUR", "12"),
    ("percentage", "12.5 %", "12.5"),
    ("integer", "1,200", "1200"), ("integer", "3.0", "3"), ("integer", "3.5", None),
    ("date_mdy", "03/04/2026", "2026-03-04"), ("date_dmy", "03/04/2026", "2026-04-03"),
    ("date_mdy", "25/12/2026", "2026-12-25"), ("date_ymd", "2026-3-4", "2026-03-04"),
    ("date_mdy", "Mar. 4, 2026", "2026-03-04"), ("date_mdy", "4th of March 2026", "2026-03-04"),
    ("date_dmy", "14-MAR-26", "2026-03-14"), ("date_mdy", "02/30/2026", None), ("date_mdy", "soon", None),
    ("date_mdy", "Wednesday, March 4, 2026 at 2:00 PM", "2026-03-04"), ("date_mdy", "3/4/2026 or 3/5/2026", None),
    ("time", "2:05 pm", "14:05"), ("time", "14.05", "14:05"), ("time", "12 am", "00:00"), ("time", "25:00", None),
    ("boolean", "Yes", "true"), ("boolean", "☐", "false"), ("boolean", "perhaps", None),
])
def test_what_a_person_types_is_stored_in_normal_form_or_refused(code: str, typed: str, stored: str | None) -> None:
    assert kinds.parse(code, typed) == stored


@pytest.mark.parametrize(("code", "stored", "sent"), [
    ("number", "8.0", 8), ("number", "2.5", 2.5), ("integer", "12", 12), ("boolean", "false", False),
    ("date_dmy", "2026-03-04", "2026-03-04"), ("text", "8.0", "8.0"), ("number", None, None),
])
def test_values_are_sent_as_json_of_their_type(code: str, stored: str | None, sent: object) -> None:
    assert (kinds.to_json(code, stored), type(kinds.to_json(code, stored))) == (sent, type(sent))


@pytest.mark.parametrize(("code", "stored", "shown"), [
    ("date_mdy", "2026-03-04", "03/04/2026"), ("date_dmy", "2026-03-04", "04/03/2026"),
    ("date_ymd", "2026-03-04", "2026-03-04"), ("number", "8.0", "8.0"), ("boolean", "true", "true"),
    ("text", None, ""),
])
def test_what_is_shown_is_read_back_as_it_was(code: str, stored: str | None, shown: str) -> None:
    assert kinds.show(code, stored) == shown
    assert kinds.parse(code, shown) == stored
