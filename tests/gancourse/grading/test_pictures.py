"""Pictures in texts are kept if browsers show them and scripts have no place in them."""

from __future__ import annotations

import base64
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from benchmarks.classes.small_course import answered, cell, code, text
from gancourse.grading.markdown import markdown
from gancourse.grading.page import Shown, render
from gancourse.grading.pictures import LEFT_OUT, keep_pictures
from gancourse.grading.repair import rebuild
from gancourse.grading.sanitize import sanitized


def encoded(raw: bytes) -> str:
    return base64.b64encode(raw + bytes(40)).decode()


PICTURES = {
    "image/png": encoded(b"\x89PNG\r\n\x1a\n"),
    "image/jpeg": encoded(b"\xff\xd8\xff\xe0"),
    "image/gif": encoded(b"GIF89a"),
    "image/webp": encoded(b"RIFF\x10\0\0\0WEBPVP8 "),
}
SVG = "<svg xmlns='http://www.w3.org/2000/svg' onload='x()'><circle r='3'/></svg>"
LOST = {
    "image/svg+xml": encoded(SVG.encode()),
    "image/bmp": encoded(b"BM"),
    "image/png": encoded(b"<script>"),
    "image/avif": encoded(b"\0\0\0 ftypavif"),
    "text/html": encoded(b"<script>"),
}


def shown(nb: NotebookNode) -> str:
    """The page of a repaired notebook."""
    return render(Shown("01_small", "ann"), sanitized(nb), Path("none"))


@pytest.mark.parametrize(("kind", "data"), PICTURES.items())
@pytest.mark.parametrize(
    "form",
    [
        "![x](attachment:a.bin)",
        '<img src="attachment:a.bin" width="40">',
        "<img alt='x' src='attachment:a.bin'/>",
        "![x](data:{kind};base64,{data})",
        '<img src="data:{kind};base64,{data}" alt="x">',
        '![x](attachment:a.bin "a title")',
    ],
)
def test_pictures_of_four_kinds_reach_the_page(released, kind, data, form):
    submitted = answered(released, why="So: " + form.format(kind=kind, data=data))
    cell(submitted, "why").attachments = {"a.bin": {kind: data}}
    nb, remarks = rebuild(released, submitted)
    assert remarks == []
    assert f'src="data:{kind};base64,{data}"' in shown(nb)


@pytest.mark.parametrize("name", ["a b.png", "Größe 1.png", "a(1).png", "../../x.png", ""])
def test_a_picture_of_any_name_is_kept(name):
    attachments = {name: {"image/png": PICTURES["image/png"]}}
    for written in (name, name.replace(" ", "%20")):
        source, kept, lost = keep_pictures(f"![](attachment:{written})", attachments)
        assert (source, list(kept), lost) == (
            "![](attachment:picture-1.png)",
            ["picture-1.png"],
            False,
        )


def test_a_picture_under_a_wrong_kind_is_shown_as_what_it_is():
    data = PICTURES["image/webp"]
    _, kept, lost = keep_pictures("![](attachment:a)", {"a": {"image/png": data}})
    assert (kept, lost) == ({"a": {"image/webp": data}}, False)


@pytest.mark.parametrize(("kind", "data"), LOST.items())
@pytest.mark.parametrize("form", ["![x](attachment:a)", "<img src='data:{kind};base64,{data}'>"])
def test_of_other_pictures_a_line_says_that_they_were_there(released, kind, data, form):
    submitted = answered(released, why="See: " + form.format(kind=kind, data=data))
    cell(submitted, "why").attachments = {"a": {kind: data}}
    nb, remarks = rebuild(released, submitted)
    assert cell(nb, "why").source == f"See: {LEFT_OUT}"
    assert "cannot be shown" in remarks[0]
    assert data not in shown(nb)


def test_a_drawing_in_the_text_is_taken_out_and_said(released):
    nb, remarks = rebuild(released, answered(released, why=f"See {SVG} and <SVG> here"))
    assert cell(nb, "why").source == f"See {LEFT_OUT} and {LEFT_OUT}"
    assert "cannot be shown" in remarks[0]


def test_a_picture_alone_in_a_new_cell_is_an_answer(released):
    submitted = answered(released, why="YOUR ANSWER HERE")
    mine = text("mine", "")
    mine.attachments = {"image.gif": {"image/gif": PICTURES["image/gif"]}}
    submitted.cells.append(mine)
    nb, _ = rebuild(released, submitted)
    assert cell(nb, "why").source == "![](attachment:image.gif)"
    assert "data:image/gif" in shown(nb)


def test_a_picture_elsewhere_becomes_a_link(released):
    source = "<img src='https://example.org/a.png' alt='mine'>"
    nb, _ = rebuild(released, answered(released, why=source))
    page = shown(nb)
    assert '<a href="https://example.org/a.png">mine</a>' in page
    assert 'src="https://example.org' not in page


def test_what_is_no_picture_is_no_text_to_read_for_minutes():
    for part in ("<img ", "![](data:", "<svg", "![", "![a](attachment:", "<img src=", "%20"):
        keep_pictures(part * 100_000, {"a b": {"image/png": PICTURES["image/png"]}})
    for attachments in (None, [], {"a": 5}, {"a": {5: 6}}, {"a": {"image/png": "é"}}):
        assert keep_pictures("x", attachments)[1] == {}


def test_code_is_left_as_it_is(released):
    source = "html = '<svg></svg> <img src=x>'"
    submitted = answered(released)
    submitted.cells.append(code("mine", source))
    nb, remarks = rebuild(released, submitted)
    assert (nb.cells[-1].source, remarks) == (source, [])


def test_a_picture_that_a_text_shows_a_thousand_times_does_not_fill_the_memory():
    picture = PICTURES["image/png"] + "A" * 300_000
    text, _, lost = keep_pictures(
        "![](attachment:a.png)" * 1_000, {"a.png": {"image/png": picture}}
    )
    assert text.count("attachment:") == 99
    assert lost


@pytest.mark.parametrize(
    ("target", "links"),
    [("data:image/png;base64," + "A" * 9_000, 300), ("http://x/" + "y" * 9_000, 2_500)],
)
def test_links_that_share_a_long_target_do_not_fill_the_memory(target, links):
    text = f"[a]: {target}\n\n{'[a] ' * links}"
    nb = sanitized(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)]))
    assert len(markdown(nb.cells[0].source)) < 2 * len(text)


def test_a_drawing_behind_letters_that_are_longer_in_small_is_taken_out():
    """A small İ is two characters: places in the one text are none in the other."""
    text, _, lost = keep_pictures(f"{'İ' * 9}<SVG>a</SVG> end <svg>b", None)
    assert (text, lost) == (f"{'İ' * 9}{LEFT_OUT} end {LEFT_OUT}", True)
