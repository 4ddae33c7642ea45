"""Labels printed on certificates, by what they are labels of.

The notation is that of `fsr.extraction.labels`.  A code with a colon is a kind of its role ("completed:issued" is a
date, but not that of completion); codes under "other" are labels whose values no column wants, known so that they are
not taken for something else.
"""

from functools import cache

from fsr.extraction.labels import Lexicon

_KINDS = "event|session|class|seminar|webinar|webcast|training|activity|module|workshop|lesson"
_COURSE = f"course|program|programme|{_KINDS}"
_NUMBER = "number|no|nr|num|id|code"

LABELS: dict[str, tuple[str, ...]] = {
    "participant": (
        "participant|attendee|student|learner|registrant|licensee|recipient (s) (name)", "attendees name",
        "name of (the) participant|attendee|student|learner|licensee|recipient|registrant|individual", "name",
        "full name", "member (name)", "member s name", "completed by", "course completed by", "employee (name)",
        "presented|awarded|granted|issued|conferred to|on|upon",
    ),
    "title": (
        f"{_COURSE} title|name", f"title of (the) {_COURSE}|presentation", f"name of (the) {_COURSE}",
        "presentation title|name", "title", "topic", "course", "program|"
        "programme", "on demand video", "program|course attended",
        "course|program description", "title of cpe (course|program)", "learning activity",
    ),
    "title:kind": (_KINDS, "conference"),
    "title:subject": ("subject",),
    "field:subject": ("subject",),
    "completed": (
        "completion date", "date of completion", "date (s) completed|attended|held|earned|certified|taken",
        f"date (s) of (the) {_COURSE}|attendance|participation|presentation",
        f"{_COURSE}|presentation|attendance date (s)",
        f"{_COURSE} completed (on)", "completed (on)", "session|class|course|program|event end date", "end date",
        "when", "attended on", "completion", "last day", "date s", "dates", "passed on", "date passed",
        "course completion date", "date course completed", "cpe date",
    ),
    "completed:date": ("date", "dated"),
    "completed:issued": (
        "date issued", "issue date", "date of issue|issuance|award", "issued (on)", "certificate date", "awarded on",
        "award date", "print|printed date", "printed (on)", "date printed", "date of certificate", "date signed",
        "signature date", "signed on", "registration date", "registered on",
    ),
    "other:date": (
        "enrolled (on)", "enrollment|enrolment date", "started (on)", "start date", "course start date",
        "expires (on)",
        "expiration|expiry (date)", "course expires", "valid until|through|to|from", "date of birth", "birth date",
        "purchase date", "order date", "begin|beginning date", "publication|revision date", "last updated",
    ),
    "hours": (
        "cpe", "cpe credit|credits|hour|hours|unit|units (hour|hours) (earned|awarded|granted)",
        "cpe value|earned|awarded|granted", "number of (cpe) credit|credits|hour|hours (hours) (earned|awarded)",
        "total|earned|awarded|granted (number) (of) (cpe) credit|credits|hour|hours (hour|hours) (earned|awarded)",
        "total cpe (awarded|earned|credit|credits|hours)",
        "hours|credits|credit of (recommended) cpe (credit|credits)",
        "recommended (for) (cpe) credit|credits|hours (hours)", "recommended cpe", "recommended for",
        "credit|credits|hours earned|awarded|granted|received", "credit hours (earned|awarded)", "credits", "credit",
        "continuing professional education credit|credits|hour|hours|units (cpe) (hours)",
        "continuing education credit|credits|hours", "interactive credit in cpe hours", "hours of cpe",
        "contact hours cpe", "nasba credit|credits|hours", "cpe total", "ce hours|credits (earned)", "credit s",
    ),
    "hours:approved": (
        "approved (for) (cpe) credit|credits|hour|hours", "maximum (cpe) credit|credits|hours",
        "available (cpe) credit|credits|hours", "possible (cpe) credits|hours", "cpe credits available|possible",
        "eligible (for) cpe credit|credits|hours",
    ),
    "other:hours": (
        "irs ce (credit|credits|hours)", "irs credit|credits|hours",
        "ceu|ceus|pdu|pdus|pdc|pdcs|cle|cme (s) (credit|credits|hours)",
        "contact hours", "training hours", "duration", "course duration|length", "time", "length", "minutes",
        "recertification credits", "cfp (credit|credits|hours)", "ama pra category", "seat time", "ea credits",
    ),
    "field": (
        "field|fields (s) of study", "nasba|recommended|course|program|cpe field|fields (s) of study",
        "nasba field", "subject area|areas|matter|code", "area|areas of study", "curriculum", "category",
        "cpe category|field|subject|type",
        "credit category|type", "cpe subject area", "nasba subject area", "discipline", "program area",
    ),
    "method": (
        "delivery (method|mode|type|format) (used)",
        "instructional|instruction|teaching|program|training method|mode|type (used)",
        "instructional delivery method|mode (used)", "type of (instructional) delivery (method) (used)",
        "type of instructional delivery method used", "type of program|instruction|course", "method (used)",
        "method of delivery|study|instruction", "format", "program|course delivery (mode|method)",
        "mode of delivery|instruction",
        "course|program format|type", "nasba delivery method", "program delivery method", "delivery",
        "learning method|type",
    ),
    "certificate": (
        f"certificate|cert|certification|confirmation|credential {_NUMBER} (number)",
        "certificate serial (number|no)",
        f"certificate of completion {_NUMBER}", f"tln certificate {_NUMBER}", "completion id|number|code",
        "serial number|no",
        "verification code|number|id", "certificate identifier", "certificate",
    ),
    "sponsor": (
        "sponsor (name)", "name of (the) sponsor|provider|organization",
        "program|course|cpe|registered|approved sponsor|provider",
        "provider (name)", "sponsored|provided|offered|organized|organised|hosted|conducted by", "offered through",
        "sponsoring organization|organisation|company", "organization|organisation|organizer|organiser",
        "cpe provider|sponsor name",
        "company name",
    ),
    "sponsor_id": (
        "national registry of cpe sponsors (id) (number|no)", "national registry (sponsor) (id|number|no)",
        "nasba (national) (cpe) (registry|sponsor|registered|qas) (of) (cpe) (sponsor|registry|sponsors) (id|"
        "number|license|no) (no|number)",
        f"sponsor|registry|provider {_NUMBER} (number|no)",
        "sponsor license|licence number|no", "registered sponsor id|number|no", "cpe sponsor id|number|no",
        "qas sponsor id|number|no",
        "nasba id",
    ),
    "sponsor_id:short": ("qas self study", "qas", "registry", "nasba", "sponsor"),
    "location": (
        "location (s)", f"{_COURSE} location", f"location of (the) {_COURSE}", "city (state)", "city and state",
        "held in|at",
        "where", "venue", "place", "site", "location city state",
    ),
    "other:person": (
        "instructor|presenter|speaker|facilitator|moderator|trainer|lecturer|teacher|author|panelist (s) (name|names)",
        "discussion leader (s)",
        "signature (of) (sponsor|provider|instructor|administrator|participant|representative)",
        "signed (by)", "authorized|authorised|approved|verified|taught|presented|certified|instructed by",
        "cpe administrator|coordinator",
        "authorized signature", "program|course director", "registrar", "contact (person|name)", "reviewed by",
        "seminar|webinar presented by", "program developer", "name and title",
    ),
    "other:number": (
        f"member|membership|course|event|program|programme|activity|offering|account|order|license|licence|permit|"
        f"user|session|employee|"
        f"student|class|product|meeting|request|invoice|transaction|attendee|learner|customer {_NUMBER}",
        "offering request code",
        "cpa license (number|no)", "cpa license|licence|certificate number|no|id", "license", "ptin",
        "irs provider|program (number|id|program)",
        "irs provider program", "version",
    ),
    "other:state": (
        "texas|illinois|ohio|pennsylvania|florida|california|maryland|tennessee|virginia|oregon|washington|iowa|"
        "kansas (state) (board) "
        "(sponsor|provider|cpe) (id|number|no|license|registration)",
        "new york|jersey|hampshire|mexico (state) (sponsor|provider|cpe) (id|number|no|license|registration)",
        "tx|ny|nj|il|oh|pa|fl sponsor|provider (id|number|no)",
    ),
    "other:mail": ("from", "to", "cc", "sent", "reply to"),
    "other:text": (
        "prerequisites (level)", "prerequisite", "level", "program|course|knowledge level", "final exam score",
        "score", "exam score",
        "grade", "passing (score|grade)", "address", "website", "web site", "email", "phone", "fax", "verify",
        "result", "status",
        "polling questions", "advance|advanced preparation", "who should attend", "learning objectives", "objectives",
        "top skills covered", "certificate url", "language", "department", "job title", "attendance", "comments",
        "note|notes",
        "complaints", "refund", "for more information", "title and signature",
    ),
}

UNSURE = frozenset({"title:kind", "other:mail", "sponsor_id:short"})
"""Labels that are one only where a colon follows: alone on a line "Webcast" is a method."""
TOTALS = ("total", "grand total", "total credits", "total cpe credits", "total hours", "sum")


@cache
def lexicon(learned: tuple[tuple[str, str], ...] = ()) -> Lexicon:
    """The labels, and those that people taught: (role, label) pairs."""
    return Lexicon(LABELS, taught=learned)


def role_of(code: str) -> str:
    """The role of a label's code: "completed" for "completed:issued"."""
    return code.partition(":")[0]
