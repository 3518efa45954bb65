"""Take a class of 800 through a teacher's week: seconds, memory and bytes of each command.

    python -m benchmarks week [--students 800]

The class hands in lesson 02 through Moodle: by turns all right, blank, copied cells, half of it,
and typical mistakes. Each command runs as a teacher types it. Prints a table and writes it into
docs/hub.md. About 8 minutes.
"""

from __future__ import annotations

import argparse
import copy
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from benchmarks.class_size import peak
from benchmarks.grading.contestants import environment, write_bytecode
from benchmarks.pages import DOCS, markdown, put
from gancourse.course.places import course_root, find_graded_lessons, release_path, source_path
from gancourse.course.tidy import read, text_of
from gancourse.demo import PUPILS, Key, right_answers, typical_mistakes
from gancourse.teaching.new_class import new_class

LESSON = "02"
LEFT_OUT = "lou-loop"
"""Each endless loop takes as long as a cell may run: they would be all that is measured."""


def download(course: Path, lesson: str, students: int, path: Path) -> Path:
    """What Moodle hands out of a class, as a zip file."""
    released = read(release_path(course, lesson))
    right = right_answers(read(source_path(course, lesson)))
    key = Key(right, typical_mistakes(course_root()), next(iter(right)))
    kinds = [fill_in for pupil, (_, fill_in) in PUPILS.items() if pupil != LEFT_OUT]
    texts = [text_of(fill_in(copy.deepcopy(released), key)) for fill_in in kinds]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(students):
            folder = f"Student {number}_{50_000 + number}_assignsubmission_file"
            # Everybody's file is another: a blank at its end.
            text = texts[number % len(texts)] + " " * number
            archive.writestr(f"{folder}/{lesson}.ipynb", text)
    return path


def run(course: Path, *words: str) -> tuple[float, float]:
    """Run a command in a course's folder: seconds, and megabytes of its main process."""
    begin, most = time.monotonic(), 0.0
    with (course / "screen.log").open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "gancourse", *words],
            cwd=course,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
        while process.poll() is None:
            most = max(most, peak(process.pid))
            time.sleep(0.02)
    if process.returncode:
        raise RuntimeError(f"{words[0]} ended with {process.returncode}: {course / 'screen.log'}")
    return time.monotonic() - begin, most


def size_of(*paths: Path) -> int:
    """Bytes of files, and of all that is in folders."""
    files = (one for path in paths for one in ([path] if path.is_file() else path.rglob("*")))
    return sum(one.stat().st_size for one in files if one.is_file())


def main() -> int:
    """Measure, print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--students", type=int, default=800, metavar="N")
    students = parser.parse_args().students
    write_bytecode()
    rows = []
    with tempfile.TemporaryDirectory(prefix="week-") as scratch:
        course = Path(scratch) / "class"
        new_class(course_root(), course)
        (lesson,) = find_graded_lessons(course, [LESSON])
        archive = download(course, lesson, students, Path(scratch) / "moodle.zip")
        grading = ["autograded", "feedback", "gradebook.db", "grades.csv"]
        for words, written in (
            (("collect", LESSON, str(archive)), ["submitted", "students.csv"]),
            (("grade", LESSON), grading),
            (("grade", LESSON), []),
            (("grade", LESSON, "--student", "student-0-50000", "--again"), []),
            (("report", LESSON), ["report"]),
            (("marks", LESSON, "--for", "moodle"), [f"{lesson}_marks_moodle.csv"]),
            (("pages", LESSON, "--for", "moodle"), [f"{lesson}_pages_moodle.zip"]),
        ):
            seconds, megabytes = run(course, *words)
            shown = " ".join(words).replace(str(archive), "moodle.zip")
            if (words, written) == (("grade", LESSON), []):
                shown += ", nothing new"
            number = size_of(*(course / name for name in written)) / 1e6
            row = [f"`gancourse {shown}`", f"{seconds:.1f}", f"{megabytes:.0f}"]
            rows.append([*row, f"{number:.1f}" if written else "-"])
            print(*rows[-1], sep="  ", flush=True)
    head = ["command", "seconds", "main process, MB", "written, MB"]
    table = markdown(head, rows)
    print(f"\n{table}")
    put(DOCS / "hub.md", week=table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
