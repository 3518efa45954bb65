"""The commands that the pages for teachers show can be typed as they stand there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer
from nbgrader.apps import NbGraderApp

from gancourse.cli.commands import app

DOCS = Path(__file__).resolve().parents[3] / "docs"
PAGES = ("teachers", "week", "hub", "grading", "cloud")
COURSE = typer.main.get_command(app)

TO_COME = tuple(
    f"gancourse {one}"
    for one in ("answers", "marks", "pages", "report", "why", "grade 02 --student")
)
"""Commands that other branches bring."""


def shown(page: str, program: str) -> tuple[list[str], list[str]]:
    """The lines of blocks, and the mentions in the text, that begin with a program's name."""
    text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
    blocks = re.findall(r"(?ms)^ *```(\S*)\n(.*?)^ *```$", text)
    lines = [line for kind, block in blocks if not kind for line in block.splitlines()]
    rest = re.sub(r"(?ms)^ *```.*?^ *```$", "", text)
    mentions = re.findall(r"`([^`]+)`", rest.replace("\n", " "))
    return tuple(
        [one for one in many if one.startswith(f"{program} ")] for many in (lines, mentions)
    )


@pytest.mark.parametrize("page", PAGES)
def test_lines_to_type_are_commands_with_all_that_they_need(page):
    lines, _ = shown(page, "gancourse")
    if page == "week":
        assert len(lines) > 10
    for line in lines:
        if line.startswith(TO_COME):
            continue
        _, name, *words = shlex.split(line)
        try:
            COURSE.commands[name].make_context(name, words)
        except Exception as error:
            pytest.fail(f"{line}: {error!r} {error}")


@pytest.mark.parametrize("page", PAGES)
def test_commands_in_the_text_are_there_with_these_options(page):
    _, mentions = shown(page, "gancourse")
    for mention in mentions:
        _, name, *words = mention.split()
        if mention.startswith(TO_COME) or name.isupper():
            continue
        params = COURSE.commands[name].params
        known = {option for one in params for option in (*one.opts, *one.secondary_opts)}
        options = {word for word in words if word.startswith("--")}
        assert options <= known | {"--help"}, mention


@pytest.mark.parametrize("page", PAGES)
def test_nbgraders_commands_are_there(page):
    lines, mentions = shown(page, "nbgrader")
    for line in lines + mentions:
        assert line.split()[1] in NbGraderApp.subcommands, line
