"""The word diff: both texts come back from it, readers understand it, and no text makes it slow."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fsr.notebook import diff
from fsr.notebook.diff import Op, Segment, words

PIECES = st.sampled_from([
    "pump", "the ", "leaks", " ", "  ", "\n", "\t", "11.2 kV", "IGN-3302", ", ", "שָׁלוֹם", "עולם ", "مضخة", "漏", "水",
    "e\u0301", "👩\u200d🔧", "\u200f", "\u202b", "ठीक", "CK'D", "\r"])
TEXTS = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=60))


def parts(old: str, new: str) -> list[tuple[str, str]]:
    return [(segment.op.value, segment.text) for segment in words(old, new)]


@settings(max_examples=300, deadline=None)
@given(old=TEXTS, new=TEXTS)
def test_both_texts_come_back_from_the_segments(old: str, new: str) -> None:
    found = words(old, new)
    assert "".join(segment.text for segment in found if segment.op is not Op.INSERT) == old
    assert "".join(segment.text for segment in found if segment.op is not Op.DELETE) == new
    assert all(segment.text for segment in found)
    assert all(one.op is not other.op for one, other in pairwise(found))


@settings(max_examples=100, deadline=None)
@given(old=TEXTS, new=TEXTS)
def test_long_texts_are_compared_by_lines_and_nothing_is_lost(old: str, new: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(diff, "MOST_CELLS", 12)
        found = words(old, new)
    assert "".join(segment.text for segment in found if segment.op is not Op.INSERT) == old
    assert "".join(segment.text for segment in found if segment.op is not Op.DELETE) == new


@given(text=TEXTS)
def test_tokens_and_lines_joined_are_the_text(text: str) -> None:
    assert "".join(diff.tokens(text)) == "".join(diff.lines(text)) == text


def test_a_changed_word_is_one_change_and_its_neighbours_stay() -> None:
    assert parts("Leak at 3 bar, pump warm.", "Leak at 4 bar, pump warm.") == [
        ("equal", "Leak at "), ("delete", "3"), ("insert", "4"), ("equal", " bar, pump warm.")]


@pytest.mark.parametrize(("old", "new", "gone", "come"), [
    ("at 11.2 kV", "at 11.4 kV", "11.2", "11.4"),
    ("part IGN-3302 ordered", "part IGN-3303 ordered", "IGN-3302", "IGN-3303"),
    ("CK'D flow", "CKD flow", "CK'D", "CKD"),
    ("המשאבה דולפת מאוד", "המשאבה רועשת מאוד", "דולפת", "רועשת"),
    ("שָׁלוֹם רב", "שָׁלֵם רב", "שָׁלוֹם", "שָׁלֵם"),
    ("水泵漏水", "水泵漏油", "水", "油"),
    ("cafe\u0301 open", "cafe open", "cafe\u0301", "cafe"),
    ("tech 👩\u200d🔧 came", "tech 👩 came", "👩\u200d🔧", "👩"),
])
def test_numbers_part_numbers_points_accents_and_joined_signs_are_never_torn(
        old: str, new: str, gone: str, come: str) -> None:
    assert [part for part in parts(old, new) if part[0] != "equal"] == [("delete", gone), ("insert", come)]


def test_a_sentence_written_anew_is_one_change_and_no_confetti() -> None:
    found = parts("The customer hears a noise from the stage at start.", "Alarm 2107 stops a robot of tool four twice.")
    assert [op for op, _ in found] in (["delete", "insert"], ["delete", "insert", "equal"])


def test_blanks_and_line_ends_are_changes_too() -> None:
    assert parts("a b", "a  b") == [("equal", "a"), ("delete", " "), ("insert", "  "), ("equal", "b")]
    assert parts("one\ntwo", "one\n\ntwo") in ([("equal", "one\n"), ("insert", "\n"), ("equal", "two")],
                                                 [("equal", "one"), ("insert", "\n"), ("equal", "\ntwo")])


def test_equal_and_empty_texts_need_no_work() -> None:
    assert (words("", ""), words("a", "a"), words("", "a"), words("a", "")) == (
        [], [Segment(Op.EQUAL, "a")], [Segment(Op.INSERT, "a")], [Segment(Op.DELETE, "a")])


def test_of_the_longest_text_that_is_kept_only_what_changed_is_marked() -> None:
    old = "\n".join(f"{number} checked valve {number * 7 % 101} at {number}.5 bar" for number in range(5500))
    new = old.replace("2000 checked valve", "2000 replaced valve")
    assert len(old) > 150_000
    assert [part for part in parts(old, new) if part[0] != "equal"] == [("delete", "checked"), ("insert", "replaced")]


def test_a_hopeless_pair_is_replaced_whole_and_the_work_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    real = diff.LCSseq.opcodes

    def counted(was: list[int], now: list[int]) -> object:
        asked.append(len(was) * len(now))
        return real(was, now)

    monkeypatch.setattr(diff.LCSseq, "opcodes", counted)
    assert parts("start " + "a " * 50_000 + "\nend", "start " + "b " * 50_000 + "\nend")[0][0] == "equal"
    assert parts("\n" * 100_000, "x\n" * 100_000)
    assert max(asked, default=0) <= diff.MOST_CELLS
