"""Printed fields of study and delivery methods -> canonical ones."""

import pytest

from fsr.cpe import fields, methods
from fsr.cpe.methods import Method

PRINTED = {
    "Accounting": "accounting",
    "ACCOUNTING (GOVERNMENTAL)": "accounting_governmental",
    "Auditing – Governmental": "auditing_governmental",
    "Yellow Book": "auditing_governmental",
    "Specialized Knowledge & Applications": "specialized_knowledge",
    "Specialized Knowledge and Applications": "specialized_knowledge",
    "Administrative Practice": "business_management",
    "Social Environment of Business": "business_management",
    "Business Management and Organization": "business_management",
    "Computer Science": "information_technology",
    "Mathematics": "statistics",
    "Marketing": "communications_marketing",
    "Management Advisory Services": "management_services",
    "Ethics - Behavioral": "behavioral_ethics",
    "Ethics (Regulatory)": "regulatory_ethics",
    "Personnel / Human Resources": "personnel",
    "Technical - Taxes 3 Hours": "taxes",
    "Field of Study: Finance": "finance",
    "Finance: 3.0 credits.": "finance",
    "Taxes (2.0)": "taxes",
    "A&A": "accounting_auditing",
    "Ethics": "ethics",
    "Auditlng": "auditing",
    "Informatlon Technolagy": "information_technology",
}


@pytest.mark.parametrize(("printed", "code"), PRINTED.items())
def test_a_printed_name_is_known_by_its_old_name_its_bucket_and_misread(printed: str, code: str) -> None:
    match = fields.find(printed)
    assert match is not None
    assert match.field.code == code


@pytest.mark.parametrize("printed", ["", "General", "Widgets", "3.0", "Technical interview", "CPE", "Various"])
def test_what_names_no_field_is_not_forced_into_one(printed: str) -> None:
    assert fields.find(printed) is None


def test_a_misread_name_is_less_certain_than_a_known_one() -> None:
    known, misread = fields.find("Auditing"), fields.find("Auditlng")
    assert known is not None
    assert misread is not None
    assert (known.likeness, misread.likeness < 1) == (1.0, True)


def test_there_are_twenty_fields_thirteen_of_them_technical() -> None:
    assert len(fields.FIELDS) == 20
    assert len(fields.TECHNICAL) == 13
    assert not fields.TECHNICAL & fields.NON_TECHNICAL


def test_no_two_fields_share_a_name() -> None:
    names = [fields._key(name) for field in (*fields.FIELDS, *fields.BUCKETS) for name in (field.name, *field.synonyms)]
    owners = {name: {f.code for f in (*fields.FIELDS, *fields.BUCKETS)
                     if name in {fields._key(n) for n in (f.name, *f.synonyms)}} for name in names}
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


def test_a_bucket_leaves_open_which_field_was_taught() -> None:
    assert fields.named("ethics").is_bucket
    assert not fields.named("taxes").is_bucket
    assert fields.named("ethics").stands_for == {"regulatory_ethics", "behavioral_ethics"}


METHODS = {
    "Group Live": Method.GROUP_LIVE,
    "Group Internet-Bsed": Method.GROUP_INTERNET,
    "Group-Internet Based": Method.GROUP_INTERNET,
    "Live Webcast": Method.GROUP_INTERNET,
    "QAS Self-Study": Method.SELF_STUDY,
    "On-demand": Method.SELF_STUDY,
    "Nano Learning": Method.NANO,
    "Blended Learning": Method.BLENDED,
    "Instructor": Method.INSTRUCTION,
    "Authorship": Method.AUTHORSHIP,
    "self_study": Method.SELF_STUDY,
    "": None,
    "Tuesday": None,
}


@pytest.mark.parametrize(("printed", "method"), METHODS.items())
def test_a_delivery_method_is_known_by_its_words(printed: str, method: Method | None) -> None:
    assert methods.find(printed) is method


@pytest.mark.parametrize("method", Method)
def test_every_method_is_found_by_its_own_name(method: Method) -> None:
    assert methods.find(method.label) is method
