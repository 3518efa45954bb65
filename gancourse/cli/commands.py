"""The command `gancourse`: it reads the command line, calls what does the work, and prints.

Heavy imports stand inside the commands, so that `gancourse --help` answers at once.
"""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from gancourse.cli.answers import answers
from gancourse.cli.back import marks, pages
from gancourse.cli.class_report import report_class
from gancourse.cli.collect import collect_download
from gancourse.cli.errors import plain_errors, stop, stoppable
from gancourse.cli.folder import progress, start, submit
from gancourse.cli.formgrader import formgrader
from gancourse.cli.new_class import new_class
from gancourse.cli.students import lab
from gancourse.cli.training import measure, train
from gancourse.cli.why import why

app = typer.Typer(
    name="gancourse",
    help="GANs in notebooks: learn, train, release, grade, and try out the course.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
data = typer.Typer(help="The digits that the lessons train on.", no_args_is_help=True)

Lessons = Annotated[
    list[str] | None,
    typer.Argument(
        help="Lessons, by name or by number: 02. All if none is named.", metavar="LESSON"
    ),
]


STOPPED = "Stopped. What was graded so far is in the gradebook; run it again to go on."


def course() -> Path:
    """The course's folder that this is typed in: the current one, or the nearest around it."""
    from gancourse.course.places import course_root, is_course, sources

    if found := _course_around(Path.cwd()):
        return found
    if is_course(course_root()):
        stop(
            f"{Path.cwd()} is no class's folder, nor in one. Go into yours with cd, or make one: "
            "gancourse new-class FOLDER",
            status=2,
        )
    stop(
        "This command works on a course's folder, with its solutions and settings, and this is "
        f"none. Get the course's sources from {sources()}, and type there: "
        'pip install -e ".[teach]"',
        status=2,
    )


def course_or_installed() -> Path:
    """As `course`; anywhere else, the course that this program was installed from."""
    from gancourse.course.places import course_root, is_course

    if not _course_around(Path.cwd()) and is_course(course_root()):
        return course_root()
    return course()


def _course_around(here: Path) -> Path | None:
    from gancourse.course.places import is_course

    return next(filter(is_course, (here, *here.parents)), None)


def show_demo(
    folder: Annotated[Path, typer.Argument(help="Where all that it makes goes.")] = Path("demo"),
) -> None:
    """Let a made-up class of six hand in, and grade it: from release to grades.csv."""
    from rich.console import Console

    from gancourse.cli.demo import run_demo
    from gancourse.errors import CourseError

    with plain_errors(CourseError):
        run_demo(folder, Console())


def release_notebooks(
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail if a notebook is out of date.")
    ] = False,
) -> None:
    """Make the student notebooks (notebooks/) from the solutions (solutions/)."""
    from gancourse.course.lock import only_one
    from gancourse.errors import CourseError
    from gancourse.release.release import release

    alone = contextlib.nullcontext() if check else only_one(course())
    with plain_errors(CourseError), alone:
        for path in release(course(), check=check):
            typer.echo(
                f"{path.relative_to(course()).as_posix()}: {'up to date' if check else 'released'}"
            )


def execute_solutions(lessons: Lessons = None) -> None:
    """Run solution notebooks and store what they show."""
    from rich.console import Console

    from gancourse.errors import CourseError
    from gancourse.release.execute import execute

    with plain_errors(CourseError):
        execute(course(), lessons or [], console=Console())


def grade_class(
    lessons: Lessons = None,
    students: Annotated[
        list[str] | None,
        typer.Option(
            "--student",
            help="A student, by the name of the folder in submitted/: nobody else's work is "
            "looked at. For several, write it several times.",
            metavar="STUDENT",
        ),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Submissions at a time. By default, one a core.")
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(help="A dask scheduler whose workers do the work.", metavar="tcp://HOST:PORT"),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Run also what has not changed since it was graded.")
    ] = False,
    feedback: Annotated[bool, typer.Option(help="Make the pages that students get back.")] = True,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the results as JSON, for other programs.")
    ] = False,
) -> None:
    """Grade what the class has handed in (submitted/), into the gradebook and grades.csv.

    Ends with 0 when all was graded; with 1 when something was not graded or not written, and it
    says what; with 2 when there was nothing to grade, it could not begin or another grading is
    running; with 130 after Ctrl-C, 143 after SIGTERM. A second run goes on where the first one
    ended.
    """
    from gancourse.errors import CourseError
    from gancourse.grading.bounded import start_context

    start_context()  # what workers are forked from loads while this process does
    from gancourse.grading.workers import get_ready

    ready = None
    if not scheduler:  # they load PyTorch while this process loads nbgrader
        with plain_errors(CourseError, status=2):
            ready = get_ready(course(), lessons or [], workers, students or ())

    from rich.console import Console

    from gancourse.cli import report
    from gancourse.grading.grade import grade
    from gancourse.grading.result import FAILED, Unfinished
    from gancourse.text import printable

    console = Console(stderr=as_json)
    unwritten = ""
    with (
        plain_errors(CourseError, status=2),
        stoppable(STOPPED),
        contextlib.closing(ready) if ready else contextlib.nullcontext(),
    ):
        try:
            results = grade(
                course(),
                lessons or [],
                students=students or [],
                workers=workers,
                scheduler=scheduler,
                again=again,
                feedback=feedback,
                bar=report.bar_on(console),
                ready=ready,
            )
        except Unfinished as error:
            results, unwritten = error.results, str(error)
        if as_json:
            typer.echo(report.results_json(results))
        else:
            report.print_results(course(), results, console)
        report.warn(course(), results, console)
    if unwritten:
        stop("\n".join(map(printable, unwritten.splitlines())))
    raise typer.Exit(1 if any(result.status == FAILED for result in results) else 0)


def check_notebook(
    file: Annotated[Path, typer.Argument(help="A notebook of the course.", metavar="FILE.ipynb")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the result as JSON, for other programs.")
    ] = False,
) -> None:
    """Run all checks of one notebook and show its points.

    Ends with 1 if a check failed, with 2 if the file could not be checked.
    """
    from rich.console import Console

    from gancourse.cli import report
    from gancourse.errors import CourseError
    from gancourse.grading.check import check

    with plain_errors(CourseError, status=2):
        checked = check(course_or_installed(), file)
    if as_json:
        typer.echo(report.checked_json(file, checked))
    else:
        report.print_checked(file, checked, Console())
    raise typer.Exit(0 if checked.passed else 1)


@data.command()
def download(
    folder: Annotated[
        Path | None, typer.Option(help="Where the files go. By default, where the lessons look.")
    ] = None,
) -> None:
    """Fetch the full MNIST: 70,000 digits. The lessons do without: 5,000 are installed."""
    from ganlab.mnist import DownloadError, download_mnist

    with plain_errors(DownloadError):
        typer.echo(f"The digits are in {download_mnist(folder)}.")


TO_JUPYTERLAB = {"ignore_unknown_options": True, "allow_extra_args": True}

COMMANDS: dict[str, dict[str, Callable[..., None]]] = {
    "For students": {
        "start": start,
        "lab": lab,
        "progress": progress,
        "submit": submit,
        "train": train,
        "measure": measure,
    },
    "A teacher's week, in order": {
        "demo": show_demo,
        "new-class": new_class,
        "collect": collect_download,
        "grade": grade_class,
        "check": check_notebook,
        "answers": answers,
        "formgrader": formgrader,
        "report": report_class,
        "marks": marks,
        "pages": pages,
        "why": why,
    },
    "For those who change lessons": {"release": release_notebooks, "execute": execute_solutions},
}
"""The commands by whom they are for, in the order in which `gancourse --help` lists them."""


def help_of(command: Callable[..., None]) -> str:
    """A command's docstring with each paragraph on one line: the terminal breaks lines itself."""
    paragraphs = (inspect.getdoc(command) or "").split("\n\n")
    return "\n\n".join(" ".join(one.split()) for one in paragraphs)


for panel, commands in COMMANDS.items():
    for name, command in commands.items():
        settings = TO_JUPYTERLAB if command in (lab, formgrader) else None
        shown = help_of(command)
        app.command(name, help=shown, rich_help_panel=panel, context_settings=settings)(command)
app.add_typer(data, name="data", rich_help_panel="For students")
