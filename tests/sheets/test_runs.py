"""Runs: what is read into which, how they end, and what an append run costs."""

from flask import Flask

from tests.browsers import Browser
from tests.sheets import desk


def test_a_batch_is_read_into_rows(app: Flask, ana: Browser) -> None:
    run_id = desk.read(app, ana, desk.made(app, ana), [("2024/a.pdf", desk.sample(desk.FORM)),
                                                       ("b.pdf", desk.sample(desk.NANO))])
    with app.app_context():
        run, rows = desk.run_of(run_id), desk.rows_of(run_id)
        assert (run.status, run.tasks_total, run.tasks_completed, run.tasks_failed) == ("completed", 2, 2, 0)
        assert [row.path for row in rows] == ["2024/a.pdf", "b.pdf"]
        assert rows[0].values["Course Title"]
        assert rows[0].found["Course Title"]["box"]
