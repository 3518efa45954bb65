"""The command line: it parses what is typed and prints what came of it."""

from gancourse.cli.commands import app

__all__ = ["app"]
