"""Runs the solution notebooks, so that a reader sees the pictures."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from rich.console import Console

from gancourse.course.places import find_lessons, source_path
from gancourse.course.settings import kernel_settings
from gancourse.course.tidy import read, tidy_executed, write
from gancourse.errors import CourseError

CELL_SECONDS = 900


def execute(
    course: Path, lessons: Iterable[str] = (), *, console: Console | None = None
) -> list[Path]:
    """Run solution notebooks from top to bottom and store their outputs in place.

    A notebook is written only when all its cells have succeeded and none has written to stderr.

    Args:
        course: The course's folder.
        lessons: Names of lessons, or how they begin; none means all.
        console: Where to say how far it is; nowhere if None.

    Returns:
        The notebooks that were run.

    Raises:
        CourseError: A cell failed, ran too long or wrote to stderr.
    """
    done = []
    for lesson in find_lessons(course, lessons):
        path = source_path(course, lesson)
        nb = read(path)
        begin = time.monotonic()
        run(nb, path.parent, lesson)
        refuse_stderr(nb, lesson)
        tidy_executed(nb)
        write(nb, path)
        done.append(path)
        if console:
            console.print(f"{lesson}: run in {time.monotonic() - begin:.0f} s")
    return done


def run(nb: NotebookNode, folder: Path, lesson: str) -> None:
    """Run all cells of ``nb`` in place, with ``folder`` as the working folder."""
    client = NotebookClient(
        nb,
        timeout=CELL_SECONDS,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        shutdown_kernel="immediate",
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(folder.resolve())}},
    )
    current = {"cell": "kernel"}
    client.on_cell_execute = lambda cell, cell_index: current.update(cell=cell.id)
    try:
        client.execute(env={**os.environ, **kernel_settings()})
    except CellExecutionError as error:
        why = f"{error.ename}: {error.evalue}"
    except CellTimeoutError:
        why = f"it ran longer than {CELL_SECONDS} s"
    except DeadKernelError:
        why = "the kernel died"
    else:
        return
    raise CourseError(f"{lesson}: cell {current['cell']} failed: {why}") from None


def refuse_stderr(nb: NotebookNode, lesson: str) -> None:
    """Raise CourseError if a cell wrote to stderr: a warning, or a progress bar."""
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                line = output.text.strip().splitlines()[0]
                raise CourseError(f"{lesson}: cell {cell.id} wrote to stderr: {line}")
