"""What students' texts and outputs become on the page that they and the instructor open."""

from __future__ import annotations

import re

import nbformat
import pytest

from gancourse.grading.page import FeedbackPage
from gancourse.grading.repair import rebuild
from gancourse.grading.sanitize import clean_output, sanitized

PIXEL = "iVBORw0KGgo="


def page(*cells: nbformat.NotebookNode) -> str:
    nb = nbformat.v4.new_notebook(cells=list(cells))
    return FeedbackPage().from_notebook_node(sanitized(nb))[0]


def sources(text: str) -> list[str]:
    """The addresses of all pictures of a page."""
    return re.findall(r"<img[^>]* src=\"([^\"]*)\"", text)


@pytest.mark.parametrize(
    "text",
    [
        "![a](http://example.com/a.png)",
        "![a](//example.com/a.png)",
        "![a][b]\n\n[b]: http://example.com/a.png",
        "![b]\n\n[b]: http://example.com/a.png",
        "![a [b](attachment:pixel.png)](http://example.com/a.png)",
        "![a\\](attachment:pixel.png) ](http://example.com/a.png)",
        "![a`](attachment:pixel.png)`](http://example.com/a.png)",
        "!<!-- -->[a](http://example.com/a.png)",
        "<img src='http://example.com/a.png'>",
    ],
)
def test_no_picture_is_fetched_from_elsewhere(text):
    cell = nbformat.v4.new_markdown_cell(text)
    cell.attachments = {"pixel.png": {"image/png": PIXEL}}
    shown = nbformat.v4.new_output("display_data", {"text/markdown": text, "text/html": text})
    made = page(cell, nbformat.v4.new_code_cell("1", outputs=[shown]))
    assert [one for one in sources(made) if not one.startswith("data:image/png;base64,")] == []


def test_pasted_pictures_stay():
    graded = {"grade": True, "grade_id": "why", "solution": True, "points": 1, "locked": False}
    released = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("Why?", id="why", metadata={"nbgrader": graded})]
    )
    answer = nbformat.v4.new_markdown_cell("See ![a plot](attachment:pixel.png).", id="why")
    answer.attachments = {
        "pixel.png": {"image/png": PIXEL, "image/svg+xml": "<svg onload='x()'/>"},
        "nothing.png": "x",
    }
    own = nbformat.v4.new_markdown_cell(f"![a](data:image/png;base64,{PIXEL})")
    nb, _ = rebuild(released, nbformat.NotebookNode(cells=[answer, own]))
    assert nb.cells[0].attachments == {"pixel.png": {"image/png": PIXEL}}
    assert sources(page(*nb.cells)) == [f"data:image/png;base64,{PIXEL}"] * 2


@pytest.mark.parametrize("name", ["lost.png", "ä.png", 'x"onerror=x'])
def test_a_picture_that_is_lost_does_not_cost_the_page(name):
    text = f"![a plot](attachment:{name})"
    shown = nbformat.v4.new_output("display_data", {"text/markdown": text})
    made = page(
        nbformat.v4.new_markdown_cell(text), nbformat.v4.new_code_cell("1", outputs=[shown])
    )
    assert "a plot" in made
    assert sources(made) == []


def test_styles_fetch_nothing_and_cover_nothing():
    made = page(
        nbformat.v4.new_markdown_cell(
            "<b style='position: fixed; color: red'>a</b>"
            "<b style='cursor: url(http://example.com/a)'>b</b>"
            "<b style='cursor: \\75rl(http://example.com/a)'>c</b>"
        )
    )
    assert '<b style="color: red;">a</b><b>b</b><b>c</b>' in made


def test_a_sequence_without_end_is_cut():
    text = "before \x1b[31mred\x1b[0m \x1b[" + "1;" * 10_000 + "m after"
    stream = {"output_type": "stream", "name": "stdout", "text": text}
    error = {"output_type": "error", "ename": "E", "evalue": text, "traceback": [text]}
    failed = clean_output(error)
    for shown in (clean_output(stream).text, failed.evalue, *failed.traceback):
        assert shown.startswith("before \x1b[31mred\x1b[0m ")
        assert len(shown) < 200
        assert shown.endswith("m after")
