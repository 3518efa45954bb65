"""A lesson in JupyterLab, as a student sees and handles it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

# While a page loads, there is neither the application nor a notebook in it.
CELLS = "window.jupyterapp?.shell?.currentWidget?.content?.widgets"


@dataclass(frozen=True)
class Lesson:
    """The page with one open notebook; ``pictures`` is a folder for what it looked like."""

    page: Page
    pictures: Path

    def ask(self, expression: str, value: Any = None) -> Any:
        """The value of a JavaScript expression; in it, ``cells`` and ``value`` are known."""
        return self.page.evaluate(self._function(expression), value)

    def wait_until(self, expression: str, value: Any = None) -> None:
        """Wait until a JavaScript expression, as in `ask`, is true."""
        self.page.wait_for_function(self._function(expression), arg=value)

    def _function(self, expression: str) -> str:
        return f"value => {{ const cells = {CELLS}; return cells && ({expression}) }}"

    def go_to(self, cell: str) -> Locator:
        """Select a cell, by its id, as a click does; JupyterLab draws only what is near."""
        self.ask(
            "(async () => { const notebook = window.jupyterapp.shell.currentWidget.content;"
            " const number = cells.findIndex(cell => cell.model.id === value);"
            " notebook.activeCellIndex = number; notebook.deselectAll(); notebook.mode = 'command';"
            " await notebook.scrollToItem(number, 'start'); notebook.node.focus() })()",
            cell,
        )
        return self.page.locator(".jp-Notebook .jp-Cell.jp-mod-active")

    def write(self, cell: str, text: str) -> None:
        """Type a text in the place of what stands in a cell."""
        self.go_to(cell).locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(text)

    def run(self, *cells: str) -> str:
        """Run cells by Shift + Enter, one after the other; the text that the last one shows."""
        for cell in cells:
            before = self.ask(
                "cells.find(one => one.model.id === value).model.executionCount", cell
            )
            self.go_to(cell)
            self.page.keyboard.press("Shift+Enter")
            self.wait_until(
                "cells.some(one => one.model.id === value[0] && one.model.executionCount"
                " && one.model.executionCount !== value[1])",
                [cell, before],
            )
        return self.shown(cells[-1])

    def shown(self, cell: str) -> str:
        """All text that stands below a cell."""
        outputs = self.ask("cells.find(one => one.model.id === value).model.outputs.toJSON()", cell)
        texts = [
            one.get("evalue") or one.get("text") or one.get("data", {}).get("text/plain", "")
            for one in outputs
        ]
        return "\n".join("".join(text) for text in texts)

    def menu(self, name: str, *items: str) -> None:
        """Choose from a menu."""
        self.page.get_by_role("menuitem", name=name, exact=True).click()
        for item in items:
            self.page.get_by_role("menuitem", name=item, exact=True).click()

    def picture(self, name: str) -> None:
        """Keep what the page looks like now."""
        self.page.screenshot(path=self.pictures / f"{name}.png")
