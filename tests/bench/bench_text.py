"""The completeness check and the word diff on texts of 10,000 characters, against reading the same text once.

CPU time of this process alone; "one pass" is a regular expression that finds the words of the text.
"""

import json
import random
import re
import statistics
import time
from collections.abc import Callable

from fsr.notebook.checks import Field, check, summary
from fsr.notebook.diff import words
from tests.samples import HERE

ROUNDS = 40


def main() -> None:
    """Print medians in milliseconds, and what they are beside one pass."""
    case = json.loads((HERE / "fsr" / "case_06.json").read_text("utf-8"))
    notes = "\n\n".join(item["text"] for item in case["fsr_notes"])
    edited = re.sub(r"\b(\d+) wafers", lambda match: f"{int(match.group(1)) + 1} wafers", notes)
    chance = random.Random(3)
    other = " ".join(chance.choice(notes.split()) for _word in range(len(notes.split())))
    check(Field.NOTES, notes)  # compiles the cues
    once = median(lambda: re.findall(r"\w+", notes))
    for name, work in (("check of the notes", lambda: check(Field.NOTES, notes, problem=case["problem_statement"])),
                       ("symptom, fault and fix", lambda: summary(case["problem_statement"], notes)),
                       ("diff, 88 words changed", lambda: words(notes, edited)),
                       ("diff, nothing alike", lambda: words(notes, other))):
        spent = median(work)
        print(f"{name}, {len(notes):,} characters: {spent:.1f} ms, {spent / once:.0f} times one pass ({once:.2f} ms)")


def median(work: Callable[[], object]) -> float:
    """CPU time in milliseconds."""
    times = []
    for _round in range(ROUNDS):
        began = time.process_time()
        work()
        times.append((time.process_time() - began) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
