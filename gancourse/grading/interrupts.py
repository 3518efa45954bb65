"""Ctrl-C and its like, at a moment when nothing is left half done."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator

STOPS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""Ctrl-C, a polite end, a terminal that was closed."""


@contextlib.contextmanager
def interrupts_later() -> Iterator[None]:
    """Ctrl-C and its like wait until the end of the block.

    Threads that are started in it never hear Ctrl-C.
    """
    heard: list[int] = []
    here = threading.current_thread() is threading.main_thread()
    numbers = STOPS if here else ()
    handlers = [signal.signal(one, lambda number, _: heard.append(number)) for one in numbers]
    can_block = hasattr(signal, "pthread_sigmask")
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if can_block else set()
    try:
        yield
    finally:
        if can_block:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for number, handler in zip(numbers, handlers, strict=True):
            signal.signal(number, handler)
    for number in heard[:1]:
        signal.raise_signal(number)
