"""The page that a student gets back, as nbgrader makes it, in a fraction of the time."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbformat import NotebookNode

_NO_ALT = re.compile(r"<img (?![^<>]*\balt=)")
_ALT = '<img alt="No description has been provided for this image" '

LONGEST_KEPT = 10_000
"""Texts with more characters than that are not kept: a class may hand in many of them."""

_compiled: dict[tuple[str, ...], Any] = {}


def _kept(function: Callable[[str], str]) -> Callable[[str], str]:
    """The same function, which remembers: most texts of a lesson stand in every page of it."""
    remembers = lru_cache(maxsize=1000)(function)
    return lambda text: (remembers if len(text) <= LONGEST_KEPT else function)(text)


@_kept
def _highlight(source: str) -> str:
    return Highlight2HTML(pygments_lexer="python")(source)


@_kept
def _render(source: str) -> str:
    return MarkdownWithMath(renderer=IPythonRenderer(escape=False)).render(source)


class FeedbackPage(HTMLExporter):
    """nbconvert's exporter without its slow steps.

    It compiles the templates once for a process, not for each page, and does the same for the
    lesson's own texts and code. And nbconvert parses each page again, only to describe pictures
    without a description: here a pattern does that.
    """

    def _create_environment(self) -> Any:
        key = tuple(self.template_paths)
        if key not in _compiled:
            _compiled[key] = super()._create_environment()
        return _compiled[key]

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:
        """Markdown to HTML, as `HTMLExporter` does."""
        if context.get("cell", {}).get("attachments"):
            return super().markdown2html(context, source)
        return _render(source)

    def from_notebook_node(  # type: ignore[override]  # nbconvert: whatever makes text does this
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Convert a notebook, as `HTMLExporter` does."""
        resources = self._init_resources(resources)
        self.register_filter("highlight_code", lambda source, **_: _highlight(source))
        widgets = WidgetsDataTypeFilter(
            notebook_metadata=nb.metadata, parent=self, resources=resources
        )
        self.register_filter("filter_data_type", widgets)
        html, resources = TemplateExporter.from_notebook_node(self, nb, resources, **kw)
        return _NO_ALT.sub(_ALT, html), resources
