"""Markdown and code as HTML: formulas as MathML, code in colours, nothing that needs a network."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from gancourse.mathml import mathml

LONGEST_KEPT = 10_000
"""Texts with more characters than that are not kept: a class may hand in many of them."""

LONGEST_FORMULA = 2_000
"""Characters; a longer one is shown as it was typed."""

LONGEST_TEXT = 20_000
"""Characters of a text, pictures aside; a longer one is shown as it was typed. Reading Markdown
takes time by the square of its length."""

MOST_HTML = 2_000_000
"""Characters that a text may become, pictures aside: links can repeat what they lead to."""

_PICTURE_BYTES = re.compile(r"base64,[A-Za-z0-9+/=]*")
_TAG = re.compile(r"""<(/?)([A-Za-z][\w-]*)(?:"[^"]*"|'[^']*'|[^'">])*?(/?)>""")
_WITHOUT_END = {"br", "hr", "img"}

HEADINGS_BELOW = 3
"""Headings of a lesson's or a student's text are at least that deep: the page has its own above."""

Attachments = dict[str, dict[str, str]]
"""Pictures of a cell by name: base64 by MIME type."""


def _kept(function: Callable[[str], str]) -> Callable[[str], str]:
    """The same function, which remembers: most texts of a lesson stand in every page of it."""
    remembers = lru_cache(maxsize=1000)(function)
    return lambda text: (remembers if len(text) <= LONGEST_KEPT else function)(text)


def formula(body: str, *, display: bool = False) -> str:
    """A formula as MathML; as it was typed where it cannot be read."""
    if len(body) <= LONGEST_FORMULA:
        try:
            return mathml(body.strip(), display=display)
        except ValueError:
            pass
    mark = "$$" if display else "$"
    return f"<code>{mark}{html.escape(body)}{mark}</code>"


class Renderer(IPythonRenderer):
    """nbconvert's renderer, with formulas that are ready to be shown."""

    def heading(self, text: str, level: int, **_: Any) -> str:
        level = min(6, level - 1 + HEADINGS_BELOW)
        return f"<h{level}>{text}</h{level}>\n"

    def block_math(self, body: str) -> str:
        return f'<div class="formula" tabindex="0">{formula(body, display=True)}</div>'

    def inline_math(self, body: str) -> str:
        return formula(body)

    def latex_environment(self, name: str, body: str) -> str:
        return self.block_math(f"\\begin{{{name}}}{body}\\end{{{name}}}")


@_kept
def _render(source: str) -> str:
    return _rendered(source, None)


def _rendered(source: str, attachments: dict[str, dict[str, str]] | None) -> str:
    renderer = Renderer(escape=False, allow_harmful_protocols=False, attachments=attachments or {})
    try:
        shown = MarkdownWithMath(renderer=renderer).render(source)
    except (InvalidNotebook, RecursionError):  # quotes in quotes in quotes, a picture that is lost
        return _as_typed(source)
    too_much = _is_longer(shown, MOST_HTML)
    return _as_typed(source) if too_much or not _is_whole(shown) else shown


def _as_typed(source: str) -> str:
    return f"<pre>{html.escape(source)}</pre>"


def _is_whole(shown: str) -> bool:
    """Whether each tag ends where it should: what stands behind the text would be in it.

    In a student's text all tags have an end as HTML. Markdown may take an end for code.
    """
    begun: list[str] = []
    for end, name, whole in _TAG.findall(shown):
        if end and (not begun or begun.pop() != name):
            return False
        whole_formula = whole and name.startswith("m")  # only in MathML does <mspace/> end itself
        if not (end or whole_formula or name in _WITHOUT_END):
            begun.append(name)
    return not begun


def is_long(source: str) -> bool:
    """Whether a text is too long to be rendered."""
    return _is_longer(source, LONGEST_TEXT)


def _is_longer(text: str, most: int) -> bool:
    """Whether a text has more than so many characters, pictures aside."""
    return len(text) > most and len(_PICTURE_BYTES.sub("", text)) > most


def markdown(source: str, attachments: Attachments | None = None) -> str:
    """Markdown to HTML. What is HTML in it stays HTML: it has to be harmless, see `sanitize`.

    What stands behind it is never in it: where a tag would not end, the text is shown as typed.

    Args:
        source: The text.
        attachments: Pictures of its cell by name, as a notebook keeps them.
    """
    if is_long(source):
        return _as_typed(source)
    return _rendered(source, attachments) if attachments else _render(source)


@cache
def _formatter() -> HtmlFormatter:
    return HtmlFormatter(nowrap=True)


@_kept
def python(source: str) -> str:
    """Python code with its parts marked, to stand in ``<pre>``."""
    return highlight(source, PythonLexer(), _formatter())
