"""What the pages for teachers show can be typed as it stands there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer
from nbgrader.apps import NbGraderApp

from gancourse.cli.commands import app

DOCS = Path(__file__).resolve().parents[3] / "docs"
COURSE = typer.main.get_command(app)


def lines_to_type(page: str) -> list[str]:
    """The lines of blocks that begin with `gancourse`."""
    text = (DOCS / page).read_text(encoding="utf-8")
    blocks = re.findall(r"(?ms)^```\n(.*?)^```$", text)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("gancourse ")]


def test_the_commands_of_the_week_are_whole():
    lines = lines_to_type("week.md") + lines_to_type("teachers.md")
    assert len(lines) > 15
    for line in lines:
        _, name, *words = shlex.split(line)
        try:
            COURSE.commands[name].make_context(name, words)
        except Exception as error:
            pytest.fail(f"{line}: {error!r} {error}")


def test_nbgraders_commands_are_there():
    text = (DOCS / "hub.md").read_text(encoding="utf-8")
    names = re.findall(r"`nbgrader (\w+)", text)
    assert len(names) > 5
    assert set(names) <= NbGraderApp.subcommands.keys()
