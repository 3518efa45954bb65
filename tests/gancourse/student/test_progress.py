"""Progress is read from the notebooks' files; nothing is run."""

from __future__ import annotations

import copy
import io
import re

import nbformat
import pytest
from rich.console import Console
from typer.testing import CliRunner

from gancourse.cli.commands import app
from gancourse.course.tidy import read, write
from gancourse.student import show as shown
from gancourse.student.exercises import VERDICT, State, _digest, exercises, standings
from gancourse.student.lessons import find_lessons, released_lessons
from graders.core.cells import digest
from graders.core.show import VERDICT_MIME
from tests.gancourse.student.conftest import LESSON, NOISE, cell_of, changed


def with_verdict(nb, name: str, answer: str | None, **verdict):
    """A copy of a notebook whose check cell holds a verdict, as one that ran."""
    nb = copy.deepcopy(nb)
    data = {"item": name, "attempted": True, "passed": False, "earned": 0.0, "answer": answer}
    output = nbformat.v4.new_output("display_data", data={VERDICT: data | verdict})
    cell_of(nb, f"check-{name.replace('_', '-')}").outputs = [output]
    return nb


def standing(released, nb, name: str = "get_noise"):
    (one,) = (one for one in standings(released, nb) if one.exercise.name == name)
    return one


PASSED = {"passed": True, "earned": 1.0}


def test_the_data_of_a_verdict_are_those_that_checks_store():
    assert VERDICT == VERDICT_MIME
    for source in (NOISE, " x = 1\n", "ä\udcff"):
        assert _digest(source) == digest(source)


def test_every_exercise_of_every_lesson_is_found():
    found = {name: exercises(read(path)) for name, path in released_lessons().items()}
    every = [one for lesson in found.values() for one in lesson]
    assert len(every) > 30
    for lesson, listed in found.items():
        assert [one.number for one in listed] == [
            f"{int(lesson[:2])}.{number}" for number in range(1, len(listed) + 1)
        ]
    assert {one.name for one in every if one.check is None} == {"why_it_stalls"}
    optional = {lesson for lesson, listed in found.items() if not sum(x.points for x in listed)}
    assert optional == {"07_conditional_gan", "08_wasserstein"}


def test_a_stub_is_open_whatever_its_check_said(released):
    nb = with_verdict(released, "get_noise", None, attempted=False)
    assert {one.state for one in standings(released, nb)} == {State.OPEN}
    assert standing(released, with_verdict(released, "get_noise", None, **PASSED)).earned == 0


def test_an_answer_without_a_check_is_not_checked_yet(released):
    assert standing(released, changed(released, get_noise=NOISE)).state == State.UNCHECKED


def test_a_pass_earns_all_points_and_a_failure_its_share(released):
    mine = changed(released, get_noise=NOISE)
    passed = standing(released, with_verdict(mine, "get_noise", digest(NOISE), **PASSED))
    assert (passed.state, passed.earned) == (State.PASSED, 2)
    failed = standing(released, with_verdict(mine, "get_noise", digest(NOISE), earned=0.25))
    assert (failed.state, failed.earned) == (State.FAILED, 0.5)


@pytest.mark.parametrize("answer", [digest("another"), None])
def test_an_answer_that_was_edited_after_its_check_is_no_pass(released, answer):
    mine = changed(released, get_noise=NOISE)
    one = standing(released, with_verdict(mine, "get_noise", answer, **PASSED))
    assert (one.state, one.earned) == (State.CHANGED, 0)


def test_a_check_of_the_stub_says_nothing_of_the_answer(released):
    mine = changed(released, get_noise=NOISE)
    stub = digest(cell_of(released, "get-noise").source)
    nb = with_verdict(mine, "get_noise", stub, attempted=False)
    assert standing(released, nb).state == State.CHANGED


@pytest.mark.parametrize(
    ("text", "state", "earned"),
    [
        ("get_noise: all 5 checks passed.", State.PASSED, 2),
        ("get_noise: check 3 of 5 failed · x\n  earned    50% of the points", State.FAILED, 1),
        ("get_noise: not attempted yet · exercise 2.3", State.UNCHECKED, 0),
    ],
)
@pytest.mark.parametrize("kind", ["stream", "display_data"])
def test_the_text_of_older_checks_is_read(released, text, state, earned, kind):
    mine = changed(released, get_noise=NOISE)
    content = (
        {"text": text} if kind == "stream" else {"data": {"text/plain": text.splitlines(True)}}
    )
    cell_of(mine, "check-get-noise").outputs = [nbformat.v4.new_output(kind, **content)]
    one = standing(released, mine)
    assert (one.state, one.earned) == (state, earned)


@pytest.mark.parametrize(
    "outputs",
    [
        None,
        [None],
        [{"output_type": "display_data", "data": {VERDICT: 3, "text/plain": None}}],
        [{"output_type": "display_data", "data": []}],
        [{"data": {VERDICT: {"passed": "yes", "earned": 9, "answer": digest(NOISE)}}}],
    ],
)
def test_forged_and_damaged_outputs_earn_nothing(released, outputs):
    mine = changed(released, get_noise=NOISE)
    cell_of(mine, "check-get-noise").outputs = outputs
    assert standing(released, mine).earned == 0


def test_an_answer_in_another_cell_counts(released):
    mine = copy.deepcopy(released)
    mine.cells = [cell for cell in mine.cells if cell.id != "get-noise"]
    mine.cells.append(nbformat.v4.new_code_cell(NOISE))
    nb = with_verdict(mine, "get_noise", digest(NOISE), **PASSED)
    assert standing(released, nb).state == State.PASSED


def test_a_free_answer_waits_for_the_teacher():
    original = read(released_lessons()["01_police_and_counterfeiter"])
    mine = changed(original, why_it_stalls="Because the slope is flat there.")
    one = standing(original, mine, "why_it_stalls")
    assert (one.state, one.earned) == (State.BY_HAND, 0)
    assert standing(original, original, "why_it_stalls").state == State.OPEN


def test_answers_written_into_a_clones_own_notebooks_are_seen(tmp_path, released, release):
    """There the notebook as it was given out is gone."""
    mine = with_verdict(changed(released, get_noise=NOISE), "get_noise", digest(NOISE), **PASSED)
    release(mine)
    done = CliRunner().invoke(app, ["progress", "--folder", str(tmp_path / "installed")])
    assert "○○✓○○" in done.stdout
    assert "1 of 5" in done.stdout


def test_one_damaged_notebook_costs_its_own_lesson_only(tmp_path, released):
    for lesson in ("02_building_blocks", "03_losses", "04_training"):
        (tmp_path / lesson).mkdir()
        (tmp_path / lesson / f"{lesson}.ipynb").write_text("{")
    mine = changed(released, get_noise=NOISE)
    write(mine, tmp_path / LESSON / f"{LESSON}.ipynb")
    done = CliRunner().invoke(app, ["progress", "--folder", str(tmp_path)])
    assert done.exit_code == 0
    assert "○○?○○" in done.stdout
    assert done.stdout.count("not readable") == 2
    for lesson in ("03_losses", "04_training"):
        assert f"{lesson}: {lesson}.ipynb is empty or damaged" in " ".join(done.stdout.split())


def test_every_state_has_signs_of_its_own_with_and_without_unicode():
    assert set(shown.SIGNS) == set(State)
    assert len({sign for sign, _, _ in shown.SIGNS.values()}) == 5  # unchecked is like changed
    assert all(plain.isascii() for _, plain, _ in shown.SIGNS.values())
    assert len({plain for _, plain, _ in shown.SIGNS.values()}) == 5


def test_an_old_terminal_gets_ascii(tmp_path, monkeypatch, released):
    file = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    monkeypatch.setattr(shown, "Console", lambda: Console(file=file, width=80))
    write(changed(released, get_noise=NOISE), tmp_path / LESSON / f"{LESSON}.ipynb")
    shown.show_progress(folder=tmp_path)
    file.flush()
    assert re.search(rb"02_building_blocks[ |]*\.\.\?\.\.", file.buffer.getvalue())


def test_where_no_lesson_is_at_hand_it_says_so_and_fails_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["progress"])
    assert done.exit_code == 0
    assert "On Colab and Kaggle" in " ".join(done.stdout.split())


def test_it_works_from_a_lessons_own_folder(tmp_path, monkeypatch, released):
    """As the cell of lesson 00 does: a kernel runs in its notebook's folder."""
    write(changed(released, get_noise=NOISE), tmp_path / LESSON / f"{LESSON}.ipynb")
    monkeypatch.chdir(tmp_path / LESSON)
    done = CliRunner().invoke(app, ["progress"])
    assert all(lesson in done.stdout for lesson in find_lessons())
    assert "○○?○○" in done.stdout
    one = CliRunner().invoke(app, ["progress", "2"])
    assert "2.3 get_noise" in one.stdout
    assert "not checked yet" in one.stdout
