"""What can go wrong, in words for the person who can mend it.

Services and engines raise one of these with a sentence a user can read; the
web's one status table (`fsr.web.errors`) turns them into answers.
"""


class Refusal(Exception):
    """The base of all expected failures; `str(error)` is a sentence for the user."""


class NotFound(Refusal):
    """There is no such thing, or the actor may not know that there is one (404)."""


class Forbidden(Refusal):
    """The actor may see the thing, but not do this with it (403)."""


class Invalid(Refusal):
    """The input cannot be accepted (422); `fields` maps a field's name to its sentence."""

    def __init__(self, sentence: str, **fields: str) -> None:
        super().__init__(sentence)
        self.fields = fields


class Conflict(Refusal):
    """The thing changed meanwhile, or is in a state that does not allow this (409)."""


class Gone(Refusal):
    """There was such a thing; it ended (410)."""


class TooMany(Refusal):
    """Too many tries (429); `seconds` says how long to wait."""

    def __init__(self, sentence: str, seconds: int) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class Busy(Refusal):
    """Others are writing, without an end in sight; nothing was done, and the same again may do (503)."""

    seconds = 2


class TooLarge(Refusal):
    """More bytes than allowed (413)."""


class Unreadable(Refusal):
    """A document cannot be read; the sentence says why and what to do (415)."""
