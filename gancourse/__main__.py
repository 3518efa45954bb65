"""The command `gancourse`, which is also `python -m gancourse`."""

from __future__ import annotations

import importlib.metadata
import re

import typer

from gancourse.cli.commands import app


def main() -> None:
    """Run the command line; say which extra to install if a package of one is missing."""
    try:
        app(prog_name="gancourse")
    except ModuleNotFoundError as error:
        extra = find_extra(error.name or "")
        if extra is None:
            raise
        why = f"This command needs {error.name}, which is not installed. Type this in the course's"
        typer.secho(f'{why} folder: pip install -e ".[{extra}]"', err=True, fg="red")
        raise SystemExit(2) from None


def find_extra(module: str) -> str | None:
    """The extra of pyproject.toml that brings a module; None if none does."""
    for line in importlib.metadata.requires("gans-in-notebooks") or []:
        match = re.match(r"([\w.-]+).*\bextra == ['\"](\w+)['\"]", line)
        if match and match[1] == module:
            return match[2]
    return None


if __name__ == "__main__":
    main()
