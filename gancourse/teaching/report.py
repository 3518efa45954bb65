"""What a class did with a lesson: points, misconceptions, answers alike, who is late or missing.

Everything is read from what grading has left: the gradebook, and beside each marked notebook
``grading.json``. Nothing is run. One submission at a time is held; what is kept of it are counts.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from gancourse.course.delivery import read_delivery
from gancourse.course.graded import is_grade, is_solution
from gancourse.course.places import release_path, source_path
from gancourse.course.roster import read_roster
from gancourse.course.students import who_handed_in_work
from gancourse.course.tidy import read
from gancourse.grading.marks import Marks, read_marks
from gancourse.grading.record import RECORD
from gancourse.teaching.findings import LONGEST_EXAMPLE, Alike, Cause, ItemReport, LessonReport

NO_CAUSE = "no cause is named"
NO_VERDICT = "the check came to no verdict"

LONG_WRONG, LONG_RIGHT = 40, 200
"""Characters, without blanks and comments, that students have to write alike to be told of. Short
right answers are alike by nature."""

MOST_NAMED = 6
"""Of an answer that more students have in common, only their number is told."""

VALUES = re.compile(r"(?<![\w.])-?\d+(?:[.,]\d+)*(?!\w)|`\w+`")
"""What differs between students who made one mistake: numbers, and names of their own."""

UTC = re.compile(r"T(\d\d:\d\d):\d\d\+00:00$")
"""The end of a time as `Delivery` has it."""

COMMENT = re.compile(
    r'("""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\')|#[^\n]*'
)
"""A text in quotes, which is kept, or a comment."""


def report(course: Path, lesson: str) -> LessonReport:
    """Read what a class did with a lesson.

    Raises:
        CourseError: The table of the class cannot be read.
        GradebookGone: The gradebook cannot be read.
    """
    released = read(release_path(course, lesson))
    items = _items(released)
    roster = read_roster(course)
    marks = {student: found for (_, student), found in read_marks(course, [lesson]).items()}
    title = next((m[1] for c in released.cells if (m := re.match(r"# +(.+)", c.source))), lesson)
    most = sum(item.max_points for item in items)
    whole = LessonReport(lesson, title, most, items=items, roster=bool(roster))
    alike = _Alike(released, read(source_path(course, lesson)), items)
    handed_in = who_handed_in_work(course, lesson) | marks.keys()
    for student in sorted(handed_in):
        known = roster.get(student)
        name = (known and known.name) or student
        record = _record(course, student, lesson)
        mark = marks.get(student)
        if record is None or mark is None:
            whole.ungraded.append(name)
            continue
        whole.points.append(mark.score)
        answers = _answers(course, student, lesson)
        for item in items:
            _count(item, mark, record, answers.get(item.answer, ""), alike)
            alike.add(item, mark, name, answers.get(item.answer, ""))
        whole.notices += [(name, notice) for notice in record.get("notices", ())]
        if when := _late(course / "submitted" / student / lesson, mark):
            whole.late.append((name, when))
    whole.alike = alike.found()
    whole.missing = [one.name or id_ for id_, one in roster.items() if id_ not in handed_in]
    return whole


def _items(released: NotebookNode) -> list[ItemReport]:
    """The exercises of a lesson that bring points, in order."""
    items, answer, heading = [], "", ""
    for cell in released.cells:
        if found := re.search(r"(?m)^#+ +(.*\d+\.\d+.*)$", cell.source):
            heading = found[1] if cell.cell_type == "markdown" else heading
        said = cell.metadata.get("nbgrader", {})
        if is_solution(cell):
            answer = said.grade_id
        if is_grade(cell):
            items.append(ItemReport(said.grade_id, answer, heading, float(said.points)))
    return items


def _record(course: Path, student: str, lesson: str) -> dict[str, Any] | None:
    """What grading has noted of a submission; None if there is nothing."""
    try:
        path = course / "autograded" / student / lesson / RECORD
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    known = isinstance(record, dict) and isinstance(record.get("verdicts"), dict)
    return record if known else None


def _answers(course: Path, student: str, lesson: str) -> dict[str, str]:
    """The answers of a marked notebook, by grade id."""
    try:
        path = course / "autograded" / student / lesson / f"{lesson}.ipynb"
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        return {}
    said = ((cell.get("metadata", {}).get("nbgrader", {}), cell["source"]) for cell in cells)
    return {known["grade_id"]: "".join(source) for known, source in said if known.get("solution")}


def _count(
    item: ItemReport, mark: Marks, record: dict[str, Any], answer: str, alike: _Alike
) -> None:
    """Add one student's answer to the counts of an exercise."""
    given = mark.items.get(item.grade_id)
    if given is None:
        return
    verdict = record["verdicts"].get(item.grade_id)
    if not (verdict or {}).get("attempted", True) or not alike.written(item, answer):
        item.untouched += 1
        verdict = None
    elif item.by_check and verdict is None:
        item.causes.setdefault(NO_VERDICT, Cause(named=False)).add(NO_VERDICT, "", answer)
    if given.by_hand:
        item.by_hand += 1
        return
    item.points.append(given.points)
    for key, words, see in _causes(verdict or {}):
        cause = item.causes.setdefault(key, Cause(named=not key.startswith(NO_CAUSE)))
        cause.add(words, see, answer)


def _causes(verdict: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The causes that a verdict names, each once: what is common to all, the words, the place.

    Where none is named, what the first failed check looked at.
    """
    found = verdict.get("causes", ())
    named = {VALUES.sub("…", one["cause"]): one for one in reversed(found) if one["cause"]}
    for key, one in named.items():
        yield key, one["cause"], one["see"]
    if found and not named:
        title = verdict["aspects"][found[0]["check"] - 1]["title"]
        words = f"{NO_CAUSE}; failed: {title}"
        yield words, words, found[0]["see"]


def _late(submitted: Path, mark: Marks) -> str:
    """When late work came, or what it cost; empty for work in time."""
    delivery = read_delivery(submitted)
    cost = f"penalty {mark.penalty:g}" if mark.penalty else ""
    if not cost and not mark.seconds_late and not (delivery and delivery.late):
        return ""
    time = UTC.sub(r" \1 UTC", delivery.time) if delivery else ""
    if not time and mark.timestamp:
        time = f"{mark.timestamp:%Y-%m-%d %H:%M} UTC"
    return ", ".join(filter(None, (time, cost))) or "late, by its platform"


def _bare(source: str, code: bool) -> list[str]:
    """The lines of a text without blanks, and without comments if it is code."""
    if code:
        source = COMMENT.sub(lambda found: found[1] or "", source)
    return [re.sub(r"\s+", "", line) for line in source.splitlines()]


def _answer_texts(nb: NotebookNode) -> dict[str, str]:
    """What stands in the cells for answers, by grade id."""
    return {c.metadata.nbgrader.grade_id: c.source for c in nb.cells if is_solution(c)}


class _Alike:
    """Finds answers that are the same but for blanks and comments.

    Lines of the released cell do not count: they are everybody's.
    """

    def __init__(
        self, released: NotebookNode, solution: NotebookNode, items: list[ItemReport]
    ) -> None:
        stubs, models = _answer_texts(released), _answer_texts(solution)
        self.stubs = {
            item.grade_id: set(_bare(stubs.get(item.answer, ""), item.by_check)) for item in items
        }
        self.models = {
            item.grade_id: self._digest(self.written(item, models.get(item.answer, "")))
            for item in items
        }
        self.seen: dict[tuple[str, bytes], Alike] = {}
        self.sizes: dict[tuple[str, bytes], int] = {}

    def written(self, item: ItemReport, answer: str) -> str:
        """What a student has written into a cell, without blanks and comments."""
        lines = _bare(answer, item.by_check)
        return "".join(line for line in lines if line not in self.stubs[item.grade_id])

    def add(self, item: ItemReport, mark: Marks, student: str, answer: str) -> None:
        """Look at one student's answer."""
        given = mark.items.get(item.grade_id)
        own = self.written(item, answer)
        right = given is not None and not given.by_hand and given.points >= given.max_points
        if given is None or len(own) < (LONG_RIGHT if right and item.by_check else LONG_WRONG):
            return
        key = item.grade_id, self._digest(own)
        model = key[1] == self.models[item.grade_id]
        one = self.seen.setdefault(key, Alike(item.name, right=right, model=model))
        one.students.append(student)
        self.sizes[key] = len(own)
        if len(one.students) == 2 or model:
            one.source = answer[:LONGEST_EXAMPLE]

    def found(self) -> list[Alike]:
        """The answers of several students, or of the course's own; long ones first."""
        keys = [key for key, one in self.seen.items() if len(one.students) > 1 or one.model]
        return [self.seen[key] for key in sorted(keys, key=lambda key: -self.sizes[key])]

    @staticmethod
    def _digest(text: str) -> bytes:
        return hashlib.blake2b(text.encode(errors="replace"), digest_size=16).digest()
