"""What certificates do to mislead a reader, one cause a test; every paper is drawn here."""

from pathlib import Path

import pytest

from tests.cpe.reading.papers import NAME, answer_to_lines, row
from tests.sheets.reader.papers import Placed

WHO: list[Placed] = [(60, 80, 11, "Participant: Ada Brook"), (60, 105, 11, "Course Title: Lease Accounting")]
NASBA: Placed = (60, 700, 8, "CPE credits have been granted based on a 50-minute hour.")


def read(tmp_path: Path, *lines: Placed) -> dict[str, str | None]:
    """The one row of a paper with a participant, a title, these lines and the Registry's sentence."""
    (record,) = answer_to_lines(tmp_path, [*WHO, *lines, NASBA])["records"]
    return row(record)


@pytest.mark.parametrize(("printed", "day"), [
    (["Date issued: 03/20/2026", "Completed on March 12, 2026"], "2026-03-12"),
    (["Enrolled: 01/02/2026", "Completed: 02/14/2026", "Expires: 01/02/2027"], "2026-02-14"),
    (["Program date(s): 10/02/2025 - 10/03/2025"], "2025-10-03"), (["Event Date: June 3-5, 2018"], "2018-06-05"),
    (["Session End Date: 09-JUN-2025"], "2025-06-09"), (["Date: 25/12/2025"], "2025-12-25"),
])
def test_the_day_is_that_of_completion_and_of_several_the_last(tmp_path: Path, printed: list[str], day: str) -> None:
    lines = [(60.0, 140.0 + 25 * place, 11.0, text) for place, text in enumerate(printed)]
    assert read(tmp_path, *lines)["completed"] == day


def test_a_date_of_issue_alone_is_only_a_guess(tmp_path: Path) -> None:
    answer = answer_to_lines(tmp_path, [*WHO, (60, 140, 11, "Date issued: 03/20/2026"), NASBA])
    found = answer["records"][0]["values"][NAME["completed"]]
    assert (found["value"], found["state"]) == ("2026-03-20", "guessed")


@pytest.mark.parametrize(("printed", "hours"), [
    (["Approved CPE credit: 16.0", "Total Credit Earned: 11.5"], "11.5"), (["CPE Hours: 1 1/2"], "1.50"),
    (["IRS CE credits: 2", "CPE credits: 2.4"], "2.4"), (["Duration: 75 minutes"], None), (["Score: 92"], None),
    (["Awarded 4.5 hours of continuing professional education"], "4.5"),
    (["Member No: 4471203"], None), (["2 Hrs. attended"], None),
    (["Credits: 12 (of 500)"], "12"), (["Earned 0.2 CPE credit"], "0.2"),
])
def test_hours_are_the_credit_that_was_earned(tmp_path: Path, printed: list[str], hours: str | None) -> None:
    lines = [(60.0, 140.0 + 25 * place, 11.0, text) for place, text in enumerate(printed)]
    assert read(tmp_path, *lines)["hours"] == hours


@pytest.mark.parametrize(("unit", "is_cpe"), [
    ("6 PDUs / 6.0 Contact Hours", False), ("1.00 AMA PRA Category 1 Credits", False), ("Training Hours: 0.7", False),
    ("No CPE credit was awarded.", False), ("8.0 CPE credits", True), ("Credits: 3", None),
])
def test_credit_of_another_kind_is_not_taken_for_cpe(tmp_path: Path, unit: str, is_cpe: bool | None) -> None:
    answer = answer_to_lines(tmp_path, [*WHO, (60, 140, 11, unit), (60, 170, 11, "Completed: 02/14/2026")])
    found = answer["records"][0]["values"][NAME["hours"]]
    assert answer["is_cpe"] is is_cpe
    assert (found["state"]) == {True: "found", False: "missing", None: "guessed"}[is_cpe]


def test_hours_that_do_not_add_up_to_the_total_are_guesses(tmp_path: Path) -> None:
    answer = answer_to_lines(tmp_path, [*WHO, (60, 140, 11, "Finance: 6.0 credits. Taxes: 3.5 credits."),
                                        (60, 170, 11, "Total CPE credits: 12.0"), NASBA])
    assert answer["notes"] == ["split_differs"]
    assert [(row(one)["field"], row(one)["hours"], one["values"][NAME["hours"]]["state"])
            for one in answer["records"]] == [("Finance", "6.0", "guessed"), ("Taxes", "3.5", "guessed")]


def test_a_certificate_on_each_half_of_a_page_and_a_letter_before_them(tmp_path: Path) -> None:
    def half(top: float, title: str, day: str) -> list[Placed]:
        texts = ["Participant: Ada Brook", f"Course Title: {title}", f"Date Completed: {day}", "CPE Credits: 2.0"]
        return [(-1, top, 18, "Certificate of Completion"),
                *((90.0, top + 60 + 25 * place, 11.0, text) for place, text in enumerate(texts))]

    letter: list[Placed] = [(60, 90, 11, "Dear participant,"), (60, 110, 11, "Your certificates follow.")]
    answer = answer_to_lines(tmp_path, letter, [*half(60, "Trusts", "2025-02-11"), *half(460, "Estates", "2025-02-12")])
    assert [(row(one)["title"], row(one)["completed"], one["page"]) for one in answer["records"]] == [
        ("Trusts", "2025-02-11", 2), ("Estates", "2025-02-12", 2)]


def test_a_transcript_is_a_row_a_course(tmp_path: Path) -> None:
    columns = (50, 250, 360, 500)
    table = [("Course Title", "Completion Date", "Field of Study", "Credits"),
             ("Cost Segregation", "01/14/2025", "Taxes", "2.0"),
             ("Ethics for All", "02/20/2025", "Regulatory Ethics", "4.0")]
    cells: list[Placed] = [(x, 160.0 + 18 * line, 9.0, text) for line, texts in enumerate(table)
                           for x, text in zip(columns, texts, strict=True)]
    above: list[Placed] = [(50, 80, 11, "Participant: Ada Brook"), (50, 100, 11, "Sponsor: Quill CPE, Inc.")]
    answer = answer_to_lines(tmp_path, [*above, *cells, NASBA])
    assert [(row(one)["title"], row(one)["completed"], row(one)["hours"], row(one)["sponsor"], row(one)["participant"])
            for one in answer["records"]] == [
        ("Cost Segregation", "2025-01-14", "2.0", "Quill CPE, Inc.", "Ada Brook"),
        ("Ethics for All", "2025-02-20", "4.0", "Quill CPE, Inc.", "Ada Brook")]


def test_numbers_of_states_and_members_are_neither_registry_nor_certificate_numbers(tmp_path: Path) -> None:
    values = read(tmp_path, (60, 140, 11, "NASBA Registry ID: 101234"), (60, 165, 11, "Texas Sponsor #009911"),
                  (60, 190, 11, "New York Sponsor 001177"), (60, 215, 11, "Course ID: AUD-5512"),
                  (60, 240, 11, "CPA License Number: 55-1020"))
    assert (values["sponsor_id"], values["certificate"]) == ("101234", None)


def test_the_instructor_is_neither_participant_nor_his_firm_the_sponsor(tmp_path: Path) -> None:
    (record,) = answer_to_lines(tmp_path, [
        (60, 80, 14, "Valley Society of CPAs"), *[(x, y + 60, size, text) for x, y, size, text in WHO],
        (60, 200, 11, "Instructor: Basil Crane, Dunn & Vale LLP"), (60, 230, 11, "CPE credits: 2"), NASBA])["records"]
    assert (row(record)["participant"], row(record)["sponsor"]) == ("Ada Brook", "Valley Society of CPAs")


def test_a_learned_label_wins_and_says_that_it_was_learned(tmp_path: Path) -> None:
    from fsr.cpe.reading import read_certificate
    from tests.cpe.reading.papers import FIELDS
    from tests.sheets.reader.papers import drawn_reading

    data = drawn_reading(tmp_path, [*WHO, (60, 140, 11, "Bildungsthema: Steuern im Wandel"), NASBA])
    answer = read_certificate(data, {"fields": FIELDS, "learned": [[NAME["title"], "Bildungsthema"]]})
    found = answer["records"][0]["values"][NAME["title"]]
    assert (found["value"], found["rule"], found["label"]) == ("Steuern im Wandel", "learned:inline", "Bildungsthema")


def test_a_column_that_a_person_added_is_read_as_in_any_document(tmp_path: Path) -> None:
    from fsr.cpe.reading import read_certificate
    from tests.cpe.reading.papers import FIELDS
    from tests.sheets.reader.papers import drawn_reading

    data = drawn_reading(tmp_path, [*WHO, (60, 140, 11, "Cost centre: K-17"), NASBA])
    own = {"name": "Cost centre", "data_type": "text", "prompt": "", "role": "", "synonyms": []}
    values = read_certificate(data, {"fields": [*FIELDS, own]})["records"][0]["values"]
    assert (values["Cost centre"]["value"], values["Cost centre"]["code"]) == ("K-17", "Cost centre")
