"""Files of cases as spreadsheets write them: what is understood, what is reported, and by which line."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fsr.errors import Unreadable
from fsr.notebook.casefile import Bad, Row, read

HEAD = "case_number,is_open\n"


def rows(text: str | bytes) -> list[Row | Bad]:
    return list(read(io.BytesIO(text.encode() if isinstance(text, str) else text)))


def said(text: str | bytes) -> list[tuple[int, str, bool, str]]:
    return [(row.line, row.number, row.is_open, row.title) for row in rows(text) if isinstance(row, Row)]


def faults(text: str | bytes) -> list[int]:
    return [row.line for row in rows(text) if isinstance(row, Bad)]


@pytest.mark.parametrize("text", [
    "case_number,is_open,title\n00012345,yes,Noise\n7,no,\n",
    "\ufeffcase_number;is_open;title\r\n00012345;1;Noise\r\n7;0;\r\n",
    "case_number\tis_open\ttitle\n00012345\topen\tNoise\n7\tclosed\t\n",
    "sep=;\ncase_number;is_open;title\n00012345;TRUE;Noise\n7;False;\n",
    'Case Number,Status,Title,Owner\n"=""00012345""",Open,Noise,me\n="7",CLOSED,,you\n',
    "title,is_open,case_number\nNoise,y,00012345\n,n,7\n",
    "case_number,is_open,title\r00012345,yes,Noise\r7,no,\r",
])
def test_what_spreadsheets_write_is_read_alike(text: str) -> None:
    shift = 1 if text.startswith("sep") else 0
    assert said(text) == [(2 + shift, "00012345", True, "Noise"), (3 + shift, "7", False, "")]
    assert said(text.encode("utf-16")) == said(text)


def test_a_line_break_in_quotes_belongs_to_the_title_and_lines_are_counted_on() -> None:
    text = 'case_number,is_open,title\nA1,yes,"two\nlines"\nA2,maybe,\nA3,no,\n'
    assert said(text) == [(2, "A1", True, "two lines"), (5, "A3", False, "")]
    assert faults(text) == [4]


@pytest.mark.parametrize(("line", "reason"), [
    ("A1,perhaps", "neither open nor closed"), ("A1,", "neither open nor closed"), ("A1", "neither open nor closed"),
    (",yes", "Type a case number"), ("x" * 101 + ",yes", "at most 100"), ("a\u202eb,yes", "cannot be seen"),
    ('A1,"yes', "quote"),
])
def test_a_line_that_says_nothing_is_reported_and_the_next_one_read(line: str, reason: str) -> None:
    found = rows(f"{HEAD}{line}\n")
    assert len(found) == 1
    assert isinstance(found[0], Bad)
    assert (found[0].line, reason in found[0].reason) == (2, True)
    assert said(f"{HEAD}Z,yes\n{line}\n")[0][1] == "Z"


def test_a_title_over_its_length_is_reported() -> None:
    assert faults("case_number,is_open,title\nA1,yes," + "x" * 201 + "\n") == [2]


def test_of_a_number_that_comes_twice_the_first_counts() -> None:
    text = f"{HEAD}A1,yes\nA1,no\na1,no\n"
    assert [row[:3] for row in said(text)] == [(2, "A1", True), (4, "a1", False)]
    assert faults(text) == [3]


def test_a_number_that_a_spreadsheet_rounded_is_doubted_but_one_that_looks_like_it_is_a_text() -> None:
    found = rows(f"{HEAD}1.23457E+18,yes\n5.02e8,yes\n")
    assert [bool(row.note) for row in found if isinstance(row, Row)] == [True, False]


def test_the_apostrophe_of_our_own_export_comes_off() -> None:
    assert said(f"{HEAD}'-17,yes\n'quoted,yes\n") == [(2, "-17", True, ""), (3, "'quoted", True, "")]


@pytest.mark.parametrize("data", [
    b"", b"A1,yes\n", b"number\nA1\n", b"\xff\x00\x81\x82", HEAD.encode() + "š".encode("cp1257"), b"\xff\xfeA",
    b"%PDF-1.7 not a table"])
def test_a_file_that_is_no_list_of_cases_is_refused_whole(data: bytes) -> None:
    with pytest.raises(Unreadable):
        rows(data)


def test_a_quote_that_is_never_closed_does_not_swallow_the_memory() -> None:
    text = HEAD + 'A1,"' + "x,yes\n" * 100_000
    found = rows(text)
    assert isinstance(found[0], Bad)
    assert found[0].line == 2


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for start in (b"", HEAD.encode()):
        try:
            found = rows(start + data)
        except Unreadable:
            continue
        assert all(isinstance(row, Row | Bad) for row in found)
