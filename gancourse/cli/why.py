"""`gancourse why`: one verdict again, for an appeal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gancourse.cli.errors import plain_errors
from gancourse.text import printable

if TYPE_CHECKING:  # it imports nbgrader
    from gancourse.grading.result import Item
    from gancourse.teaching.why import Replay


def why(
    student: Annotated[
        str, typer.Argument(help="The name of the folder in submitted/.", metavar="STUDENT")
    ],
    lesson: Annotated[
        str, typer.Argument(help="The lesson, by name or by number: 02.", metavar="LESSON")
    ],
    item: Annotated[
        str, typer.Argument(help="What the exercise asks for: get_noise.", metavar="ITEM")
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the verdicts as JSON, for other programs.")
    ] = False,
) -> None:
    """Replay one verdict, for an appeal: the same file, seeds and limits. Writes nothing.

    Ends with 0 if it comes out as it was given, with 1 if not, with 2 if it could not be replayed.
    """
    from gancourse.cli.commands import course
    from gancourse.errors import CourseError
    from gancourse.teaching.why import replay

    with plain_errors(CourseError, status=2):
        replayed = replay(course(), student, lesson, item)
    typer.echo(as_data(replayed) if as_json else as_text(replayed))
    raise typer.Exit(0 if replayed.agrees else 1)


def as_text(replay: Replay) -> str:
    """A verdict as it was given, what it is now, and why it may be another."""
    name = replay.item.removeprefix("check_")
    before, now = replay.recorded, replay.replayed
    agrees = "the same verdict" if replay.agrees else "ANOTHER VERDICT"
    lines = [
        printable(f"{replay.student} · {replay.lesson} · {name}"),
        "",
        f"file      SHA-256 {replay.file[:12]}…, inputs drawn from the seed {replay.seed}",
        f"given     {before.points:g} of {before.max_points:g} points",
        f"replayed  {now.points:g} of {now.max_points:g} points: {agrees}",
    ]
    if replay.gradebook not in (None, before.points):
        lines.append(f"gradebook {replay.gradebook:g} points, from a person's hand")
    lines += ["", before.message]
    if now.message != before.message:
        lines += ["", "Replayed, it says:", "", now.message]
    if replay.differences:
        lines += ["", "What is not as it was:", *(f"- {one}" for one in replay.differences)]
    return "\n".join(lines)


def as_data(replay: Replay) -> str:
    """The same as JSON, in plain ASCII."""

    def plain(item: Item) -> dict[str, Any]:
        return {
            name: getattr(item, name) for name in ("points", "max_points", "message", "aspects")
        }

    data = vars(replay) | {"agrees": replay.agrees, "student": printable(replay.student)}
    data |= {"recorded": plain(replay.recorded), "replayed": plain(replay.replayed)}
    return json.dumps(data, indent=2)
