"""Pages for students: the same as nbconvert's, made more quickly."""

import re
from html.parser import HTMLParser

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter

from gancourse.course.places import course_root
from gancourse.grading.page import LONGEST_KEPT, FeedbackPage

PICTURE = "iVBORw0KGgoAAAANSUhEUg=="


def notebook(text):
    """A notebook with a picture that nobody described, and one that somebody did."""
    shown = nbformat.v4.new_output("display_data", {"image/png": PICTURE})
    described = nbformat.v4.new_output(
        "display_data", {"text/html": f'<img src="data:image/png;base64,{PICTURE}" alt="a dot">'}
    )
    code = nbformat.v4.new_code_cell(text, outputs=[shown, described])
    metadata = {"language_info": {"name": "python"}}
    cells = [nbformat.v4.new_markdown_cell("# A title\n\n$x^2$"), code]
    return nbformat.v4.new_notebook(cells=cells, metadata=metadata)


class Content(HTMLParser):
    """What a page says: its tags and words, without the blanks between them."""

    def __init__(self, page):
        super().__init__()
        self.parts = []
        self.feed(re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", page))  # drawn at random

    def handle_starttag(self, tag, attrs):
        self.parts.append((tag, sorted((name, (value or "").split()) for name, value in attrs)))

    def handle_data(self, data):
        self.parts += data.split()


def attached():
    """A notebook whose Markdown shows a picture that lies in the cell."""
    cell = nbformat.v4.new_markdown_cell("![a dot](attachment:dot.png)")
    cell.attachments = {"dot.png": {"image/png": PICTURE}}
    return nbformat.v4.new_notebook(cells=[cell, nbformat.v4.new_markdown_cell("![a dot](x.png)")])


def lesson():
    name = "02_building_blocks"
    return nbformat.read(course_root() / "solutions" / name / f"{name}.ipynb", as_version=4)


@pytest.mark.parametrize(
    "notebooks",
    [
        (notebook("first = 1"), notebook("second = 2"), notebook("first = 1")),
        (notebook(f"text = '{'x' * LONGEST_KEPT}'"),),
        (attached(),),
        (lesson(), lesson()),
    ],
    ids=["short", "long", "attached", "lesson"],
)
def test_pages_are_those_of_nbconvert_one_after_the_other(notebooks):
    for nb in notebooks:
        ours, _ = FeedbackPage(template_name="classic").from_notebook_node(nb)
        stock, _ = HTMLExporter(template_name="classic").from_notebook_node(nb)
        assert Content(ours).parts == Content(stock).parts


def test_a_picture_without_a_description_says_so():
    page, _ = FeedbackPage(template_name="classic").from_notebook_node(notebook("first = 1"))
    assert page.count("No description has been provided") == 1
