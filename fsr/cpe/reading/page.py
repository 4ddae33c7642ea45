"""A page of a certificate, prepared: its texts, its labels, and which texts can hold no value."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import pairwise

from fsr.cpe.reading.boilerplate import is_furniture, is_heading, unmarked
from fsr.cpe.reading.vocabulary import UNSURE, role_of
from fsr.extraction.labels import Lexicon
from fsr.extraction.reading import Page
from fsr.sheets.reader.marks import marks
from fsr.sheets.reader.pairs import Labels, labels_of
from fsr.sheets.reader.view import Text, View, part_of, view_of


@dataclass(frozen=True)
class Paper:
    """A page with what its reader asks of it."""

    labels: Labels

    @property
    def view(self) -> View:
        """Its texts."""
        return self.labels.view

    @cached_property
    def furniture(self) -> frozenset[int]:
        """Indexes of texts that belong to the printed web page, and not to the certificate."""
        return frozenset(text.index for text in self.view.texts if is_furniture(text, self.view))

    @cached_property
    def printed(self) -> list[Text]:
        """All texts but furniture."""
        return [text for text in self.view.texts if text.index not in self.furniture]

    @cached_property
    def prose(self) -> list[Text]:
        """Texts in which values are looked for: without furniture and the sentences of every certificate."""
        return [text for text in map(unmarked, self.printed) if text.text.strip()]

    def plain(self) -> Iterator[Text]:
        """Texts that may be a value by themselves: no labels, sentences of every certificate, headings, furniture."""
        return (text for text in self.prose if not self.labels.is_label(text) and not is_heading(text.text))

    def following(self, text: Text) -> Text | None:
        """The text beside or below that goes on with a sentence; None where it is a label."""
        beside = self.view.right_of(text)
        after = beside if beside and not self.labels.is_label(beside) else self.view.below(text, far=4.5)
        return after if after and not self.labels.is_label(after) else None

    def preceding(self, text: Text) -> Text | None:
        """The text above from which a sentence comes; None where it is a label."""
        above = self.view.above(text, far=4.5)
        return above if above and not self.labels.is_label(above) else None

    @cached_property
    def beside_others(self) -> frozenset[int]:
        """Texts that stand beside, below or above a label nobody wants: names of instructors, numbers of courses."""
        taken: set[int] = set()
        for mark in self.labels.marks:
            if role_of(mark.code) == "other" and mark.ends:
                near = self.view.right_of(mark.text) or self.view.above(mark.text) or self.view.below(mark.text)
                if near and not self.labels.is_label(near):
                    taken.add(near.index)
        return frozenset(taken)


def papers_of(page: Page, lexicon: Lexicon) -> list[Paper]:
    """The page; where two or more certificates stand on it one under the other, each by itself.

    They are told by their headings; what parts them is the widest gap above the heading.
    """
    tops = [line.box[1] for line in page.lines if is_heading(line.text)]
    starts = [top for before, top in pairwise(tops) if top - before > _LEAST_PART]
    cuts = [_gap_above(page, before, top) for before, top in zip([0.0, *starts], starts, strict=False)]
    if not cuts:
        return [paper_of(page, lexicon)]
    parts = [replace(page, lines=tuple(line for line in page.lines if above <= line.box[1] < below))
             for above, below in pairwise([-1.0, *cuts, 2.0])]
    return [paper_of(part, lexicon) for part in parts]


_LEAST_PART = 0.22
"""Of a page's height: certificates on one page are no smaller."""


def _gap_above(page: Page, top: float, heading: float) -> float:
    """The middle of the widest gap between lines in the lower half of what stands between `top` and a heading."""
    ends = sorted({line.box[3] for line in page.lines if (top + heading) / 2 < line.box[3] <= heading + 0.005})
    tops = sorted({line.box[1] for line in page.lines if top < line.box[1] <= heading + 0.005})
    gaps = [(start - end, end) for end in ends for start in tops if start >= end
            and not any(end < other < start for other in tops)]
    width, end = max(gaps, default=(0.0, heading))
    return end + width / 2


def paper_of(page: Page, lexicon: Lexicon) -> Paper:
    """The page, read."""
    view = view_of(page, partial(part_of, lexicon))
    return Paper(labels_of(view, [mark for mark in marks(view, lexicon) if mark.marked or mark.code not in UNSURE]))
