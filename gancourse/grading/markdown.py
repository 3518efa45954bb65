"""Texts of notebooks as HTML that needs no script and no network: formulas become MathML."""

from __future__ import annotations

import html
from typing import Any

from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath

from gancourse.mathml import mathml


def as_html(source: str, attachments: dict[str, dict[str, str]] | None = None) -> str:
    """A Markdown text as HTML.

    Args:
        source: The text; what students write has to be `sanitized` before.
        attachments: Pictures that belong to it, as a notebook keeps them: base64 by MIME type, by
            name.
    """
    try:
        return MarkdownWithMath(renderer=_Renderer(attachments or {})).render(source)
    except (InvalidNotebook, RecursionError):  # a picture that is not there
        return f"<pre>{html.escape(html.unescape(source))}</pre>"


class _Renderer(IPythonRenderer):
    """nbconvert's, with formulas as MathML, and no headings that would stand between a page's."""

    def __init__(self, attachments: dict[str, dict[str, str]]) -> None:
        super().__init__(
            escape=False,
            allow_harmful_protocols=False,
            exclude_anchor_links=True,
            attachments=attachments,
        )

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        return f"<p><strong>{text}</strong></p>\n"

    def block_math(self, body: str) -> str:
        return _formula(body, display=True)

    def inline_math(self, body: str) -> str:
        return _formula(body)

    def latex_environment(self, name: str, body: str) -> str:
        return _formula(f"\\begin{{{name}}}{body}\\end{{{name}}}", display=True)


def _formula(body: str, *, display: bool = False) -> str:
    """A formula, or its source where it is none; sanitizing has written ``<`` as ``&lt;``."""
    body = html.unescape(body)
    try:
        return mathml(body, display=display)
    except ValueError:
        dollars = "$$" if display else "$"
        return f"<code>{html.escape(f'{dollars}{body}{dollars}')}</code>"
