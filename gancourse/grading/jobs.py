"""What is to be marked, and what comes back: plain data that can travel."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode

from gancourse.course.graded import is_grade, is_solution
from gancourse.grading.recognise import Names


@dataclass(frozen=True)
class Job:
    """One submission to be marked.

    Attributes:
        student: The name of the student's folder.
        lesson: The lesson's name.
        submitted: The text of the file that was handed in.
        released: The text of the released notebook.
        seeds: What the inputs of each check are drawn from, by grade id.
        limits: Settings of the sandbox.
        remarks: What was noticed about its file: plain sentences.
        files: The modules that were handed in beside it: texts by file name.
        lessons: By what the graded cells of each lesson of the course are known.
        all_or_nothing: Whether an answer earns nothing unless it passes every check.
        course: The course's folder, on the machine that plans the work.
        repaired: Whether ``submitted`` is a copy that has been repaired and marked before.
    """

    student: str
    lesson: str
    submitted: str
    released: str
    seeds: Mapping[str, int] = field(repr=False)
    limits: Mapping[str, int] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    lessons: Mapping[str, Names] = field(default_factory=dict)
    all_or_nothing: bool = False
    course: str = ""
    repaired: bool = False


@dataclass(frozen=True)
class Marked:
    """One submission, marked.

    Attributes:
        notebook: The text of the repaired notebook, with what it showed and the verdicts.
        verdicts: What each check found, as data, by grade id.
        remarks: What was repaired or stopped: plain sentences.
        isolation: How the student's code was sealed off: ``strong`` or ``weak``.
        seconds: How long it ran.
        versions: What it ran with.
        notices: Facts for the teacher alone, see `notices`.
        shortfall: What isolation lacked: a sentence, or nothing.
        starved: Whether it was stopped while it waited for the processor, on a busy machine.
    """

    notebook: str
    verdicts: dict[str, dict[str, Any]]
    remarks: tuple[str, ...]
    isolation: str
    seconds: float
    versions: dict[str, str]
    notices: tuple[str, ...] = ()
    shortfall: str = ""
    starved: bool = False


def hash_of(text: str) -> str:
    """SHA-256 of a text, as hexadecimal digits."""
    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()


def submission_hash(text: str, files: Mapping[str, str]) -> str:
    """The hash of all that was handed in: a notebook's text, and the modules beside it."""
    parts = (part for name in sorted(files) for part in (name, files[name]))
    return hash_of("\0".join([text, *parts]))


def seeds_of(
    key: bytes, student: str, lesson: str, released: NotebookNode, submission: str
) -> dict[str, int]:
    """The secret numbers that the inputs of a student's checks are drawn from, by grade id.

    Each is the beginning of HMAC-SHA256 under the course's key: nobody without the key can know
    one, and who has it gets the same inputs again for the same files. Others get other inputs: so
    what one page of feedback says of the inputs is of no use for the next hand-in.

    Args:
        submission: The hash of what was handed in, see `submission_hash`.
    """
    seeds = {}
    for cell in filter(is_check, released.cells):
        name = cell.metadata.nbgrader.grade_id
        text = "\0".join((student, lesson, name, submission)).encode()
        seeds[name] = int.from_bytes(hmac.digest(key, text, "sha256")[:7], "big")
    return seeds


def is_check(cell: NotebookNode) -> bool:
    """Whether a cell is graded by a check, not by a person."""
    return cell.cell_type == "code" and is_grade(cell) and not is_solution(cell)
