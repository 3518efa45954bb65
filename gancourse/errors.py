"""Errors that the user can put right: one line, exit code 1."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import NoReturn

import typer

__all__ = ["plain_errors", "stop"]


@contextlib.contextmanager
def plain_errors(*kinds: type[Exception]) -> Iterator[None]:
    """Turn errors of these kinds, and the system's, into one line and exit code 1."""
    try:
        yield
    except OSError as error:
        stop(": ".join(str(part) for part in (error.strerror or error, error.filename) if part))
    except kinds as error:
        stop(str(error))


def stop(why: str) -> NoReturn:
    """Print why the command cannot go on, and exit."""
    typer.secho(why, err=True, fg="red")
    raise typer.Exit(1)
