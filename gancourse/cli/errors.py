"""Errors that the user can put right: one line and an exit code."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import NoReturn

import typer


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


def stop(why: str, status: int = 1) -> NoReturn:
    """Print why the command cannot go on, and exit with the code ``status``."""
    typer.secho(why, err=True, fg="red")
    raise typer.Exit(status)
