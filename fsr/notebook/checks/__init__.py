"""Is a text complete?  Rules and cue words, no AI: each answer shows the words that it was taken from, or asks.

`check` judges one text, `summary` finds symptom, fault and fix.  Both are pure; the words for people are elsewhere
(`fsr.notebook.questions`).
"""

from fsr.notebook.checks.cues import Mark
from fsr.notebook.checks.judge import Answer, Report, State, check
from fsr.notebook.checks.rules import LEAST, LIMITS, RULES, Field, Rule
from fsr.notebook.checks.summary import Summary, summary

__all__ = ["LEAST", "LIMITS", "RULES", "Answer", "Field", "Mark", "Report", "Rule", "State", "Summary", "check",
           "summary"]
