"""Marks on their way back: the file that a platform's importer reads, or a table to read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from gancourse.course.spreadsheets import harmless
from gancourse.errors import CourseError
from gancourse.grading.marks import Marks
from gancourse.grading.result import Item
from gancourse.platforms.canvas import made_gradebook, read_gradebook
from gancourse.platforms.form import Form, Match, Place, match
from gancourse.platforms.moodle import MOODLE, made_worksheet, read_worksheet
from gancourse.platforms.sent import TITLES, Sent, count, told
from gancourse.platforms.sheet import Sheet, number_in, write_sheet
from gancourse.platforms.standing import LessonMarks, read_standings
from gancourse.text import printable

CSV = "csv"
OURS = "Points: "
"""How our comments begin."""


def write_marks(
    course: Path,
    lesson: str,
    platform: str,
    *,
    worksheet: Path | None = None,
    column: str = "",
    out_of: float | None = None,
    zeros: bool = False,
    comments: bool = False,
    output: Path | None = None,
) -> Sent:
    """Write the marks of a lesson, after what being late costs, for a platform's importer.

    Args:
        course: The course's folder.
        lesson: The lesson's name, or how it begins.
        platform: ``moodle``, ``canvas`` or ``csv``, a table with a column for each item.
        worksheet: What the platform handed out, to be filled in: Moodle's grading worksheet, or
            Canvas's gradebook. Without it, a file is made from what is known of the students.
        column: The header of the column that takes the marks, if it is not clear which that is.
        out_of: What full marks are; as the worksheet says if None, else the lesson's points.
        zeros: Give 0 to those who handed in nothing, where the platform has no grade yet.
        comments: Write the points of each item into Moodle's feedback comments, where nobody has
            written anything else.
        output: The file to write; ``LESSON_marks_PLATFORM.csv`` in the course's folder if None.

    Raises:
        CourseError: The lesson has no marks, or the worksheet cannot be used.
        GradebookGone: The gradebook cannot be read.
        OSError: The file cannot be written.
    """
    marks = read_standings(course, lesson)
    path = output or course / f"{marks.lesson}_marks_{platform}.csv"
    if platform == CSV:
        return _write_table(path, marks, out_of)
    maximum = out_of or marks.max_score
    if platform == MOODLE and worksheet:
        form = read_worksheet(worksheet, column)
    elif platform == MOODLE:
        form = made_worksheet(marks.standings, maximum, comments=comments)
    elif worksheet:
        form = read_gradebook(worksheet, marks.lesson, column)
    else:
        form = made_gradebook(marks.standings, column or marks.lesson, maximum)
    _refuse_what_is_not_taken(form, platform, worksheet, out_of, comments)
    found = match(form.places, marks.standings, platform)
    if not any(one.marks and one.student.id in found.places for one in marks.standings):
        raise CourseError(_nobody(marks, platform, worksheet))
    filling = _Filling(marks, platform, form, found, Sent(path))
    filling.give_marks(out_of or form.maximum or marks.max_score, comments)
    filling.tell_of_absent(zeros)
    if worksheet:
        strangers = [printable(f"{one.name} {one.number}".strip()) for one in found.strangers]
        filling.sent.lines += told("In the worksheet, but not in the course", strangers)
    filling.sent.lines += _waiting(marks)
    if form.empty_erases:
        form.sheet.rows[:] = [row for row in form.sheet.rows if row[form.column]]
    write_sheet(path, form.sheet)
    return filling.sent


def _refuse_what_is_not_taken(
    form: Form, platform: str, worksheet: Path | None, out_of: float | None, comments: bool
) -> None:
    """Refuse what the platform would not take.

    Raises:
        CourseError: Marks may be above the maximum, or there is no place for comments.
    """
    title = TITLES[platform]
    if not form.takes_more and form.maximum and (out_of or 0) > form.maximum:
        raise CourseError(
            f"{worksheet} says that {form.maximum:g} is the maximum, and {title} takes no mark "
            f"above it. Leave out --out-of {out_of:g}, or change the assignment."
        )
    if comments and form.comments is None:
        where = worksheet or f"{title}'s gradebook"
        raise CourseError(
            f"{where} has no column for comments. In Moodle tick “Feedback comments” in the "
            "assignment's settings and download the worksheet again; Canvas has none."
        )


@dataclass
class _Filling:
    """A table while marks are written into it."""

    marks: LessonMarks
    platform: str
    form: Form
    found: Match
    sent: Sent

    def give_marks(self, maximum: float, comments: bool) -> None:
        """Write the marks into their rows, and beside them what they are made of."""
        scale = maximum / self.marks.max_score
        replaced: list[str] = []
        too_much: list[str] = []
        lost: list[str] = []
        claimed: list[str] = []
        filled = 0
        for one in self.marks.standings:
            if one.marks is None:
                continue
            place = self.found.places.get(one.student.id)
            mark = f"{one.marks.score * scale:.2f}"
            if place is None:
                known = one.number(self.platform) in self.found.claimed
                (claimed if known else lost).append(one.shown)
            elif not self.form.takes_more and float(mark) > (self.form.maximum or maximum):
                too_much.append(f"{one.shown} {mark}")
            else:
                before = self._cell(place)
                if before and number_in(before) != float(mark):
                    replaced.append(f"{one.shown} {printable(before)} to {mark}")
                place.row[self.form.column] = mark
                filled += 1
                at = self.form.comments
                if comments and at is not None and _is_ours(place.row[at]):
                    place.row[at] = _comment(self.marks, one.marks)
        title = TITLES[self.platform]
        expected = self.form.maximum or maximum
        other = f"; {title} expects {expected:g} for full marks" if expected != maximum else ""
        self.sent.lines.append(f"{count(filled, 'mark')}, out of {maximum:g}{other}.")
        self.sent.lines += told("Takes the place of another grade", replaced)
        self.sent.missing += told(
            f"Has a mark, and no row is known for it; type it in on {title}", lost
        )
        self.sent.missing += told("Shares a number with another student or row; no mark", claimed)
        self.sent.missing += told(f"{title} takes no mark above the maximum; left out", too_much)

    def tell_of_absent(self, zeros: bool) -> None:
        """Say who has no mark, and give 0 to who has handed in nothing if that is wanted."""
        self.sent.lines += _failed(self.marks)
        absent = {one.student.id: one for one in self.marks.standings if not one.handed_in}
        if not zeros:
            names = [one.shown for one in absent.values()]
            self.sent.lines += told(
                "Handed in nothing; the grade stays as it is, and --zeros gives 0", names
            )
            return
        rows = {id_: place for id_, place in self.found.places.items() if id_ in absent}
        empty = [one for one in rows.values() if not self._cell(one)]
        strangers = [one for one in self.found.strangers if not self._cell(one)]
        lost = [
            one.shown
            for one in self.marks.standings
            if one.handed_in and one.student.id not in self.found.places
        ]
        if not lost:
            empty += strangers
        elif strangers:
            self.sent.missing += told(
                "No unknown row got a 0: it may be the row of one who handed in", lost
            )
        for place in empty:
            place.row[self.form.column] = "0.00"
        self.sent.lines += told("Handed in nothing; 0", [printable(one.name) for one in empty])
        without = [one.shown for id_, one in absent.items() if id_ not in rows]
        self.sent.lines += told("Handed in nothing, and no row is known to give 0", without)

    def _cell(self, place: Place) -> str:
        return place.row[self.form.column].strip()


def _nobody(marks: LessonMarks, platform: str, worksheet: Path | None) -> str:
    title = TITLES[platform]
    if worksheet:
        return (
            f"{worksheet} has none of the students who have marks in {marks.lesson}. Is it of "
            "another assignment, or of another course?"
        )
    return (
        f"No student's number on {title} is known. It comes with `gancourse collect` from a "
        f"download of {title}; or give the table that {title} hands out with --worksheet: rows "
        "are found by number and by e-mail address, which students.csv holds."
    )


def _failed(marks: LessonMarks) -> list[str]:
    """Whose work has no marks."""
    failed = [one.shown for one in marks.standings if one.handed_in and not one.marks]
    return told("Handed in, but not graded; no mark", failed)


def _waiting(marks: LessonMarks) -> list[str]:
    """Whose points wait for a person."""
    waiting = [one.shown for one in marks.standings if one.marks and one.marks.by_hand]
    return told("Has points that wait for your hand; the mark is without them", waiting)


def _comment(marks: LessonMarks, of: Marks) -> str:
    """The points of each item, for the student."""
    parts = []
    for name in marks.items:
        if name in of.items:
            item = of.items[name]
            points = "waits" if _open(item) else f"{item.points:g} of {item.max_points:g}"
            parts.append(f"{name.removeprefix('check_')} {points}")
    late = f" Late: {of.penalty:g} points off." if of.penalty else ""
    return f"{OURS}{', '.join(parts)}.{late}"


def _is_ours(comment: str) -> bool:
    """Whether a comment may be replaced: it is empty, or of an earlier upload."""
    text = re.sub(r"<[^<>]*>", "", comment).strip()
    return not text or text.startswith(OURS)


# A table to read ----------------------------------------------------------------------------------


def _write_table(path: Path, marks: LessonMarks, out_of: float | None) -> Sent:
    write_sheet(path, _table(marks, out_of))
    absent = [one.shown for one in marks.standings if not one.handed_in]
    lines = [f"{count(len(marks.standings), 'student')}.", *_failed(marks)]
    return Sent(path, [*lines, *told("Handed in nothing", absent), *_waiting(marks)])


def _table(marks: LessonMarks, out_of: float | None) -> Sheet:
    """A row for each student, with the points of each item; empty where there are none yet."""
    items = [name.removeprefix("check_") for name in marks.items]
    scaled = [] if out_of is None else [f"mark_of_{out_of:g}"]
    headers = ["student", "name", "email", *items, "penalty", "total", "max", *scaled, "waits"]
    rows = []
    for one in marks.standings:
        row = [one.student.id, one.student.name, one.student.email]
        if one.marks:
            has = [one.marks.items.get(name) for name in marks.items]
            row += ["" if not item or _open(item) else f"{item.points:g}" for item in has]
            row += [f"{one.marks.penalty:g}", f"{one.marks.score:g}", f"{marks.max_score:g}"]
            row += [f"{one.marks.score * (out_of or 0) / marks.max_score:.2f}" for _ in scaled]
            row += [
                " ".join(n for n, item in zip(items, has, strict=True) if item and item.by_hand)
            ]
        else:
            row += [""] * (len(headers) - len(row) - 1)
            row += ["not graded" if one.handed_in else ""]
        rows.append([harmless(printable(cell)) for cell in row])
    return Sheet([harmless(header) for header in headers], rows)


def _open(item: Item) -> bool:
    """Whether an item has no points yet."""
    return item.by_hand and not item.points
