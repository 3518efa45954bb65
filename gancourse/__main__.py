"""`python -m gancourse` is the command `gancourse`."""

from gancourse.cli import app

app(prog_name="gancourse")
