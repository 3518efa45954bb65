"""Pages for students: the same as nbconvert's, made more quickly."""

import re
from html.parser import HTMLParser

import nbformat
from nbconvert.exporters import HTMLExporter

from graders.classroom.page import FeedbackPage

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


def test_pages_are_those_of_nbconvert_one_after_the_other():
    for text in ("first = 1", "second = 2"):
        nb = notebook(text)
        ours, _ = FeedbackPage(template_name="classic").from_notebook_node(nb)
        stock, _ = HTMLExporter(template_name="classic").from_notebook_node(nb)
        assert Content(ours).parts == Content(stock).parts
        assert ours.count("No description has been provided") == 1
