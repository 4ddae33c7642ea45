"""Input of the link pages: what was typed is kept to be shown again, with a sentence for each field that fails."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Protocol

from fsr import clock
from fsr.auth.models import User
from fsr.shares.models import Mode, Share
from fsr.shares.service import LONGEST_PASSPHRASE, SHORTEST_PASSPHRASE, Wishes
from fsr.shares.viewers import Choice, Look, Page
from fsr.subjects import Subject
from fsr.web.i18n import LANGUAGES, zone
from fsr.web.i18n import gettext as _

DAYS = {"7": timedelta(days=7), "30": timedelta(days=30)}
"""Choices of an end; 30 days are the seed's 720 hours."""
TITLE, CONTACT, REASON, NAME, MESSAGE = 200, 200, 500, 80, 1000


class Fields(Protocol):
    """What werkzeug's MultiDict gives of a query string or a form."""

    def get(self, key: str, /) -> str | None: ...
    def getlist(self, key: str, /) -> list[str]: ...
    def __iter__(self) -> Iterator[str]: ...


def typed(fields: Fields, name: str) -> str:
    """What was typed, without blanks round it and without NULs, which PostgreSQL keeps in no text."""
    return (fields.get(name) or "").replace("\x00", "").strip()


def subject_of(text: str | None) -> Subject | None:
    """The subject named in a URL, "comparison:5"; None when it names none."""
    found = re.fullmatch(r"([a-z]{1,40}):([\w-]{1,64})", text or "", re.ASCII)
    return Subject(*found.groups()) if found else None


def ids_of(fields: Fields) -> list[int]:
    """The links ticked in a list."""
    return [int(one) for one in fields.getlist("id") if one.isascii() and one.isdecimal() and len(one) < 19]


@dataclass(slots=True)
class ShareForm:
    """The dialog of a link.

    raw     what to show in the fields: text by name, "on" for a ticked box
    shown   keys of ticked columns; None: all that are not hidden in the subject itself
    errors  a sentence by field
    wishes  what was asked for; only where there are no errors
    """

    raw: dict[str, str] = field(default_factory=dict)
    shown: frozenset[str] | None = None
    errors: dict[str, str] = field(default_factory=dict)
    wishes: Wishes = field(default_factory=Wishes)

    @property
    def ok(self) -> bool:
        """Whether all fields fit."""
        return not self.errors

    def shows(self, choice: Choice) -> bool:
        """Whether the column is ticked."""
        return not choice.hidden if self.shown is None else choice.key in self.shown

    @classmethod
    def fresh(cls, about: Mapping[str, object], user: User) -> "ShareForm":
        """A dialog that needs nothing typed: 30 days, with evidence, in the subject's language."""
        raw = {"title": str(about["title"]), "language": str(about["language"]), "expires": "30",
               "contact": f"{user.name}, {user.email}", "evidence": "on"}
        return cls(raw)

    @classmethod
    def of(cls, share: Share) -> "ShareForm":
        """The dialog of a link that exists."""
        raw = {"title": share.title, "language": share.language, "contact": share.contact, "reason": share.reason,
               "recommended": share.recommended or "", "expires": "date" if share.expires_at else "never",
               "until": share.expires_at.astimezone(zone()).date().isoformat() if share.expires_at else "",
               "evidence": "on" if share.show_evidence else "", "comments": "on" if share.show_comments else "",
               "latest": "on" if share.mode is Mode.LIVE else "", "locked": "on" if share.passphrase_hash else ""}
        return cls(raw)

    def ticked(self, share: Share, choices: Sequence[Choice]) -> "ShareForm":
        """The same with the columns ticked that the link shows."""
        self.shown = frozenset(choice.key for choice in choices) - frozenset(share.hidden_columns)
        return self

    @classmethod
    def parse(cls, fields: Fields, choices: Sequence[Choice], share: Share | None = None) -> "ShareForm":
        """Read the dialog; `share` is the link being changed, whose passphrase stays where none is typed."""
        raw = {name: typed(fields, name) for name in fields if name not in {"column", "csrf_token"}}
        form = cls(raw, frozenset(fields.getlist("column")))
        known = {choice.key for choice in choices}
        form._must(raw.get("language") in LANGUAGES, "language", _("Choose a language."))
        for name, longest in (("title", TITLE), ("contact", CONTACT), ("reason", REASON)):
            form._must(len(raw.get(name, "")) <= longest, name, _("At most %(count)s characters.", count=longest))
        form._must(bool(raw.get("title")), "title", _("Give it a title: it is the first thing that is read."))
        form._must(not choices or bool(form.shown and form.shown & known), "column", _("Show at least one column."))
        expires_at = form._expiry()
        passphrase = form._passphrase(share)
        recommended = raw.get("recommended") or None
        form._must(recommended is None or recommended in (form.shown or known), "recommended",
                   _("The recommended column must be one that is shown."))
        form.wishes = Wishes(
            title=raw.get("title", ""), language=raw.get("language", ""), contact=raw.get("contact", ""),
            expires_at=expires_at, passphrase=passphrase, mode=Mode.LIVE if raw.get("latest") else Mode.PINNED,
            show_evidence=bool(raw.get("evidence")), show_comments=bool(raw.get("comments")),
            view_prefs=dict(share.view_prefs) if share else {}, recommended=recommended, reason=raw.get("reason", ""),
            hidden_columns=tuple(sorted(known - (form.shown or known))))
        return form

    def look(self) -> Look:
        """How the recipient would see it."""
        wishes = self.wishes
        return Look(wishes.language, frozenset(wishes.hidden_columns), evidence=wishes.show_evidence,
                    comments=wishes.show_comments, recommended=wishes.recommended, reason=wishes.reason)

    def _must(self, fits: bool, name: str, sentence: str) -> None:
        if not fits:
            self.errors.setdefault(name, sentence)

    def _expiry(self) -> datetime | None:
        chosen = self.raw.get("expires", "")
        if chosen in DAYS:
            return clock.now() + DAYS[chosen]
        if chosen == "never":
            return None
        try:
            day = datetime.fromisoformat(self.raw.get("until", "")).date()
        except ValueError:
            self._must(False, "until", _("Give a date, or choose another end."))
            return None
        end = datetime.combine(day, time(23, 59, 59), zone())
        self._must(end > clock.now(), "until", _("This day is over already."))
        self._must(end < clock.now() + timedelta(days=3660), "until", _("At most ten years from now."))
        return end

    def _passphrase(self, share: Share | None) -> str | None:
        """What was typed; None leaves a link's own as it is, "" removes it."""
        typed = self.raw.get("passphrase", "")
        if not self.raw.get("locked"):
            return ""
        if not typed and share is not None and share.passphrase_hash:
            return None
        fits = SHORTEST_PASSPHRASE <= len(typed) <= LONGEST_PASSPHRASE
        self._must(fits, "passphrase", _("Choose a passphrase of %(least)s to %(most)s characters.",
                                         least=SHORTEST_PASSPHRASE, most=LONGEST_PASSPHRASE))
        return typed


@dataclass(slots=True)
class ReplyForm:
    """The recipient's answer: which column (its number on the page), who says so and what else."""

    raw: dict[str, str]
    title: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, fields: Fields, page: Page) -> "ReplyForm":
        """Read the answer; only a column that the page shows can be preferred."""
        raw = {name: typed(fields, name) for name in ("offer", "name", "message")}
        form = cls(raw, {choice.key: choice.title for choice in page.choices}.get(raw["offer"], ""))
        if not form.title:
            form.errors["offer"] = _("Choose an offer.")
        for name, longest in (("name", NAME), ("message", MESSAGE)):
            if len(raw[name]) > longest:
                form.errors[name] = _("At most %(count)s characters.", count=longest)
        return form
