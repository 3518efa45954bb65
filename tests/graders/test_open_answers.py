"""A cell that needs an open answer says so in one line; every other error is shown in full."""

import importlib
from pathlib import Path

import nbformat
import pytest
from IPython.utils.capture import capture_output

import graders

STUB = "def get_noise(n_samples, z_dim, device='cpu'):\n    raise NotImplementedError"
RELEASED = STUB + '("Replace this line with your code, then run the cell again.")'
OPEN = "get_noise is not written yet: exercise 2.3"
MADE = "batch is not there yet: it is made with get_noise, exercise 2.3"

LESSONS = sorted((Path(__file__).parents[2] / "notebooks").glob("*/*.ipynb"))
LONGEST = 3
"""Lines of an error in a lesson that nobody has filled in."""


@pytest.fixture
def shown(shell, monkeypatch):
    """The lines of the error that a cell shows, and the HTML above it."""
    errors: list[list[str]] = []
    monkeypatch.setattr(shell, "_showtraceback", lambda kind, error, lines: errors.append(lines))
    importlib.reload(graders)

    def run(*cells: str) -> tuple[list[str], str]:
        for cell in cells:
            errors.clear()
            with capture_output() as captured:
                shell.run_cell(cell)
        lines = "\n".join(errors[-1]).splitlines() if errors else []
        return lines, "".join(one.data.get("text/html", "") for one in captured.outputs)

    return run


@pytest.mark.parametrize("stub", [STUB, RELEASED])
def test_a_stub_that_is_called_names_its_exercise(shown, stub):
    lines, html = shown(stub, "batch = get_noise(4, 2)")
    assert lines == [OPEN]
    assert "○" in html
    assert OPEN in html


def test_a_stub_in_a_class_names_the_class(shown):
    lines, _ = shown(
        "class Generator:\n    def __init__(self):\n        raise NotImplementedError",
        "Generator()",
    )
    assert lines == ["Generator is not written yet: exercise 2.2"]


def test_what_an_open_answer_would_have_made_is_missed_in_one_line_down_the_chain(shown):
    cells = STUB, "batch = get_noise(4, 2)", "mean = batch.mean()", "print(mean)"
    assert shown(*cells[:3])[0] == [MADE]
    assert shown(*cells)[0] == [MADE.replace("batch", "mean")]
    assert shown("def show():\n    print(mean)", "show()")[0] == [MADE.replace("batch", "mean")]


def test_what_a_wrong_cell_would_have_made_is_missed_in_one_line(shown):
    lines, _ = shown("for n in range(3):\n    first = 1 / n", "print(first)")
    assert lines == ["first is not there: the cell that makes it ended with an error"]
    assert shown("def half(x:", "half(2)")[0][0].startswith("half is not there: the cell")


@pytest.mark.parametrize(
    "cells",
    [
        ("print(bacth)",),
        (STUB, "batch = get_noise(4, 2)", "print(bacth)"),
        ("count = cuont + 1",),
        ("a = 1 / 0", "a = 1", "del a", "def f():\n    return b", "f()"),
        ("def own(x):\n    raise NotImplementedError", "own(2)"),
        (STUB + "('only on the processor')", "get_noise(2, 3)"),
        ("from torch import nn", "nn.Module()(2)"),
        ("def f():\n    x += 1", "f()"),
    ],
)
def test_an_error_of_the_students_own_keeps_its_stack_trace(shown, cells):
    lines, html = shown(*cells)
    assert len(lines) > LONGEST
    assert "Traceback" in "".join(lines)
    assert html == ""


def test_a_cell_that_works_at_last_is_not_remembered(shown, shell):
    shown(STUB, "batch = get_noise(4, 2)")
    shown(STUB.replace("raise NotImplementedError", "return 0"), "batch = get_noise(4, 2)")
    lines, _ = shown("del batch", "print(batch)")
    assert "Traceback" in "".join(lines)


def test_the_cell_still_fails(shown, shell):
    shown(STUB)
    with capture_output():
        assert not shell.run_cell("get_noise(4, 2)").success


def test_where_no_notebook_runs_nothing_is_changed(shell, monkeypatch):
    monkeypatch.delattr(shell, "kernel")
    importlib.reload(graders)
    assert shell.custom_exceptions == ()


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_no_cell_of_an_empty_lesson_shows_a_stack_trace(shown, shell, lesson, monkeypatch):
    """Of the cells that grading runs; the others train, or draw what was trained."""
    monkeypatch.chdir(lesson.parent)
    monkeypatch.setattr(shell, "enable_gui", lambda gui=None: None)
    found = []
    for cell in nbformat.read(lesson, as_version=4).cells:
        if cell.cell_type == "code" and "skip-grading" not in cell.metadata.get("tags", ()):
            lines, _ = shown(cell.source)
            found.append(len(lines))
            assert len(lines) <= LONGEST, f"{cell.id}: {lines}"
    assert any(found), "nothing is open in this lesson"
