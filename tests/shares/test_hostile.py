"""What nobody would type: control characters, half characters, numbers beyond every id."""

import pytest
from flask import Flask

from tests.browsers import Browser
from tests.shares.making import share

HUGE = "9" * 30


@pytest.mark.parametrize(("body", "status"), [
    ('{"title": "a\\u0000b"}', 422), ('{"title": "a\\ud800b"}', 422), ('{"recommended": "\\u0000"}', 422),
    ('{"product_line": "casco", "casco_job_id": "\\u0000"}', 422), ('{"results": [{"x": "\\u0000\\ud800"}]}', 200),
    ("[]", 422), ("{", 422), ('{"results": [{"programs": 7, "company_name": 5}], "insurer_only": "BTA"}', 200)])
def test_a_hostile_body_is_refused_or_kept_and_never_a_surprise(
        ana: Browser, client: Browser, body: str, status: int) -> None:
    answer = ana.post("/shares", data=body, content_type="application/json")
    assert answer.status_code == status
    if status == 200:
        assert client.get(f"/shares/{answer.json['token']}").status_code == 200


def test_hostile_forms_and_addresses_are_answered(app: Flask, ana: Browser, client: Browser) -> None:
    _, token, number = share(app, ana)
    fields = {"title": "a\x00b", "language": "en", "expires": "never", "column": ["1", "\x00"]}
    assert ana.post(f"/shared/new?subject=comparison:{number}", data=fields).status_code == 201
    assert client.post(f"/s/{token}/reply", data={"offer": "1", "name": "a\x00b"}).status_code == 303
    addresses = ["/s/%00%ff%ed%a0%80", "/shares/%00%ff%ed%a0%80", f"/s/{token}/clauses/{HUGE}/1",
                 f"/s/{token}/pages/1/{HUGE}.png"]
    assert [client.get(address).status_code for address in addresses] == [404] * 4
    own = [f"/shared/{HUGE}", f"/shared/new?subject=comparison:{HUGE}", "/shared/new?subject=comparison:\x00"]
    assert [ana.get(address).status_code for address in own] == [404] * 3
    assert ana.get(f"/shared?before={HUGE}&subject=comparison:%00").status_code == 200
    assert ana.post("/shared/revoke", data={"id": [HUGE, "x", "-1"]}).status_code == 303
    assert client.get(f"/s/{token}", headers={"User-Agent": "\xff" * 3000}).status_code == 200
