"""A notebook shows every verdict in three forms; plain Python prints it."""

import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from graders.core.cells import digest
from graders.core.show import VERDICT_MIME

RIGHT = "def count_pixels(height, width):\n    return height * width\n"
WRONG = RIGHT.replace("*", "+")
STUB = "def count_pixels(height, width):\n    raise NotImplementedError"
CHECK = "import graders\ngraders.check_count_pixels(count_pixels)"


@pytest.fixture
def shell(monkeypatch):
    """An IPython that calls itself a notebook's kernel."""
    main = sys.modules["__main__"]  # a shell puts a module of its own there
    shell = InteractiveShell.instance()
    shell.reset()
    monkeypatch.setattr(shell, "kernel", object(), raising=False)
    yield shell
    InteractiveShell.clear_instance()
    sys.modules["__main__"] = main


def shown(shell, *cells: str) -> dict:
    """What the last of some cells displays."""
    for cell in cells:
        with capture_output() as captured:
            shell.run_cell(cell, store_history=True)
    (output,) = captured.outputs
    return output.data


def test_a_pass_is_displayed_with_the_line_that_is_printed_elsewhere(shell):
    data = shown(shell, RIGHT, CHECK)
    assert data["text/plain"] == "count_pixels: the check passed."
    assert "✓" in data["text/html"]
    assert data[VERDICT_MIME] == {
        "item": "count_pixels",
        "exercise": "0.1",
        "graded": True,
        "attempted": True,
        "passed": True,
        "earned": 1.0,
        "answer": digest(RIGHT),
    }


@pytest.mark.parametrize(("answer", "sign", "attempted"), [(WRONG, "✗", True), (STUB, "○", False)])
def test_a_failure_and_an_open_exercise_have_signs_of_their_own(shell, answer, sign, attempted):
    data = shown(shell, answer, CHECK)
    assert sign in data["text/html"]
    verdict = data[VERDICT_MIME]
    assert (verdict["attempted"], verdict["passed"]) == (attempted, False)
    assert verdict["answer"] == digest(answer)


def test_the_digest_is_that_of_the_cell_as_it_stands_in_the_file(shell):
    timed = "%%capture\n" + RIGHT
    assert shown(shell, WRONG, timed, CHECK)[VERDICT_MIME]["answer"] == digest(timed)
    assert digest(RIGHT) == digest(RIGHT.strip()) != digest(WRONG)


def test_an_answer_that_is_older_than_its_cell_has_no_digest(shell):
    data = shown(shell, RIGHT, RIGHT.replace("width\n", "width)\n"), CHECK)
    assert data[VERDICT_MIME]["passed"]
    assert data[VERDICT_MIME]["answer"] is None
    assert "But the last run of the answer cell ended with" in data["text/html"]
