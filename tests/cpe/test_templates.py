"""The columns of a CPE sheet."""

from fsr.cpe.rules.states import RULE_SETS
from fsr.cpe.templates import TEMPLATES


def test_california_has_the_seven_columns_in_order_and_the_others_behind_a_toggle() -> None:
    california = TEMPLATES[0]
    assert california.name == "California"
    assert [(column.name, column.data_type) for column in california.columns if not column.optional] == [
        ("Course Title", "text"), ("Provider/Sponsor", "text"), ("Completion Date", "date_mdy"),
        ("CPE Hours", "number"), ("Field of Study", "text"), ("Certificate Number", "text"),
        ("Delivery Method", "text")]
    assert [column.role for column in california.columns if column.optional] == [
        "participant", "sponsor_id", "location", "split"]


def test_every_state_with_rules_has_one_template_of_its_name() -> None:
    assert [template.name for template in TEMPLATES] == list(dict.fromkeys(rules.name for rules in RULE_SETS))
    assert all(len(column.name) <= 100 and len(column.prompt) <= 1500 for t in TEMPLATES for column in t.columns)
