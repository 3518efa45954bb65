"""A notebook shows every verdict in three forms; plain Python prints it."""

import pytest
from IPython.utils.capture import capture_output

from graders.core import message
from graders.core.cells import digest
from graders.core.show import VERDICT_MIME

RIGHT = "def count_pixels(height, width):\n    return height * width\n"
WRONG = RIGHT.replace("*", "+")
STUB = "def count_pixels(height, width):\n    raise NotImplementedError"
CHECK = "import graders\ngraders.check_count_pixels(count_pixels)"


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


def test_without_a_history_the_digest_is_that_of_the_code_that_ran(shell):
    for cell in (RIGHT, CHECK):
        with capture_output() as captured:
            shell.run_cell(cell, store_history=False)
    assert captured.outputs[0].data[VERDICT_MIME]["answer"] == digest(RIGHT)


def test_what_the_error_repeats_is_hidden_below_a_message_and_not_below_a_pass(shell):
    assert "display: none" not in shown(shell, RIGHT, CHECK)["text/html"]
    for answer in (WRONG, STUB):
        assert f"has(.{message.BOX})" in shown(shell, answer, CHECK)["text/html"]


def test_a_link_leads_to_the_exercise_where_the_front_end_names_cells_by_their_ids(
    shell, monkeypatch
):
    def page(**metadata):
        monkeypatch.setattr(shell, "get_parent", lambda: {"metadata": metadata}, raising=False)
        return [shown(shell, answer, CHECK)["text/html"] for answer in (STUB, WRONG)]

    link = '<a href="#cell-id=exercise-count-pixels">exercise 0.1'
    assert all(link in html for html in page(cellId="check-count-pixels"))
    for metadata in ({}, {"cellId": "vscode-notebook-cell:/lesson.ipynb#W3"}):
        assert not any("<a " in html for html in page(**metadata))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21, as WCAG 2.2 defines it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("look", [message.PASSED, message.FAILED, message.OPEN])
def test_signs_and_edges_stand_out_in_light_and_in_dark(look):
    inks = {"black": "#000000", "white": "#ffffff"}
    assert contrast(look.colour, inks[look.ink]) >= 4.5
    for page in ("#ffffff", "#111111"):  # JupyterLab's
        assert contrast(look.colour, page) >= 3
