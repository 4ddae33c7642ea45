"""Cookies, headers, proxies, and what the log must not hold."""

import logging

from fsr import create_app
from fsr.db import db
from tests.browsers import Browser


def fresh(settings, **more):
    app = create_app({**settings, **more})
    app.test_client_class = Browser
    return app


def closed(app):
    with app.app_context():
        db.engine.dispose()


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(app, people, client):
    cookie = client.get("/sign-in").headers["Set-Cookie"]
    assert cookie.startswith("fsr=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_over_https_the_cookie_is_bound_to_the_host_and_the_browser_to_https(settings):
    app = fresh(settings, FSR_HTTPS=True)
    answer = app.test_client().get("/setup", base_url="https://localhost")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-fsr=")
    assert "Secure" in cookie
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    closed(app)


def test_a_forwarded_address_counts_only_behind_a_trusted_proxy(settings):
    for hops, expected in ((0, "127.0.0.1"), (1, "203.0.113.7")):
        app = fresh(settings, FSR_TRUSTED_PROXIES=hops)
        seen = []

        def note(seen=seen):
            from flask import request

            seen.append(request.remote_addr)

        app.before_request_funcs[None].insert(0, note)
        app.test_client().get("/healthz", headers={"X-Forwarded-For": "203.0.113.7"})
        assert seen == [expected]
        closed(app)


def test_health_is_503_when_the_database_does_not_answer(settings, tmp_path):
    app = fresh(settings, FSR_DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.json) == (503, {"status": "unavailable"})
    closed(app)


def test_health_is_503_also_for_whoever_has_a_session(settings):
    app = fresh(settings, FSR_DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")
    browser = app.test_client()
    browser.remember("a secret of before", 1)
    assert browser.get("/healthz").status_code == 503
    closed(app)


def test_when_the_database_is_away_the_error_is_still_said_in_words(settings):
    app = fresh(settings, FSR_DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")
    browser = app.test_client()
    browser.remember("a secret of before", 1)
    for path in ("/", "/account"):
        answer = browser.get(path)
        assert (answer.status_code, "Something went wrong on our side" in answer.text) == (500, True)
    closed(app)


def test_an_unexpected_error_shows_a_number_and_logs_it_with_the_request(app, ana, caplog):
    @app.get("/broken")
    def broken():
        raise RuntimeError("the secret inside")

    answer = ana.get("/broken")
    number = answer.headers["X-Request-Id"]
    assert answer.status_code == 500
    assert "the secret inside" not in answer.text
    assert number in answer.text
    assert any(number in record.getMessage() for record in caplog.records if record.levelno == logging.ERROR)


def test_a_path_cannot_forge_a_line_of_the_log(client, caplog):
    caplog.set_level(logging.INFO, "fsr.access")
    client.get("/nothing%0aERROR forged")
    lines = [record.getMessage() for record in caplog.records if record.name == "fsr.access"]
    assert len(lines) == 1
    assert lines[0].startswith("GET /nothing%0AERROR%20forged ")


def test_secrets_in_paths_are_scrubbed_from_what_is_logged():
    from fsr.web.scrub import scrubbed

    secret = "k3v0Zq1Y8mXb2nR4tW6uS9pL7cD5fG1hJ2aE3iO4qTx"
    for path in (f"/s/{secret}", f"/s/{secret}/pages/1/2.png?x=1", f"/join/{secret}", f"/shares/{secret}"):
        line = f'127.0.0.1 - "GET {path} HTTP/1.1" 200'
        assert secret not in scrubbed(line)
        assert secret[:6] in scrubbed(line)
    assert scrubbed("GET /static/s/app.js") == "GET /static/s/app.js"
