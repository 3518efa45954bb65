"""`python -m gancourse` is the command `gancourse`."""

from gancourse.cli.commands import app

app(prog_name="gancourse")
