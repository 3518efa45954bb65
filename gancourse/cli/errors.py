"""Errors that the user can put right: one line and an exit code."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

__all__ = ["Commands", "plain_errors", "stop"]

EXTRAS = {
    **dict.fromkeys(("ijson", "jinja2", "nbclient", "nbconvert", "nbformat", "nbgrader"), "teach"),
    **dict.fromkeys(("sqlalchemy", "traitlets"), "teach"),
    **dict.fromkeys(("dask", "distributed"), "scale"),
}
"""Packages that not everybody installs, and the extra of pyproject.toml that they come with."""


class Commands(TyperGroup):
    """Commands, some of which need an extra: one line says which, if it is not installed."""

    def invoke(self, ctx: Any) -> Any:  # click's Context: newer versions of typer bring their own
        """Run the command that was typed."""
        try:
            return super().invoke(ctx)
        except ModuleNotFoundError as error:
            package = (error.name or "").partition(".")[0]
            if package not in EXTRAS:
                raise
            extra = EXTRAS[package]
            who = "the teacher's packages" if extra == "teach" else "packages for many machines"
            stop(
                f"gancourse {ctx.invoked_subcommand} needs {who}: "
                f"pip install 'gans-in-notebooks[{extra}]'",
                2,
            )


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
