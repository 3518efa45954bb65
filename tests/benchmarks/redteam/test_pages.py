"""What students' texts and outputs become on the page that they and the instructor open."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from gancourse.grading.page import Shown, render
from gancourse.grading.repair import rebuild
from gancourse.grading.sanitize import CUT, clean_output, sanitized, shorten

PIXEL = "iVBORw0KGgo="


def page(*cells: nbformat.NotebookNode) -> str:
    nb = nbformat.v4.new_notebook(cells=list(cells))
    return render(Shown("01_small", "ann"), sanitized(nb), Path("none"))


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


HIDDEN = '<a b=c" d="> e e" {}>'


@pytest.mark.parametrize(
    "text",
    [
        f"<b {'a ' * 200_000}>",
        f"<b {'a ' * 200_000}",
        f"<b{'/a' * 200_000}>",
        f"<b {'a=1' * 200_000}>",
        "<b " + "".join(f'a{n}="" ' for n in range(8_000)) + ">",
        "<b " + "".join(f"a{n}='>' " for n in range(8_000)) + ">",
        HIDDEN.format("f " * 200_000),
        f'<!-- =" --> <a c="> d" {"f " * 200_000}>',
        "<b <" + "a <" * 3_000 + ">",
        f"<b {'x' * 400_000}>",
        f"&#{'9' * 400_000};",
    ],
)
def test_html_that_takes_long_to_read_is_shown_as_it_stands(text):
    shown = nbformat.v4.new_output("display_data", {"text/html": text, "text/plain": "plain"})
    cells = [nbformat.v4.new_markdown_cell(text), nbformat.v4.new_code_cell("1", outputs=[shown])]
    nb = sanitized(nbformat.v4.new_notebook(cells=cells))
    assert nb.cells[0].source.startswith(("    &lt;", "    &amp;"))
    assert nb.cells[1].outputs[0].data == {"text/plain": "plain"}


@pytest.mark.parametrize(
    "text",
    [
        f"![a](data:image/png;base64,{'iVBO/w0K' * 200_000})",
        "<b>So</b> " + "the loss goes down -> the images get better, " * 500,
        "<table>" + "<tr><td style='color: red'>1</td><td>2</td></tr>" * 500 + "</table>",
        "If a <b and b> c, " + "then so it is. " * 100,
    ],
)
def test_large_pictures_long_texts_and_tables_stay(text):
    nb = sanitized(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)]))
    assert len(nb.cells[0].source) >= 0.9 * len(text)
    assert not nb.cells[0].source.startswith("    ")


def test_a_cell_that_cannot_be_sanitised_loses_what_it_shows_and_no_other_does():
    deep = f"<b style='color: {'(' * 5_000}'>a</b>"
    shown = nbformat.v4.new_output("display_data", {"text/html": deep})
    good = nbformat.v4.new_output("display_data", {"text/html": "<b>c</b>"})
    cells = [
        nbformat.v4.new_markdown_cell(deep),
        nbformat.v4.new_code_cell("1", outputs=[shown]),
        nbformat.v4.new_code_cell("2", outputs=[good]),
    ]
    nb = sanitized(nbformat.v4.new_notebook(cells=cells))
    assert "<b" not in nb.cells[0].source or "(" not in nb.cells[0].source
    assert nb.cells[2].outputs[0].data == {"text/html": "<b>c</b>"}


def test_texts_longer_than_a_person_writes_are_cut():
    nb = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("word " * 800_000) for _ in range(3)]
    )
    shorten(nb)
    lengths = [len(cell.source) for cell in nb.cells]
    assert lengths == [4_000_000, 1_000_000 + len(CUT), len(CUT)]


@pytest.mark.parametrize(
    "text",
    [
        r"$\let\h\href\def\a#1#2{\h{#1#2:alert()}{x}}\a{java}{script}$",
        r"$\def\h{\href}\h{java\relax script:alert()}{x}$",
        r"$\let\h&#92;href \h{x}{y}$",
        "$\\let\\h\\hr<!-- -->ef \\h{x}{y}$",
    ],
)
def test_no_formula_makes_a_link_under_another_name(text):
    shown = nbformat.v4.new_output("display_data", {"text/latex": text, "text/markdown": text})
    cells = [nbformat.v4.new_markdown_cell(text), nbformat.v4.new_code_cell("1", outputs=[shown])]
    nb = sanitized(nbformat.v4.new_notebook(cells=cells))
    assert nb.cells[0].source.startswith("    ")
    assert set(nb.cells[1].outputs[0].data) == {"text/plain"}
