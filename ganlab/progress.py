"""How far a training is, in a line that changes in place; and a Stop button that loses nothing."""

from __future__ import annotations

import contextlib
import html
import math
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from tqdm.std import tqdm

__all__ = ["progress"]


class progress(tqdm):
    """Iterate, and show how far the loop is: steps, losses, seconds left.

    It is tqdm's bar, drawn as a line of HTML in a notebook, and as tqdm draws it in a terminal.
    The Stop button (SIGINT) does not break the loop off in the middle of a step: the step is ended,
    then the loop, and what stands below the loop runs. Loops around this one end likewise, each
    after its present turn. What the same cell begins after that makes one turn each, so that there
    is something to look at. A second Stop is an ordinary KeyboardInterrupt, at once.

    Where the environment says ``TQDM_DISABLE=1``, as in grading and in tests, the loop is plain:
    nothing is shown, and SIGINT is left alone.

    Args:
        iterable: what to iterate over. One turn at least is made, if there is one.
        unit: what a turn is: "step", "epoch", "patient".
        total: the number of turns; by default the iterable's length, if it has one.

    Attributes:
        stopped: whether the Stop button ended the loop.
        n: the number of turns made.
    """

    _running: ClassVar[list[progress]] = []  # the outermost first
    _stopped_cell: ClassVar[object] = None

    def __init__(
        self, iterable: Iterable[Any], unit: str = "step", *, total: float | None = None
    ) -> None:
        self._handle: Any = None
        self._in_notebook = _kernel() is not None
        self._shown_beside: dict[str, Any] = {}
        self._begun_stopped = False
        self.stopped = False
        super().__init__(
            iterable, unit=unit, total=total, mininterval=0.2, gui=self._in_notebook, leave=True
        )
        self.disp = self.display

    def __iter__(self) -> Iterator[Any]:
        if self.disable:
            yield from self.iterable
            return
        with self._stoppable():
            try:
                for turn in self.iterable:
                    yield turn
                    self.update()
                    if self.stopped:
                        break
            finally:
                self.refresh()
                self.close()
        if self.stopped and not self._begun_stopped and not progress._running:
            print(self._how_it_ended())

    @contextlib.contextmanager
    def _stoppable(self) -> Iterator[None]:
        """Let SIGINT ask this loop, and those around it, to end after their turns."""
        running = progress._running
        running.append(self)
        if _this_cell() is not None and progress._stopped_cell == _this_cell():
            self.stopped = self._begun_stopped = True
        before = None
        if threading.current_thread() is threading.main_thread() and not self.stopped:
            before = signal.signal(signal.SIGINT, self._stop)
        try:
            yield
        finally:
            running.remove(self)
            # Not if it was put back already, or a cell has changed it.
            if before is not None and signal.getsignal(signal.SIGINT) == self._stop:
                signal.signal(signal.SIGINT, before)

    def _stop(self, number: int, frame: Any) -> None:
        for loop in progress._running:
            loop.stopped = True
        progress._stopped_cell = _this_cell()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def _how_it_ended(self) -> str:
        of = f" of {self.total:,}" if self.total else ""
        return (
            f"Stopped after {self.n:,}{of} {self.unit}{'s' * (self.n != 1 or bool(self.total))}. "
            "What was made so far is kept, and the cells below work with it. "
            "Run this cell again to start anew."
        )

    # Showing -------------------------------------------------------------------------------------

    def set_postfix(self, **values: Any) -> None:
        """Name values to show beside the bar when it is drawn next, such as ``D=disc_loss``.

        Args:
            values: numbers, or tensors with one value; they are read when they are drawn.
        """
        self._shown_beside = values

    def display(self, *args: Any, **kwargs: Any) -> None:
        """Draw the line anew; loops inside another one are drawn below its line while they run."""
        self.postfix = ", ".join(
            f"{name} {float(value):.3g}" for name, value in self._shown_beside.items()
        )
        if not self._in_notebook:
            super().display(*args, **kwargs)
            return
        from IPython.display import display

        loops = progress._running or [self]
        shown = {
            "text/plain": "\n".join(loop._text() for loop in loops),
            "text/html": "".join(loop._html() for loop in loops),
        }
        if loops[0]._handle is None:
            loops[0]._handle = display(shown, raw=True, display_id=True)
        else:
            loops[0]._handle.update(shown, raw=True)

    def _text(self) -> str:
        """``120 of 1,500 steps · D 0.62, G 0.81 · about 24 s left``."""
        now = self.format_dict
        made = f"{now['n']:,}" + (f" of {now['total']:,}" if now["total"] else "")
        parts = [f"{made} {now['unit']}s"]
        if now["postfix"]:
            parts.append(now["postfix"])
        left = (now["total"] or 0) - now["n"]
        rate = now["rate"] or (now["n"] / now["elapsed"] if now["elapsed"] else 0)
        if self.stopped or not left:
            parts.append(f"{now['elapsed']:.0f} s")
        elif rate and left > 0:
            parts.append(f"about {_seconds(left / rate)} left")
        return " · ".join(parts)

    def _html(self) -> str:
        now = self.format_dict
        bar = f'<progress max="{now["total"]}" value="{now["n"]}" style="width:12em"></progress> '
        return (
            '<div style="font-variant-numeric:tabular-nums">'
            f"{bar if now['total'] else ''}{html.escape(self._text())}</div>"
        )


def _seconds(seconds: float) -> str:
    if seconds < 90:
        return f"{math.ceil(seconds)} s"
    return f"{seconds / 60:.0f} min"


def _kernel() -> Any:
    """The IPython shell, if it is a notebook's."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return shell if hasattr(shell, "kernel") else None


def _this_cell() -> object:
    """The cell that is running, by its number; None outside of IPython."""
    shell = _kernel()
    return shell.execution_count if shell else None
