"""The command that lets one question be marked for the whole class."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gancourse.cli.errors import plain_errors, stop
from gancourse.cli.paths import at_home

if TYPE_CHECKING:
    from gancourse.teaching.answers import Question

FOLDER = "answers"


def answers(
    lesson: Annotated[
        str, typer.Argument(help="The lesson, by name or by number: 01.", metavar="LESSON")
    ],
    item: Annotated[
        str, typer.Argument(help="The exercise's name: why_it_stalls.", metavar="ITEM")
    ],
    output: Annotated[
        Path | None,
        typer.Option(help="Where the sheet goes. By default, answers/ in the course's folder."),
    ] = None,
    take: Annotated[
        Path | None,
        typer.Option(help="A sheet that you have filled in.", metavar="FILE.csv", callback=at_home),
    ] = None,
) -> None:
    """Write all answers to one question on one sheet, to be marked; or take its marks back.

    The sheet is a page and a table with the same answers, without names. Ends with 1 if a row of
    the table could not be taken.
    """
    from gancourse.cli.commands import course
    from gancourse.errors import CourseError
    from gancourse.teaching.answers import find_question

    with plain_errors(CourseError):
        question = find_question(course(), lesson, item)
        if take is None:
            _write(question, output or course() / FOLDER)
        else:
            _take(question, take)


def _write(question: Question, folder: Path) -> None:
    from gancourse.cli.commands import course
    from gancourse.errors import CourseError
    from gancourse.teaching.answer_page import write_page
    from gancourse.teaching.answer_table import write_table
    from gancourse.teaching.answers import read_answers
    from gancourse.teaching.taking import not_taken

    found = read_answers(course(), question)
    if not found.given and not found.untouched:
        raise CourseError(
            f"Nothing of {question.lesson} is graded yet: run `gancourse grade "
            f"{_number(question)}` first."
        )
    name = f"{question.lesson}-{question.item}"
    table, page = folder / f"{name}.csv", folder / f"{name}.html"
    if table.exists() and (left := not_taken(found, table)):
        raise CourseError(
            f"{table} holds {_count(left, 'mark')} that the gradebook has not. Take the table back "
            "first, with --take, or give it another name."
        )
    folder.mkdir(parents=True, exist_ok=True)
    write_table(table, found)
    write_page(page, found)
    waiting = sum(one.points is None for one in found.given)
    typer.echo(f"{_count(len(found.given), 'answer')}, {waiting} of them without points.")
    if found.untouched:
        typer.echo(f"{found.untouched} handed in without an answer: 0 points, nothing to read.")
    typer.echo(f"page    {page}\ntable   {table}")
    typer.echo(
        "Mark on the page and save its table, or fill the table's columns points and comment. "
        f"Then type:\n  gancourse answers {_number(question)} {question.item} --take FILE.csv"
    )


def _take(question: Question, path: Path) -> None:
    from gancourse.cli.commands import course
    from gancourse.grading.export import GRADES, export_grades
    from gancourse.teaching.taking import take_answers

    taken = take_answers(course(), question, path)
    said = f"{_count(taken.taken, 'answer')} marked"
    if taken.replaced:
        said += f" ({taken.replaced} had other points before)"
    more = [("known already", taken.known), ("left empty", taken.empty)]
    more += [("not taken", len(taken.refused))]
    typer.echo(", ".join([said, *(f"{count} {what}" for what, count in more if count)]) + ".")
    if taken.taken:
        typer.echo(f"`gancourse grade {_number(question)}` makes their pages anew.")
        try:
            export_grades(course(), course() / GRADES)
        except OSError as error:
            taken.refused.append(f"{GRADES} is as old as it was: {error.strerror}.")
    if taken.refused:
        stop("\n".join(taken.refused))


def _number(question: Question) -> str:
    """What a teacher types for the lesson."""
    return question.lesson.partition("_")[0]


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
