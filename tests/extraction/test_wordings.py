"""Many wordings as one pattern, and answers kept for one reading."""

import re

import pytest

from fsr.extraction.kept import forgetting, kept
from fsr.extraction.wordings import any_of

WORDINGS = (
    r"\bnav (?:\w+ )?segt|nesedz|(?:is|are) (?:not )?paid|\b(?:can|may) add|e\.g\.|\d+ ?%|^\W*extras\W*$|"
    r"no(?:n)? cover|[ab]|c\b|d+e|(?:\bpar|за) \+|(?:x|y)?z{2}|f(?=[|(])"
)


@pytest.mark.parametrize(
    "text",
    [
        "", "nav tiek segts", "unav segt", "nesedz", "is paid", "are not paid", "it is not", "can add", "scan add",
        "maybe", "e.g. this", "egg", "5 %", "5", "- extras -", "more extras here", "no cover", "non cover", "non", "a",
        "c", "cc", "dde", "par +", "spar +", "за +", "zz", "z", "f|", "f", "xzz",
    ],
)
def test_wordings_by_first_letter_find_what_the_plain_pattern_finds(text: str) -> None:
    assert bool(any_of(WORDINGS).search(text)) == bool(re.search(WORDINGS, text))


def test_letters_with_which_no_wording_begins_are_skipped() -> None:
    assert any_of(r"\bnav segt|netiek segt|(?:is|are) paid").pattern == (
        r"n(?:(?<=\bn)av segt|etiek segt)|i(?:s paid)|a(?:re paid)"
    )


def test_answers_are_kept_while_a_document_is_read_and_then_forgotten() -> None:
    asked: list[str] = []

    @kept
    def answer(text: str) -> int:
        asked.append(text)
        return len(text)

    @forgetting
    def read(text: str) -> int:
        return answer(text) + answer(text)

    assert (read("ab"), asked) == (4, ["ab"])
    assert (read("ab"), asked) == (4, ["ab", "ab"])


def test_answers_are_forgotten_also_when_reading_fails() -> None:
    asked: list[str] = []

    @kept
    def answer(text: str) -> int:
        asked.append(text)
        return len(text)

    @forgetting
    def read(text: str) -> int:
        return 1 // (answer(text) - 2)

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            read("ab")
    assert asked == ["ab", "ab"]
