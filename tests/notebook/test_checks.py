"""The completeness check: what it takes for an answer, what it must not, and that each answer shows its words."""

import json
import re

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from fsr.db import db
from fsr.notebook import questions
from fsr.notebook.checks import LIMITS, RULES, Field, Report, State, check, cues, summary
from fsr.notebook.checks.cues import LANGUAGES
from fsr.notebook.models import Page
from tests.browsers import Browser
from tests.notebook.conftest import NUMBER
from tests.samples import HERE

P, N = Field.PROBLEM, Field.NOTES
SAMPLES = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted((HERE / "fsr").glob("*.json"))}


def notes_of(case: dict[str, object]) -> str:
    return "\n\n".join(item["text"] for item in case["fsr_notes"])  # type: ignore[attr-defined]


def states(report: Report) -> dict[str, str]:
    return {answer.rule.name: answer.state.value for answer in report.answers}


def state(field: Field, text: str, name: str) -> str:
    return check(field, text + " . . . . . . . . . . . . . . . . . . . .").answer(name).state.value


@pytest.mark.parametrize("name", SAMPLES)
def test_symptom_fault_and_fix_of_the_samples_are_quoted_and_never_invented(name: str) -> None:
    case = SAMPLES[name]
    found = summary(case["problem_statement"], notes_of(case))
    for part, quote in case["evidence"].items():
        said = getattr(found, part)
        assert (said is not None) == case["contains"][part], (part, said)
        assert quote is None or quote in said


@pytest.mark.parametrize(("name", "problem", "notes"), [
    ("case_01", (95, 100), (85, 100)), ("case_02", (85, 99), (70, 90)), ("case_03", (85, 99), (90, 100)),
    ("case_05", (55, 80), (90, 100)), ("case_06", (95, 100), (80, 95)), ("case_07", (20, 45), (5, 30)),
    ("case_08", (90, 100), (90, 100)), ("case_09", (65, 85), (65, 90)), ("case_10", (55, 80), (85, 100))])
def test_the_samples_score_as_their_notes_say(name: str, problem: tuple[int, int], notes: tuple[int, int]) -> None:
    case = SAMPLES[name]
    scores = (check(P, case["problem_statement"]).score,
              check(N, notes_of(case), problem=case["problem_statement"]).score)
    assert problem[0] <= (scores[0] or 0) <= problem[1]
    assert notes[0] <= (scores[1] or 0) <= notes[1]


def test_a_text_under_twenty_characters_gets_no_score() -> None:
    for text in ("", "pls check", " " * 500, "1234567890 123456789"):
        assert (check(P, text).score, check(P, text).answers) == (None, ())
    assert check(P, "1234567890 1234567890").score is not None


def test_over_the_limit_is_said_and_the_text_is_judged_all_the_same() -> None:
    case = SAMPLES["case_10"]["problem_statement"]
    report = check(P, case)
    assert (report.over, report.limit) == (len(case) - 1000, 1000)
    assert report.answer("concise").state is State.OPEN
    assert report.answer("what").state is State.PASSED


def test_the_emotional_sample_is_asked_for_size_time_and_frequency() -> None:
    report = check(P, SAMPLES["case_07"]["problem_statement"])
    assert [states(report)[name] for name in ("what", "size", "when", "often", "facts")] == [
        "passed", "open", "open", "open", "open"]
    assert [mark.text for mark in report.answer("facts").marks] == ["disaster", "Nobody cares", "you people"]


def test_maintenance_is_not_asked_for_a_symptom_or_a_cause() -> None:
    case = SAMPLES["case_08"]
    assert states(check(P, case["problem_statement"]))["what"] == "not-needed"
    assert states(check(N, notes_of(case), problem=case["problem_statement"]))["cause"] == "not-needed"


def test_a_single_event_is_not_asked_how_often() -> None:
    report = check(P, "Insured's car was hit from behind in an accident on 3 May 2025, rear bumper damaged.")
    assert (states(report)["often"], states(report)["what"], states(report)["when"]) == (
        "not-needed", "passed", "passed")


@pytest.mark.parametrize("text", [
    "REPL PUMP SEAL, TESTED OK", "CK'D FLOW, CLND STRAINER, RAN 2 HR OK.", "R&R #2 CYL INTAKE GSKT. LEAK CK GOOD.",
    "RPLCD O-RING & FLSHD LOOP, OPS CK GOOD"])
def test_shop_shorthand_in_capitals_is_understood(text: str) -> None:
    report = check(N, text)
    assert (states(report)["actions"], states(report)["result"]) == ("passed", "passed")


@pytest.mark.parametrize(("field", "text", "name"), [
    (P, "No alarm, no error, no leak, everything without problems here.", "what"),
    (P, "Everything works fine, thanks for the quick reply.", "what"),
    (P, "We told you people a hundred times about it, once the lot is in.", "often"),
    (P, "The progress bar is at about this place in the picture.", "size"),
    (P, "It may well be as it was before, the same as ever.", "when"),
    (P, "Once the map is read the recipe name appears at once.", "often"),
    (N, "The pump seal must be replaced and the filter has to be cleaned.", "actions"),
    (N, "The seal was not replaced. The cable will be checked.", "actions"),
    (N, "Root cause is still unknown to all of us here.", "parts"),
    (N, "See CASE-2025-001 and ISO-9001, as in PM-6 for the norm.", "parts"),
    (N, "Customer very angry. I also think it is hopeless.", "actions"),
    (N, "The strainer was not clogged and no cable was worn.", "cause"),
])
def test_words_that_only_look_like_an_answer_pass_nothing(field: Field, text: str, name: str) -> None:
    assert state(field, text, name) in ("open", "not-needed")


@pytest.mark.parametrize(("field", "text", "name", "weak"), [
    (P, "It sometimes makes a noise at tool 4.", "often", "sometimes"),
    (P, "The pump leaks since a while ago.", "when", "since"),
    (P, "Several tools have the alarm.", "size", "Several tools"),
    (P, "The pump leaks all over.", "where", "pump"),
    (N, "Access refused because of production, filter exchanged.", "cause", "because"),
    (N, "Looked at the noisy signal of it.", "readings", "noisy"),
    (N, "Filter exchanged and tested.", "result", "tested"),
    (N, "Filter exchanged, more later.", "next", "later"),
])
def test_vague_words_are_a_guess_and_count_half(field: Field, text: str, name: str, weak: str) -> None:
    answer = check(field, text + " . . . . . . . . . . . . . .").answer(name)
    assert (answer.state, answer.points) == (State.GUESSED, answer.rule.weight / 2)
    assert weak in [mark.text for mark in answer.marks]


@pytest.mark.parametrize(("field", "text", "names"), [
    (P, "Kopš 12. maija iekārta Nr. 4 apstājas 3 reizes maiņā ar kļūdu 2107, tikai 1 no 6.",
     "what where size when often"),
    (P, "С 5 октября робот 3 останавливается 2 раза в смену, ошибка 2107, только 1 из 6.",
     "what where size when often"),
    (P, "מאז אתמול המשאבה במכונה 4 דולפת, 3 פעמים במשמרת, רק במכונה אחת מתוך 6", "what where size when often"),
    (N, "Pārbaudīju kabeli, tas ir nodilis. Nomainīts kabelis CBL-7781, 4,2 bar, darbojas bez kļūdām. Nodots klientam.",
     "actions readings parts cause result next"),
    (N, "Проверил кабель, причина – обрыв экрана. Заменил кабель CBL-7781, 200 циклов без ошибок. Сдано клиенту.",
     "actions readings parts cause result next"),
    (N, "בדקתי את הכבל. הסיבה: כבל קרוע. החלפתי כבל CBL-7781, 4.2 bar, עובד תקין ללא תקלות. הלקוח אישר.",
     "actions readings parts cause result next"),
])
def test_latvian_russian_and_hebrew_answer_as_well(field: Field, text: str, names: str) -> None:
    found = states(check(field, text))
    assert {name: found[name] for name in names.split()} == dict.fromkeys(names.split(), "passed")


def test_the_cause_may_be_said_to_be_unknown_but_then_there_is_no_fault() -> None:
    text = "Reseated both plugs. No further stop in 4 days. Reason unknown."
    assert check(N, text).answer("cause").state is State.PASSED
    assert summary("The tool stops.", text).fault is None


def test_an_action_that_did_not_help_is_not_the_fix() -> None:
    assert summary("It stops.", "Replaced the sensor. No change, still stops. Cleaned the lens. No further stop.").fix \
        == "Cleaned the lens."
    assert summary("It stops.", "Replaced the sensor, same result. Part ordered.").fix is None


def test_nothing_said_scores_nothing() -> None:
    for text in ("asdf asdf asdf asdf asdf asdf", "Please have a look at this when you have the time."):
        assert (check(P, text).score, check(N, text).score) == (0, 0)


def test_a_sentence_told_twice_is_shown() -> None:
    twice = "The lot is docked and the map is read. "
    report = check(P, f"Tool 4 stops. {twice}{twice}")
    assert report.answer("concise").state is State.GUESSED
    assert report.answer("concise").marks[0].text == twice.strip().rstrip(".")


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.__name__.split(".")[-1])
def test_runs_of_figures_are_bounded_so_that_a_page_of_numbers_is_judged_in_no_time(language: object) -> None:
    """Unbounded, each figure of "1, 1, 1, …" is the start of a run to the end: 12 s for 20,000 characters."""
    sources = [source for pair in language.CUES.values() for source in pair]  # type: ignore[attr-defined]
    assert [run for source in sources for run in re.findall(r"\[\\d[^\]]*\][*+]|\\d\{1,2\}\)[*+]", source)] == []


def test_of_a_text_far_too_long_the_beginning_is_judged() -> None:
    report = check(N, "Replaced the seal, no leak. " + "x " * 100_000)
    assert (report.over, report.answer("result").state) == (190_028, State.PASSED)


def test_weights_add_up_to_a_hundred() -> None:
    assert {field: sum(rule.weight for rule in rules) for field, rules in RULES.items()} == {P: 100, N: 100}
    assert LIMITS == {P: 1000, N: 10000}


@settings(max_examples=150)
@given(text=st.one_of(st.text(max_size=120), st.sampled_from([*SAMPLES]).map(lambda name: notes_of(SAMPLES[name]))))
def test_every_answer_shows_its_words_where_they_stand(text: str) -> None:
    for field in Field:
        report = check(field, text)
        assert report.score is None or 0 <= report.score <= 100
        for answer in report.answers:
            assert all(text[mark.start:mark.end].strip() == mark.text.strip() for mark in answer.marks)
            assert len(answer.marks) <= 3


def test_letters_that_grow_in_small_print_do_not_shift_the_marks() -> None:
    (mark,) = check(P, "İİİİ the pump leaks at night, pls help").answer("what").marks
    assert mark.text == "leaks"


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.__name__.split(".")[-1])
def test_each_cue_is_a_pattern_of_its_own_and_matches_no_empty_text(language: object) -> None:
    for name, pair in language.CUES.items():  # type: ignore[attr-defined]
        for source in pair:
            joined = re.sub(r"\\\n\s*", "", source)
            for part in (part for line in joined.splitlines() for part in line.split(" | ") if part.strip()):
                pattern = cues._whole(part, language.PIECES)  # type: ignore[attr-defined]
                assert not re.compile(pattern).fullmatch(""), (name, part)
                assert part.count("(") - part.count(r"\(") == part.count(")") - part.count(r"\)"), (name, part)


def test_all_languages_answer_the_same_questions() -> None:
    english = set(LANGUAGES[0].CUES)
    assert all(set(language.CUES) <= english for language in LANGUAGES)
    assert all(set(language.CUES) >= english - {"event", "parts", "readings"} for language in LANGUAGES)


def test_the_page_checks_what_is_kept_and_the_form_what_is_typed_and_neither_stores_anything(
        app: Flask, ana: Browser, page_id: int) -> None:
    kept = ana.get(f"/cases/{NUMBER}/check").text
    assert "How often does it happen?" in kept
    assert ">trips<" in kept
    typed = ana.post(f"/cases/{NUMBER}/check", headers={"HX-Request": "true"}, data={
        "problem_statement": "😀 Tool 4 stops 3 times per shift since 2 September.", "fsr_notes": ""}).text
    assert "<html" not in typed
    assert "How often does it happen?" not in typed
    assert 'data-select="problem_statement" data-start="10" data-end="15"' in typed, "UTF-16 places: the smile is two"
    assert "Too short to judge" in typed
    with app.app_context():
        assert db.session.get_one(Page, page_id).version == 1


def test_without_javascript_the_checked_text_can_be_saved_from_the_answer(ana: Browser, page_id: int) -> None:
    page = ana.post(f"/cases/{NUMBER}/check", data={
        "problem_statement": "Typed <b>here</b>.", "fsr_notes": "", "base_version": "1"}).text
    assert "Typed &lt;b&gt;here&lt;/b&gt;." in page
    assert 'name="base_version" value="1"' in page


def test_strangers_check_nothing_of_a_page(ana: Browser, mara: Browser, page_id: int) -> None:
    assert mara.get(f"/cases/{NUMBER}/check?by={ana.user_id}").status_code == 404
    assert mara.get(f"/cases/{NUMBER}/check").status_code == 200


def test_every_rule_has_a_name_and_a_question() -> None:
    names = {rule.name for rules in RULES.values() for rule in rules}
    assert names == set(questions.NAMES) == set(questions.QUESTIONS)
