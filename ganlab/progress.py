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
    nothing is shown, and SIGINT is left alone. In a thread a line is shown, and nothing stops.

    Args:
        iterable: what to iterate over. One turn at least is made, if there is one.
        unit: what a turn is: "step", "epoch", "patient".
        total: the number of turns; by default the iterable's length, if it has one.

    Attributes:
        stopped: whether the Stop button ended the loop.
    """

    monitor_interval = 0  # no thread that draws
    _running: ClassVar[list[progress]] = []  # in the main thread, the outermost first
    _cell_is_stopped: ClassVar[bool] = False

    def __init__(
        self, iterable: Iterable[Any], unit: str = "step", *, total: float | None = None
    ) -> None:
        self._handle: Any = None
        self._in_notebook = hasattr(_shell(), "kernel")
        self._shown_beside: dict[str, Any] = {}
        self._ended = False
        self.stopped = False
        super().__init__(
            iterable,
            unit=unit,
            total=total,
            mininterval=0.2,
            miniters=1,
            leave=None,  # the outermost stays
            gui=self._in_notebook,
        )

    def __iter__(self) -> Iterator[Any]:
        if self.disable:
            yield from self.iterable
            return
        with self._stoppable():
            begun_stopped = self.stopped
            self.reset()
            try:
                for turn in self.iterable:
                    yield turn
                    self.update()
                    if self.stopped:
                        break
            finally:
                self._ended = True
                if self._loops()[0] is self:
                    self.refresh()
                self.close()
        if self.stopped and not begun_stopped and not progress._running:
            print(self._how_it_ended())

    @contextlib.contextmanager
    def _stoppable(self) -> Iterator[None]:
        """Let SIGINT ask this loop, and those around it, to end after their turns."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        running = progress._running
        if shell := _shell():
            shell.events.register("post_execute", _end_of_cell)
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, _stop)
        running.append(self)
        self.stopped = progress._cell_is_stopped
        try:
            yield
        finally:
            running[:] = [loop for loop in running if loop is not self]  # tqdm's are equal
            if not running:
                _give_back_sigint()
                progress._cell_is_stopped &= shell is not None

    def _how_it_ended(self) -> str:
        of = f" of {self.total:,}" if self.total else ""
        return (
            f"Stopped at {self.unit} {self.n:,}{of}. "
            "What was made so far is kept, and the cells below work with it."
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
        if not self._in_notebook:
            self.postfix = self._beside()
            super().display(*args, **kwargs)
            return
        from IPython.display import display

        loops = self._loops()
        share, drawn = 0.0, []
        for loop in reversed(loops):
            share = min(1.0, (loop.n + share) / loop.total) if loop.total else 0.0
            drawn.append(loop._text_and_html(share))
        texts, lines = zip(*reversed(drawn), strict=True)
        shown = {"text/plain": "\n".join(texts), "text/html": "".join(lines)}
        if loops[0]._handle is None:
            loops[0]._handle = display(shown, raw=True, display_id=True)
        else:
            loops[0]._handle.update(shown, raw=True)

    def _loops(self) -> list[progress]:
        """Return the loops that are drawn together, the outermost first."""
        running = progress._running
        return running if any(loop is self for loop in running) else [self]

    def _text_and_html(self, share: float) -> tuple[str, str]:
        """``120 of 1,500 steps · D 0.62, G 0.81 · about 24 s left``, and the same with a bar.

        Args:
            share: how much of the whole is made, with that of the loops inside; from 0 to 1.
        """
        elapsed = self.format_dict["elapsed"]
        of = f" of {self.total:,}" if self.total else ""
        parts = [f"{self.n:,}{of} {self._units()}", self._beside()]
        if self._ended:
            parts.append(f"in {_seconds(elapsed)}")
        elif share:
            parts.append(f"about {_seconds(elapsed * (1 - share) / share)} left")
        text = " · ".join(part for part in parts if part)
        bar = f'<progress value="{share:.3f}" style="width:12em" aria-hidden="true"></progress> '
        line = f"{bar if self.total else ''}{html.escape(text)}"
        return text, f'<div style="font-variant-numeric:tabular-nums">{line}</div>'

    def _beside(self) -> str:
        beside = self._shown_beside.items()
        return ", ".join(f"{name} {_number(value):.3g}" for name, value in beside)

    def _units(self) -> str:
        return self.unit + "s" * ((self.total or self.n) != 1)


def _number(value: Any) -> float:
    """A number, or the one in a tensor: a loss with gradients warns where `float` reads it."""
    return value.item() if hasattr(value, "item") else float(value)


def _seconds(seconds: float) -> str:
    return f"{max(1, math.ceil(seconds))} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def _shell() -> Any:
    """IPython's shell, in a notebook or a terminal; None in a plain process."""
    return sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None


def _stop(number: int, frame: Any) -> None:
    """What SIGINT does while a loop runs."""
    if progress._cell_is_stopped:
        raise KeyboardInterrupt
    progress._cell_is_stopped = True
    for loop in progress._running:
        loop.stopped = True


def _give_back_sigint() -> None:
    if signal.getsignal(signal.SIGINT) is _stop:  # a cell may have set another
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _end_of_cell() -> None:
    """Forget the loops that a cell has left without an end, such as a generator's."""
    progress._running.clear()
    progress._cell_is_stopped = False
    _give_back_sigint()
