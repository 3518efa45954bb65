"""Student notebooks: generated from the solutions, never edited."""

from __future__ import annotations

import tempfile
from pathlib import Path

from gancourse.course.places import find_lessons, release_path, source_path
from gancourse.course.settings import load_config, quiet_nbgrader
from gancourse.course.tidy import read, text_of, write
from gancourse.errors import CourseError
from gancourse.release.generate import generate
from gancourse.release.leaks import find_broken_stubs, find_leaks


def release(course: Path, check: bool = False) -> list[Path]:
    """Generate ``notebooks/`` from ``solutions/``, or check that this has been done.

    The same solutions always give the same bytes. Nothing is written if a solution would leak.

    Args:
        course: The course's folder.
        check: Write nothing; refuse if a student notebook differs from what would be generated.

    Returns:
        The student notebooks, in order.

    Raises:
        CourseError: A solution leaks, a stub is broken, nbgrader refuses a notebook, or (with
            ``check``) a student notebook is out of date, missing or left over.
    """
    lessons = find_lessons(course)
    made = {}
    with tempfile.TemporaryDirectory() as scratch, quiet_nbgrader():
        for lesson in lessons:
            made[lesson] = read(generate(course, lesson, Path(scratch)))
        stubs = stubs_of(course)
    _refuse_leaks(course, made, stubs)

    targets = {lesson: release_path(course, lesson) for lesson in lessons}
    left_over = set((course / "notebooks").glob("[0-9][0-9]_*/[0-9][0-9]_*.ipynb"))
    left_over -= set(targets.values())
    if check:
        for path in sorted(left_over):
            raise CourseError(f"{_short(path, course)} has no solution notebook; delete it.")
        for lesson, path in targets.items():
            if not path.exists() or path.read_bytes() != text_of(made[lesson]).encode():
                raise CourseError(
                    f"{_short(path, course)} is not what its solution notebook generates; "
                    "run `gancourse release` and commit the result."
                )
    else:
        for path in left_over:
            path.unlink()
        for lesson, path in targets.items():
            write(made[lesson], path)
    return list(targets.values())


def stubs_of(course: Path) -> tuple[str, str]:
    """What stands in the place of a solution: in code cells and in text cells."""
    settings = load_config(course).ClearSolutions
    return settings.code_stub["python"], settings.text_stub


def _refuse_leaks(course: Path, made: dict, stubs: tuple[str, str]) -> None:
    sources = {lesson: read(source_path(course, lesson)) for lesson in made}
    problems = [
        f"{lesson}: {problem}"
        for lesson in made
        for problem in find_broken_stubs(sources[lesson], made[lesson], stubs)
    ]
    problems += find_leaks(sources, made)
    if problems:
        raise CourseError("The notebooks cannot be released.\n" + "\n".join(problems))


def _short(path: Path, course: Path) -> str:
    return path.relative_to(course).as_posix()
