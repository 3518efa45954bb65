"""Takes out of a notebook what an instructor's browser should not open."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Container
from functools import cache, lru_cache
from typing import Any

import nbformat
from nbconvert.preprocessors.sanitize import SanitizeHTML
from nbformat import NotebookNode

from gancourse.grading.jobs import is_check
from gancourse.text import is_base64, writable

MESSAGE_STYLES = (
    *("border-left", "caption-side", "margin-left", "overflow-wrap"),
    *("padding", "padding-left", "padding-right"),
)
"""What messages of checks are styled with, beside what nbconvert allows."""

MOST_KEPT, LONGEST_KEPT = 500, 10_000
"""How many cleaned texts are remembered, and how many characters they may have."""


def sanitized(nb: NotebookNode) -> NotebookNode:
    """The notebook without scripts, frames, forms and the like in what a browser will show.

    A cell that cannot be read as HTML shows its text as it stands, and no outputs.
    """
    _bound(nb)
    step = _cleaner()
    for number, cell in enumerate(nb.cells):
        try:
            is_markdown = cell.cell_type == "markdown" and not _runs_script(cell.source)
            if is_markdown:
                cell.source = _apart(cell.source)
            step.preprocess_cell(cell, {}, number)
            if is_markdown:
                cell.source = _as_markdown(cell.source)
            _disarm(cell)  # last: what is taken out may have kept the letters of a link apart
        except Exception:  # a number of 5,000 digits, styles 1,000 deep in each other
            _show_text_only(cell)
    return nb


class _Cleaner(SanitizeHTML):
    """nbconvert's step, which remembers: most texts of a lesson stand in every hand-in."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.remembers = lru_cache(MOST_KEPT)(super().sanitize_html_tags)

    def sanitize_html_tags(self, html_str: str) -> str:
        if len(html_str) > LONGEST_KEPT:
            return str(super().sanitize_html_tags(html_str))
        return str(self.remembers(html_str))


@cache
def _cleaner() -> _Cleaner:
    css = [*MESSAGE_STYLES, *SanitizeHTML().styles]
    return _Cleaner(enabled=True, tags=_TAGS, attributes=_allowed, styles=css, strip=True)


def without_what_students_show(nb: NotebookNode) -> None:
    """Leave of a notebook only what needs not to be read as HTML: texts, and verdicts."""
    for cell in nb.cells:
        _show_text_only(cell)


def _show_text_only(cell: NotebookNode) -> None:
    if is_check(cell):  # its outputs are its mark
        for output in cell.outputs:
            output.get("data", {}).pop("text/html", None)
    elif cell.cell_type == "code":
        cell.outputs = []
    else:
        cell.source = _as_it_stands(html.escape(cell.source))


MOST_CHARACTERS = 5_000_000
"""How many characters of all cells the marked notebook keeps: it is read many times."""

CUT = "\n\n(The text is too long; the rest stands in the file that was handed in.)\n"


def shorten(nb: NotebookNode) -> None:
    """Cut off texts of cells that together are longer than a person would write."""
    room = MOST_CHARACTERS
    for cell in nb.cells:
        if len(cell.source) > room and not is_check(cell):
            cell.source = cell.source[:room] + CUT
        room = max(0, room - len(cell.source))


# Outputs ------------------------------------------------------------------------------------------

_LONG_SEQUENCE = re.compile(r"(\x1b\[[^@-~\n]{40})[^@-~\n]+")
"""A terminal's sequence that takes hours to read: the time grows by the square of its length."""

_MIMES = {"text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/jpeg"}
_STREAMS = {"stdout", "stderr"}


def _writable(value: Any) -> Any:
    """The same plain value, with texts that a file can hold."""
    if isinstance(value, str):
        return _LONG_SEQUENCE.sub(r"\1", writable(value))
    if isinstance(value, list):
        return [_writable(part) for part in value]
    if isinstance(value, dict):
        return {_writable(key): _writable(part) for key, part in value.items()}
    return value


def clean_output(raw: Any) -> NotebookNode | None:
    """One output of a cell in the form of a notebook; None for what no cell shows."""
    raw = _writable(raw)
    match raw:
        case {"output_type": "stream", "name": str(name), "text": str(text)} if name in _STREAMS:
            return nbformat.v4.new_output("stream", name=name, text=text)
        case {"output_type": "error", "ename": str(ename), "evalue": str(evalue)}:
            lines = raw.get("traceback")
            lines = [str(line) for line in lines] if isinstance(lines, list) else []
            return nbformat.v4.new_output("error", ename=ename, evalue=evalue, traceback=lines)
        case {"output_type": "display_data" | "execute_result" as kind, "data": dict(data)}:
            data = {m: text for m, text in data.items() if m in _MIMES and isinstance(text, str)}
            data = {m: text for m, text in data.items() if "image" not in m or is_base64(text)}
            return nbformat.v4.new_output(kind, data) if data else None
    return None


# Formulas and code in Markdown --------------------------------------------------------------------

_VERBATIM = re.compile(
    r"```.{1,5000}?```|~~~.{1,5000}?~~~|(?<!`)(`+)(?!`).{1,2000}?(?<!`)\1(?!`)"
    r"|\$\$.{1,2000}?\$\$|(?<![$\\])\$[^$]{1,2000}\$|\\\\\[.{1,2000}?\\\\\]|\\\\\(.{1,2000}?\\\\\)"
    r"|\\begin\{([a-z]{1,20}\*?)\}.{1,2000}?\\end\{\2\}",
    re.DOTALL,
)
"""Code and formulas in Markdown: in both, < and & stand for themselves."""

MOST_VERBATIM = 1_000
"""How many beginnings of code or formulas one text may have that is looked through for them."""

_TAG_OR_ENTITY = re.compile(r"<(?=[A-Za-z/!?])|&(?=[A-Za-z#])")
_QUOTE = re.compile(r"^((?:&gt; ?)+)", re.MULTILINE)


def _in_verbatim(change: Callable[[str], str], text: str) -> str:
    """The text, with its code and formulas changed."""
    if text.count("$") + text.count("`") + text.count("~~~") + text.count("\\") > MOST_VERBATIM:
        return text
    return _VERBATIM.sub(lambda match: change(match[0]), text)


def _apart(text: str) -> str:
    """Markdown whose code and formulas hold nothing that can be read as a tag or an entity.

    A blank keeps it apart: ``$a<b$`` becomes ``$a< b$``, the same formula.
    """
    return _in_verbatim(lambda found: _TAG_OR_ENTITY.sub(r"\g<0> ", found), text)


def _as_markdown(text: str) -> str:
    """Sanitised Markdown in which code, formulas and quotes are written as a person does.

    As HTML they were escaped; whoever renders Markdown does that once more. What comes back is kept
    apart again, so it is harmless wherever it stands: a < before a blank begins no tag.
    """

    def unescaped(found: str) -> str:
        found = found.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        return _TAG_OR_ENTITY.sub(r"\g<0> ", found)

    text = _in_verbatim(unescaped, text)
    return _QUOTE.sub(lambda match: match[1].replace("&gt;", ">"), text)


# HTML and Markdown --------------------------------------------------------------------------------

_TAGS = [
    *("a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "details", "div", "dl"),
    *("dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img"),
    *("li", "ol", "p", "pre", "s", "span", "strong", "sub", "summary", "sup", "table", "tbody"),
    *("td", "th", "thead", "tr", "u", "ul"),
]
_KINDS = "(?:png|jpeg|gif|webp)"
_ATTRIBUTES = {"title", "alt", "scope", "colspan", "rowspan", "width", "height", "style", "id"}


def _allowed(tag: str, name: str, value: str) -> bool:
    if tag == "img" and name == "src":  # pictures in the file itself; no address is called
        return re.match(rf"data:image/{_KINDS};base64,", value) is not None
    if tag == "a" and name == "href":
        return value.startswith(("#", "https://", "http://"))
    if name == "style" and re.search(r"url|\\", value, re.IGNORECASE):
        return False
    return name in _ATTRIBUTES


MOST_DELIMITERS = 5_000
"""How many < or [ one text may hold: reading HTML and Markdown takes time by the square of them."""

MOST_DELIMITERS_IN_ALL = 20_000

DELIMITERS_OF_FORMULA = 20
"""As how many of them a formula counts that has not ended yet: reading it takes longer."""

_FORMULA_BEGINS = ("\\begin", "\\\\(", "\\\\[")

_WITH_DELIMITERS = ("text/html", "text/markdown", "text/latex")

MOST_ATTRIBUTES = 500
"""How many blanks, strokes and quotes one tag may hold: its attributes are compared in pairs."""

LONGEST_TAG = 10_000
"""How many characters one tag may have, pictures in it aside."""

_PICTURE_BYTES = re.compile(r"base64,[A-Za-z0-9+/=]*")
_TAG_BEGINS = re.compile(r"<(?=[a-zA-Z/!?])")
_TAG = re.compile(r"""<(?:[^>=]|=\s*"[^"]*"|=\s*'[^']*'|=(?!\s*["']))*""")
"""A tag as far as its end: the first > that is in no quotes behind an equals sign."""

_LONG_NUMBER = re.compile(r"&#[0-9]{20,}")
"""A character's number that takes time by the square of its length, and then is none."""


def _is_slow_html(text: str) -> bool:
    """Whether a tag has so many attributes, or a character so large a number, that it takes long.

    What may be a tag depends on what stands before it, so each < is looked at on its own.
    """
    text = _PICTURE_BYTES.sub("", text)
    for begin in _TAG_BEGINS.finditer(text):
        tag = _TAG.match(text, begin.start(), begin.start() + LONGEST_TAG)
        assert tag  # the < is there
        if tag.end() < len(text) and text[tag.end()] != ">":
            return True
        if sum(map(tag[0].count, "/\"'= \t\n\f\r")) > MOST_ATTRIBUTES:
            return True
    return _LONG_NUMBER.search(text) is not None


def _bound(nb: NotebookNode) -> None:
    """Show as plain text what would take minutes to read as HTML or Markdown."""
    room = MOST_DELIMITERS_IN_ALL

    def fits(text: str) -> bool:
        nonlocal room
        count = text.count("<") + text.count("[") + text.count("&") // 20
        count += DELIMITERS_OF_FORMULA * sum(map(text.count, _FORMULA_BEGINS))
        if count > min(MOST_DELIMITERS, room) or _is_slow_html(text):
            return False
        room -= count
        return True

    for cell in nb.cells:
        if cell.cell_type != "code" and not fits(cell.source):
            cell.source = _as_it_stands(html.escape(cell.source))
        for output in cell.get("outputs", ()):
            for kind in _WITH_DELIMITERS:
                if not fits(output.get("data", {}).get(kind, "")):
                    _leave_out(output, kind)


def _as_it_stands(text: str) -> str:
    """Markdown that shows a text as it is."""
    return "\n".join(f"    {line}" for line in text.splitlines())


def _leave_out(output: NotebookNode, kind: str) -> None:
    del output.data[kind]
    output.data.setdefault("text/plain", "(This cannot be shown here.)")


_SCRIPT = re.compile(
    r"(java|vb)script:|data:(text|application/x|image/svg)|href\{|\]:data:image", re.IGNORECASE
)
"""What a link begins with that runs a script; a formula may put its parts together. And a picture
that Markdown's links lead to: each of a thousand links would hold all of it."""

_LINK_IN_FORMULA = re.compile(r"\\href", re.IGNORECASE)
"""How a formula makes links. It may give it another name (``\\let``), so the word is enough."""

_PICTURE = re.compile(
    r"!\[(?:[^][\\`<>]*\]"
    rf"\((?:attachment:([A-Za-z0-9_.-]+)|data:image/{_KINDS};base64,[A-Za-z0-9+/=]*)\))?"
)
"""The beginning of a picture in Markdown; all of it if the picture lies in the notebook."""


def _runs_script(text: str) -> bool:
    """Whether a link in HTML or Markdown may run a script, however its letters are written."""
    for _ in range(3):
        text = html.unescape(_LONG_NUMBER.sub("", text))
    text = re.sub(r"[\s\x00-\x1f]|<[^<>]*>", "", text)
    if _LINK_IN_FORMULA.search(text):
        return True
    return _SCRIPT.search(text.replace("\\", "")) is not None


def _without_calls(text: str, attachments: Container[str] = ()) -> str:
    """Markdown whose pictures lie in the notebook; those that lie elsewhere become links.

    An address would be called when the page is opened, and for a picture that is missing in the
    notebook no page can be made.
    """

    def picture_or_link(match: re.Match[str]) -> str:
        here = match[0] != "![" and (match[1] is None or match[1] in attachments)
        return match[0] if here else match[0][1:]

    return _PICTURE.sub(picture_or_link, text)


def _disarm(cell: NotebookNode) -> None:
    """Take away what Markdown and formulas would make of a text that is harmless as HTML."""
    if cell.cell_type != "code":
        if _runs_script(cell.source):
            cell.source = _as_it_stands(cell.source)
        if cell.cell_type == "markdown":
            cell.source = _without_calls(cell.source, cell.get("attachments", ()))
    for output in cell.get("outputs", ()):
        data = output.get("data", {})
        for kind in _WITH_DELIMITERS:
            if _runs_script(data.get(kind, "")):
                _leave_out(output, kind)
        if "text/markdown" in data:
            data["text/markdown"] = _without_calls(data["text/markdown"])
