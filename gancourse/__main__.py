"""The command `gancourse`, which is also `python -m gancourse`."""

from __future__ import annotations

import importlib.metadata
import io
import re
import sys
from collections import defaultdict

import typer

from gancourse.cli.commands import app


def main() -> None:
    """Run the command line; say which extra to install if a package of one is missing."""
    for stream in (sys.stdout, sys.stderr):  # a name is shown somehow, whatever they can write
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        app(prog_name="gancourse")
    except ModuleNotFoundError as error:
        extra = find_extra(error.name or "")
        if extra is None:
            raise
        from gancourse.course.places import course_root, is_course, sources

        why = f"This command needs {error.name}, which is not installed."
        install = f'pip install -e ".[{extra}]"'
        if is_course(course_root()):
            advice = f"Type this in the course's folder: {install}"
        else:
            advice = (
                f"It works on the course's sources: get them from {sources()}, and type there: "
            )
            advice += install
        typer.secho(f"{why} {advice}", err=True, fg="red")
        raise SystemExit(2) from None


def find_extra(module: str) -> str | None:
    """The smallest extra of pyproject.toml that brings a module; None if none does."""
    extras: dict[str, set[str]] = defaultdict(set)
    for line in importlib.metadata.requires("gans-in-notebooks") or []:
        if found := re.match(r"([\w.-]+).*\bextra == ['\"](\w+)['\"]", line):
            extras[found[2]].add(found[1])
    brings = [extra for extra, packages in extras.items() if module in packages]
    return min(brings, key=lambda extra: len(extras[extra]), default=None)


if __name__ == "__main__":
    main()
