"""Presses Stop in every cell of a kernel that shows progress. Imported by that kernel."""

from __future__ import annotations

import itertools
import signal
from collections.abc import Iterable
from typing import Any

from IPython import get_ipython

from ganlab.progress import progress

PRESSED = "Stop is pressed."
_init, _update = progress.__init__, progress.update


class _Button:
    """Pressed after the first turn of a cell's first training, or of its second.

    A training is a loop without one inside. Before a second one is reached, all loops are a
    twentieth as long as they would be, so that nobody waits for the first: three turns at least,
    60 at most.
    """

    training = 1
    seen: tuple[progress, ...] = ()
    around: tuple[progress, ...] = ()


def press_in(training: int) -> None:
    """Press Stop in the first or the second training of each cell from here on."""
    _Button.training = training


def _new_cell(_: Any) -> None:
    _Button.seen = _Button.around = ()


def _shorter(
    self: progress, iterable: Iterable[Any], unit: str = "step", *, total: float | None = None
) -> None:
    total = len(iterable) if total is None else total  # type: ignore[arg-type]
    if _Button.training == 2:
        total = min(total, max(3, min(60, total // 20)))
        iterable = itertools.islice(iterable, int(total))
    _init(self, iterable, unit, total=total)


def _press(self: progress, n: int = 1) -> None:
    _update(self, n)
    _Button.around += tuple(progress._running[:-1])
    if not any(self is loop for loop in _Button.around + _Button.seen):
        _Button.seen += (self,)
        if len(_Button.seen) == _Button.training:
            print(PRESSED)
            signal.raise_signal(signal.SIGINT)


progress.__init__ = _shorter
progress.update = _press
get_ipython().events.register("pre_run_cell", _new_cell)
