"""The merge: what both sides typed is in it, or it says that they touch."""

import re
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fsr.notebook.merge import compare, merge, pairs

STEADY = settings(max_examples=300, deadline=None, database=None, derandomize=True,
                  suppress_health_check=list(HealthCheck))
WORDS = st.sampled_from(["pump", "valve", "the", "the", "\n", "\n\n", "  ", ".", "", "é", "שסתום", "😀", "a\u0301"])
BASE = st.lists(WORDS, max_size=14).map(" ".join)


@st.composite
def edits(draw, mark):
    """A base and one side's text: some stretches cut out, some words of that side's own put in."""
    base = draw(BASE)
    return base, draw(edited(base, mark))


@st.composite
def edited(draw, base, mark):
    """`base` after a few edits; what is typed is made of `mark` alone, so that it can be told from all else."""
    text = base
    for number in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 6)))
        typed = draw(st.sampled_from(["", f"{mark}{number}", f" {mark}{number} ", f"{mark}{number}\n"]))
        text = text[:start] + typed + text[end:]
    return text


@st.composite
def three(draw):
    base = draw(BASE)
    return base, draw(edited(base, "M")), draw(edited(base, "T"))


@STEADY
@given(three())
def test_the_regions_cover_all_three_texts(texts):
    merged = merge(*texts)
    for side, text in zip(("base", "mine", "theirs"), texts, strict=True):
        assert "".join(getattr(region, side) for region in merged.regions) == text


@STEADY
@given(three())
def test_a_merge_holds_every_character_that_either_side_typed(texts):
    _base, mine, theirs = texts
    text = merge(*texts).text
    for mark, side in (("M", mine), ("T", theirs)):
        assert re.findall(rf"{mark}\d", text) == re.findall(rf"{mark}\d", side)


@STEADY
@given(three())
def test_it_does_not_matter_who_came_first(texts):
    base, mine, theirs = texts
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert one.is_clean == other.is_clean
    if one.is_clean:
        assert one.text == other.text


@STEADY
@given(edits("M"))
def test_where_only_one_side_wrote_its_text_is_the_merge(sides):
    base, side = sides
    for merged in (merge(base, side, base), merge(base, base, side), merge(base, side, side)):
        assert (merged.is_clean, merged.text) == (True, side)


@STEADY
@given(BASE, BASE)
def test_equal_pieces_are_found_in_the_order_of_both_sides(left, right):
    one, other = left.split(" "), right.split(" ")
    found = pairs(one, other)
    assert all(one[at] == other[to] for at, to in found)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(found))


@STEADY
@given(BASE, BASE)
def test_without_a_base_nothing_is_sure_but_what_both_have(mine, theirs):
    merged = compare(mine, theirs)
    assert "".join(region.mine for region in merged.regions) == mine
    assert "".join(region.theirs for region in merged.regions) == theirs
    assert merged.is_clean == (mine == theirs)


@pytest.mark.parametrize(("base", "mine", "theirs", "text"), [
    ("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n"),
    ("a\nb\n", "A\nb\n", "a\nB\n", "A\nB\n"),
    ("The pump trips after start.", "The old pump trips after start.", "The pump trips after ten minutes.",
     "The old pump trips after ten minutes."),
    ("one\ntwo\nthree\n", "one\nthree\n", "one\ntwo\nthree\nfour\n", "one\nthree\nfour\n"),
    ("", "Checked it.", "", "Checked it."),
    ("", "Checked.", "Checked. OK", "Checked. OK"),
    ("Seal", "Seal repl", "Seal replaced, tested", "Seal replaced, tested"),
    ("x y", "x ab y", "x a y", "x ab y"),
    ("same\n" * 5, "first\n" + "same\n" * 5, "same\n" * 5 + "last\n", "first\n" + "same\n" * 5 + "last\n"),
    ("משאבה דולפת\nנבדק\n", "משאבה דולפת מאוד\nנבדק\n", "משאבה דולפת\nנבדק פעמיים\n",
     "משאבה דולפת מאוד\nנבדק פעמיים\n"),
])
def test_changes_apart_from_each_other_are_put_together(base, mine, theirs, text):
    assert (merge(base, mine, theirs).text, merge(base, mine, theirs).is_clean) == (text, True)


@pytest.mark.parametrize(("base", "mine", "theirs", "text"), [
    ("", "mine", "theirs", "mine\ntheirs"),
    ("The pump trips.", "The motor trips.", "The valve trips.", "The motor trips.\nThe valve trips."),
    ("Line one\nLine two\n", "Line two\n", "Line one changed\nLine two\n", "Line one changed\nLine two\n"),
    ("start\n", "start\nmine\n", "start\ntheirs\n", "start\nmine\ntheirs\n"),
    ("a b", "a", "a b c", "a\na b c"),
])
def test_changes_that_touch_are_in_conflict_and_both_sides_stay(base, mine, theirs, text):
    merged = merge(base, mine, theirs)
    assert (merged.is_clean, merged.text) == (False, text)


def test_a_conflict_leaves_what_is_apart_from_it_merged():
    merged = merge("1\n2\n2b\n3\n4\n5\n", "one\n2\n2b\n3\n4\nmine\n", "1\n2\n2b\nthree\n4\ntheirs\n")
    assert [region.text for region in merged.regions] == ["one\n", "2\n2b\n", "three\n", "4\n", None]


@pytest.mark.parametrize("texts", [
    ("\n" * 200_000, "a" + "\n" * 100_000 + "b" + "\n" * 100_000, "\n" * 150_000 + "c" + "\n" * 50_000),
    ("x " * 100_000, "y " * 100_000, "x y " * 50_000),
    ("".join(f"{n % 700}\n" for n in range(50_000)), "".join(f"{n % 701}\n" for n in range(50_000)),
     "".join(f"{n % 699} {n}\n" for n in range(20_000))),
])
def test_the_longest_texts_are_merged_while_a_save_waits(texts):
    # No clock: a quadratic diff of these takes hours, and a test is stopped after three minutes.
    merged = merge(*texts)
    assert "".join(region.mine for region in merged.regions) == texts[1]
