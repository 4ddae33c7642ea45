"""Fields of study: the 20 names of NASBA, the older names on older papers, and the buckets that some states print.

Canonical names are those of NASBA's "Fields of Study" (since 2016-09-01, compulsory since 2018-01-01).  Its technical
and non-technical lists are `TECHNICAL` and `NON_TECHNICAL`; a state may see it otherwise, and then its rules say so.  A
bucket such as "A&A" stands for several fields: it belongs to a category only where all of them do, because the paper
does not say which of them was taught.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from fsr.extraction.labels import fold

LIKE = 0.86
"""How like (0 to 1) a misread name must be to a known one to be taken for it."""
_FUZZY_FROM = 6
"""Letters; of shorter texts a likeness says nothing."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of study, or a bucket of them.

    code        stable, stored
    name        canonical, as NASBA writes it
    synonyms    other printed names: old names, abbreviations, states' words
    stands_for  codes of fields it may be: its own, or those of the bucket
    """

    code: str
    name: str
    synonyms: tuple[str, ...] = ()
    stands_for: frozenset[str] = frozenset()

    @property
    def is_bucket(self) -> bool:
        """Whether the printed name leaves open which field it is."""
        return len(self.stands_for) > 1


@dataclass(frozen=True, slots=True)
class Match:
    """A printed name and the field it means; `likeness` is 1.0 for a known name, less for one misread."""

    field: Field
    printed: str
    likeness: float


def _field(code: str, name: str, *synonyms: str) -> Field:
    return Field(code, name, synonyms, frozenset({code}))


FIELDS: tuple[Field, ...] = (
    _field("accounting", "Accounting", "Accounting & Reporting", "Financial Accounting", "Financial Reporting",
           "Accounting and Financial Reporting"),
    _field("accounting_governmental", "Accounting (Governmental)", "Governmental Accounting", "Government Accounting",
           "Accounting Governmental", "Accounting - Governmental"),
    _field("auditing", "Auditing", "Audit", "Attest", "Attestation", "Audit and Attest", "Assurance"),
    _field("auditing_governmental", "Auditing (Governmental)", "Governmental Auditing", "Government Auditing",
           "Auditing Governmental", "Auditing - Governmental", "Yellow Book", "GAGAS"),
    _field("business_law", "Business Law", "Law"),
    _field("economics", "Economics"),
    _field("finance", "Finance", "Corporate Finance", "Financial Planning"),
    _field("information_technology", "Information Technology", "IT", "Computer Science",
           "Information Technology - Technical"),
    _field("management_services", "Management Services", "Management Advisory Services", "Advisory Services",
           "Consulting Services", "MAS"),
    _field("regulatory_ethics", "Regulatory Ethics", "Ethics - Regulatory", "Ethics (Regulatory)", "Ethics Regulatory",
           "Professional Ethics - Regulatory"),
    _field("specialized_knowledge", "Specialized Knowledge", "Specialized Knowledge & Applications",
           "Specialised Knowledge", "Specialized Knowledge - Technical", "SKA"),
    _field("statistics", "Statistics", "Mathematics", "Quantitative Methods"),
    _field("taxes", "Taxes", "Tax", "Taxation", "Federal Tax", "Federal Taxation", "Federal Income Tax",
           "Federal Tax Law", "Federal Tax Law Updates"),
    _field("behavioral_ethics", "Behavioral Ethics", "Ethics - Behavioral", "Ethics (Behavioral)", "Behavioural Ethics",
           "Ethics Behavioral"),
    _field("business_management", "Business Management & Organization", "Business Management and Organisation",
           "Business Management", "Administrative Practice", "Practice Management", "Social Environment of Business",
           "Practice Development", "Management"),
    _field("communications_marketing", "Communications and Marketing", "Communications", "Communication", "Marketing",
           "Communications & Marketing"),
    _field("computer_software", "Computer Software & Applications", "Computer Software", "Software Applications",
           "Computer Applications", "Computer Software and Applications"),
    _field("personal_development", "Personal Development", "Self Development", "Leadership Development"),
    _field("personnel", "Personnel/Human Resources", "Personnel/HR", "Human Resources", "Personnel", "HR",
           "Personnel and Human Resources"),
    _field("production", "Production", "Production Operations"),
)
"""In NASBA's order: 13 technical, then 7 non-technical."""

TECHNICAL: frozenset[str] = frozenset(field.code for field in FIELDS[:13])
NON_TECHNICAL: frozenset[str] = frozenset(field.code for field in FIELDS[13:])

BUCKETS: tuple[Field, ...] = (
    Field("accounting_auditing", "Accounting & Auditing", (
        "A&A", "A & A", "Accounting and Auditing", "Accounting/Auditing", "Auditing & Accounting", "AA",
    ), frozenset({"accounting", "auditing"})),
    Field("accounting_auditing_tax", "Accounting & Auditing / Tax", (
        "Accounting, Auditing and Tax", "Accounting & Auditing & Tax",
    ), frozenset({"accounting", "auditing", "taxes"})),
    Field("governmental", "Governmental", ("Government", "Government A&A", "Governmental Accounting and Auditing"),
          frozenset({"accounting_governmental", "auditing_governmental"})),
    Field("ethics", "Ethics", ("Professional Ethics", "Ethics and Professional Conduct", "Professional Conduct"),
          frozenset({"regulatory_ethics", "behavioral_ethics"})),
    Field("technical", "Technical", ("Technical Subjects", "Technical Subject Area"), TECHNICAL),
    Field("technical_business", "Technical Business", (), TECHNICAL - {
        "accounting", "accounting_governmental", "auditing", "auditing_governmental", "regulatory_ethics"}),
    Field("non_technical", "Non-technical", ("Nontechnical", "Non Technical Subjects"), NON_TECHNICAL),
    Field("behavioral", "Behavioral", ("Behavioral Subjects", "Behavioural"), frozenset({
        "behavioral_ethics", "business_management", "communications_marketing", "personal_development", "personnel"})),
)
"""Printed names that leave open which field was taught."""

BY_CODE: dict[str, Field] = {field.code: field for field in (*FIELDS, *BUCKETS)}

_ASIDE = re.compile(
    r"^\s*(?:nasba\s+|course\s+|recommended\s+)?(?:fields?\s+of\s+study|subject\s+areas?)\s*[:\-–]\s*|"
    r"^\s*(?:non-?)?technical\s*[-–:]\s*(?=\S)|"
    r"[\s,:(–-]*\b\d+(?:[.,]\d+)?\s*(?:cpe\s*)?(?:credits?|hours?|hrs?)?\.?\s*\)?\s*$", re.IGNORECASE)
"""What stands around a name: a caption, "Technical -" before it, hours after it."""


def _key(text: str) -> str:
    """`text` as names are compared: folded, "&" as "and", letters and figures only."""
    return re.sub(r"[^a-z0-9]", "", fold(text).replace("&", " and "))


def _names(fields: Iterable[Field]) -> dict[str, Field]:
    return {_key(name): field for field in fields for name in (field.name, field.code, *field.synonyms)}


_KNOWN = _names((*BUCKETS, *FIELDS))
_LONG = [key for key in _KNOWN if len(key) >= _FUZZY_FROM]


@lru_cache(maxsize=4096)
def find(printed: str) -> Match | None:
    """The field that `printed` names, None where it names none.

    "Specialized Knowledge & Applications" -> Specialized Knowledge; "Technical - Taxes 3 Hours" -> Taxes; "Auditlng"
    (misread) -> Auditing with a likeness below 1; "General" -> None.
    """
    for text in (printed, _bare(printed)):
        if field := _KNOWN.get(_key(text)):
            return Match(field, printed, 1.0)
    return _like(printed, _key(_bare(printed)))


def _bare(printed: str) -> str:
    """`printed` without what stands around a name, as long as a name is left."""
    bare = printed
    while (shorter := _ASIDE.sub("", bare, count=1)) != bare and shorter.strip():
        bare = shorter
    return bare


def _like(printed: str, key: str) -> Match | None:
    if len(key) < _FUZZY_FROM:
        return None
    best = process.extractOne(key, _LONG, scorer=fuzz.ratio, score_cutoff=LIKE * 100)
    return Match(_KNOWN[best[0]], printed, round(best[1] / 100, 3)) if best else None


def named(code: str) -> Field:
    """The field or bucket of `code`.

    :raises KeyError: there is none.
    """
    return BY_CODE[code]
