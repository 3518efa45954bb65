"""One line, not a stack trace, where a cell of a lesson needs an answer that is still open.

An answer that nobody has written yet raises NotImplementedError wherever it is called, and what
such a cell would have made is missing in cells below. Both are said in a line that names the
exercise. The cell still fails, so that whoever runs the notebook knows. Every other error is shown
as IPython shows it.
"""

from __future__ import annotations

import contextlib
import traceback
from types import FrameType, TracebackType
from typing import Any

import graders
from graders.core import message
from graders.core.aspect import Place
from graders.core.cells import binds
from graders.core.check import Item
from graders.core.errors import STUB_WORDS
from graders.core.show import display_open


class OpenAnswers:
    """Explains the errors of a shell's cells that come from open answers.

    Attributes:
        failed: The cells that ended with an error when they were run last, in this order; for each
            the item that it was found to need, if it was that.
    """

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.failed: dict[str, Item | None] = {}
        self._needs: Item | None = None
        shell.set_custom_exc((NotImplementedError, NameError), self._show)
        shell.events.register("post_run_cell", self._after)

    def _show(
        self, shell: Any, kind: type, error: Exception, trace: TracebackType, tb_offset: Any = None
    ) -> None:
        """Show an error in IPython's place; it calls this for the two kinds of errors."""
        if explained := self._open_line(error, trace):
            line, place = explained
            display_open(line, place)
            # IPython asks an error itself for the lines to show, if it can tell.
            error._render_traceback_ = lambda: [line]  # type: ignore[attr-defined]
        shell.showtraceback((kind, error, trace), running_compiled_code=True)

    def _open_line(self, error: Exception, trace: TracebackType) -> tuple[str, Place | None] | None:
        *_, (frame, _) = traceback.walk_tb(trace)
        if frame.f_globals is not self.shell.user_ns:
            return None  # a library's own error
        if isinstance(error, NotImplementedError):
            self._needs = _item_of(frame) if str(error) in ("", STUB_WORDS) else None
            if self._needs is None:
                return None
            place = message.exercise(self._needs.name, self._needs.exercise)
            return message.not_written(self._needs.name, place), place
        if type(error) is not NameError or not error.name:
            return None
        making = [cell for cell in self.failed if binds(cell, error.name)]
        if not making:
            return None
        self._needs = self.failed[making[-1]]
        if self._needs is None:
            return message.not_made(error.name), None
        place = message.exercise(self._needs.name, self._needs.exercise)
        return message.not_there(error.name, self._needs.name, place), place

    def _after(self, result: Any) -> None:
        """Remember whether a cell failed, and what it needed."""
        source = result.info.raw_cell or ""
        with contextlib.suppress(Exception):  # not Python at all
            source = self.shell.transform_cell(source)
        self.failed.pop(source, None)
        if not result.success:
            self.failed[source] = self._needs
        self._needs = None


def _item_of(frame: FrameType) -> Item | None:
    """The item whose answer is running: a function of its name, or a method of such a class."""
    name = frame.f_code.co_qualname.partition(".")[0]
    check = f"check_{name.lower()}"
    item: Item | None = getattr(graders, check) if check in graders.MODULES else None
    return item if item is not None and item.name == name else None
