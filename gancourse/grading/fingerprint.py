"""The code that a mark depends on: if it changes, the submission has to run again."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import graders
from gancourse.course.places import course_root

STEPS = (
    *("bounded", "cells", "conflicts", "elsewhere", "free_answers", "jobs", "mark", "modules"),
    *("notices", "pictures", "read", "recognise", "repair", "sanitize", "syntax"),
)
"""The modules of `gancourse.grading` that decide over a mark."""

ALWAYS = (
    "graders/*.py",
    "graders/core/**/*.py",
    "graders/instruments/**/*.py",
    "ganlab/**/*.py",
    "gancourse/__init__.py",
    *(f"gancourse/course/{part}.py" for part in ("files", "graded", "places", "tidy")),
    "gancourse/errors.py",
    *(f"gancourse/release/{part}.py" for part in ("cloud", "links")),
    "gancourse/sandbox/**/*.py",
    "gancourse/text.py",
    *(f"gancourse/grading/{step}.py" for step in STEPS),
)
"""What the marks of every lesson depend on, beside its own checks."""


def files_behind(released: str, root: Path | None = None) -> list[Path]:
    """The files on which the marks of one lesson depend, in order.

    Args:
        released: The text of the released notebook; it says which checks are called.
        root: The folder with the packages; the one that this package belongs to if None.
    """
    root = root or course_root()
    modules = {
        graders.MODULES[check]
        for check in re.findall(r"\bgraders\.(check_\w+)", released)
        if check in graders.MODULES
    }
    lessons = {f"graders/{module.split('.')[1]}/**/*.py" for module in modules}
    return sorted({path for pattern in (*ALWAYS, *lessons) for path in root.glob(pattern)})


def code_hash(released: str, root: Path | None = None) -> str:
    """A hash of the code on which the marks of one lesson depend; arguments as `files_behind`."""
    root = root or course_root()
    digest = hashlib.sha256()
    for path in files_behind(released, root):
        digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
