"""Errors that the user can put right: one line and an exit code."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from typing import Any, NoReturn

import typer

from gancourse.text import printable


@contextlib.contextmanager
def plain_errors(*kinds: type[Exception], status: int = 1) -> Iterator[None]:
    """Turn errors of these kinds, and the system's, into one line and the exit code ``status``."""
    try:
        yield
    except OSError as error:
        stop(
            ": ".join(str(part) for part in (error.strerror or error, error.filename) if part),
            status,
        )
    except kinds as error:
        stop(str(error), status)


class _Stopped(KeyboardInterrupt):
    """A signal that ends a command as Ctrl-C does."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


@contextlib.contextmanager
def stoppable(why: str) -> Iterator[None]:
    """Let SIGTERM and a closed terminal end the block as Ctrl-C does: with the one line ``why``.

    The exit code is that of shells: 130 after Ctrl-C, 143 after SIGTERM, 129 after SIGHUP.
    """

    def hear(number: int, _: Any) -> NoReturn:
        raise _Stopped(number)

    here = threading.current_thread() is threading.main_thread()
    numbers = [getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP") if here]
    heard = [one for one in numbers if one and signal.getsignal(one) == signal.SIG_DFL]
    for number in heard:
        signal.signal(number, hear)
    try:
        yield
    except KeyboardInterrupt as error:
        stop(why, 128 + getattr(error, "number", signal.SIGINT))
    finally:
        for number in heard:
            signal.signal(number, signal.SIG_DFL)


def stop(why: str, status: int = 1) -> NoReturn:
    """Print why the command cannot go on, and exit with the code ``status``.

    A sentence may name a student's file.
    """
    typer.secho("\n".join(map(printable, why.splitlines())), err=True, fg="red")
    raise typer.Exit(status)
